// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

export default async function ({ pkg }) {
	assert.equal(pkg.borrows(), 7);
	// What it borrowed has gone.
	const { kept } = globalThis;
	assert.throws(() => kept(1), /dropped/);
	assert.equal(pkg.borrows_shared('ä'), 'äxäü');
	assert.equal(pkg.aborting(), 10);
	assert.equal(await new Promise((resolve) => pkg.given_away(resolve)), 6);
	assert.equal(pkg.once('ab'), 4);
	const value = {};
	const owned = pkg.owned(value);
	assert.deepEqual(owned, [value, value, undefined]);
	assert.equal(owned[1], value);
}
