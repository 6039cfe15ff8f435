// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

export default async function ({ pkg, pause }) {
	await pause(5);
	assert.deepEqual(pkg.all().sort(), ['first', 'hidden', 'later']);
	assert.equal(typeof pkg.first, 'function');
	assert.equal(pkg.hidden, undefined);
	assert.equal(pkg.later, undefined);
}
