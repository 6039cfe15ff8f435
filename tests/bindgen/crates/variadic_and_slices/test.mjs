// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

export default function ({ pkg }) {
	assert.deepEqual(pkg.all(), [
		'1 -2 3',
		'',
		'a ä ',
		'null 2',
		'1 2 3',
		'[1,2] [0.5] [7] [-5]',
		'[] [] undefined []',
		'[x] [true,y]',
		'Uint8Array(1,2) Float64Array(0.5) Uint16Array(7)',
		'Uint8Array() Float64Array() undefined',
		'[ö] [ü]',
		'a b c 255 -7 € true',
	]);
	const value = {};
	const [bag, length, numbers] = pkg.bags(value);
	assert.equal(bag.constructor.name, 'Bag');
	assert.deepEqual(bag.things, [value, 1, 5, value, undefined]);
	assert.equal(length, 5);
	assert.deepEqual(numbers.things, [0.5, -1]);
	assert.equal(pkg.count_all(4, 'a', 'b'), '4+2');
	assert.equal(pkg.count_all(4), '4+0');
	assert.equal(pkg.sum_all(1, 2.5), 3.5);
	assert.equal(pkg.sum_all(), -0);
}
