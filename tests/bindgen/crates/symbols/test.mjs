// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

export default function ({ pkg }) {
	const range = new pkg.Range(2, 6);
	assert.deepEqual([...range], [2, 3, 4, 5]);
	assert.deepEqual([...range], [2, 3, 4, 5]);
	assert.deepEqual([...new pkg.Range(1, 1)], []);
	assert.equal(+range, 4);
	assert.equal(`${range}`, '2..6');
	assert.equal(Object.prototype.toString.call(range), '[object Range]');
	assert.equal(5 instanceof pkg.Range, true);
	assert.equal({} instanceof pkg.Range, false);

	assert.equal(pkg.total([1, 2.5]), 3.5);
	assert.equal(pkg.total(new Set([4])), 4);
	assert.equal(pkg.total(range), 14);
	const mine = new Error('mine');
	assert.throws(() => pkg.total((function* () { yield 1; throw mine; })()), (error) => error === mine);
	assert.equal(pkg.tag_of(new Map()), 'Map');
	assert.equal(pkg.tag_of({}), undefined);
}
