// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

export default function ({ pkg }) {
	assert.deepEqual(pkg.fill(15), ['books', 'room for 40 books', 'room for 25 books']);
	assert.equal(pkg.fill(1000)[2], 'room for 0 books');
	assert.equal(pkg.empty().print(), 'room for 40 books');
}
