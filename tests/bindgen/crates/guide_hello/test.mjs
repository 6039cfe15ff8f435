// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

export default function ({ pkg }) {
	const seen = [];
	globalThis.alert = (...args) => seen.push(args);
	pkg.greet('Zoë');
	assert.deepEqual(seen.splice(0), [['Good morning, Zoë.']]);

	const { log } = console;
	console.log = (...args) => seen.push(args);
	pkg.chatter();
	console.log = log;
	assert.deepEqual(seen, [['plain'], [42], ['first', 'second'], ['2 and Some("so on")']]);
	assert.equal(pkg.add(2, 3), 5);
	assert.equal(pkg.add(2147483647, 1), -2147483648);
}
