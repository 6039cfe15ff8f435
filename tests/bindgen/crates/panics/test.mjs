// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

export default function ({ pkg, flavour }) {
	const unwinds = flavour === 'legacy' || flavour === 'exnref';
	const { error } = console, lines = [];
	console.error = (...args) => lines.push(args);
	pkg.set_hook();
	assert.equal(pkg.out_of_bounds(2), 3);
	assert.throws(() => pkg.panics('wörld'), Error);
	console.error = error;
	assert.equal(lines.length, 1);
	assert.equal(lines[0].length, 1);
	assert.match(lines[0][0], /panicked at .*lib\.rs:14:\d+:\npanicked on purpose: wörld\n\nStack:\n\n/);

	// Only an unwound module promises to work.
	if (!unwinds)
		return;
	assert.equal(pkg.alive(), 42);
	console.error = () => {};
	assert.throws(() => pkg.out_of_bounds(7), (thrown) => thrown.name === 'PanicError' && /index out of bounds/.test(thrown.message));
	console.error = error;
	assert.equal(pkg.alive(), 42);
}
