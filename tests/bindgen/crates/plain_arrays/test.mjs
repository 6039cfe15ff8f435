// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

const ALL = [
	'[1,2] [0.5] [7] [-5]',
	'[] [] undefined []',
	'[x] [true,y]',
	'[true]',
	'undefined',
	'Uint8Array(1,2) Uint16Array(7)',
	'1 -2',
];

export default function ({ pkg }) {
	assert.deepEqual(pkg.all(), ALL);
	pkg.repeat(2000);
	assert.deepEqual(pkg.all(), ALL);
}
