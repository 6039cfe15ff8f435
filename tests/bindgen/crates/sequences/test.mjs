// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

export default function ({ pkg }) {
	assert.deepEqual(pkg.all(), [
		'Uint8Array(1,2) own Float64Array(0.5) own',
		'Uint8Array() own none',
		'Array(1,2) Array(0.5)',
		'Array() none',
		'Uint8Array(1,2) Float64Array(0.5)',
		`Array(-1,2) Array(${2n ** 64n - 1n})`,
		'Array() none',
		'Int16Array(-1,2) own none',
		'Uint32Array(1) own Array(2)',
	]);
}
