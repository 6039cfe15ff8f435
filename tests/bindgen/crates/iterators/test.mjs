// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

function* naturals() {
	for (let n = 0; ; n++)
		yield n;
}

export default async function ({ pkg }) {
	const object = {};
	assert.deepEqual(pkg.collected([1, object, undefined]), [1, object, undefined]);
	assert.deepEqual(pkg.collected(new Set(['a'])), ['a']);
	assert.throws(() => pkg.collected('äb'), TypeError);
	assert.deepEqual(pkg.collected([]), []);
	assert.throws(() => pkg.collected(5), TypeError);
	assert.equal(pkg.collected({}), undefined);
	assert.deepEqual(pkg.first(naturals(), 4), [0, 1, 2, 3]);
	assert.throws(() => pkg.first(null, 1), (error) => error === 'cannot be gone through' || error instanceof TypeError);
	assert.equal(pkg.sum([1, 2, 3].values()), 6);
	assert.throws(() => pkg.sum(['x'].values()), (error) => error === 'no number');

	const mine = new Error('mine');
	assert.throws(() => pkg.collected((function* () { yield 1; throw mine; })()), (error) => error === mine);
	assert.throws(() => pkg.sum({ next() { throw mine; } }), (error) => error === mine);

	assert.equal(await pkg.sum_later((async function* () { yield 1; yield 2.5; })()), 3.5);
	await assert.rejects(pkg.sum_later((async function* () { yield 1; throw mine; })()), mine);
	assert.deepEqual(pkg.evens([1, 2, 4, '6']), [2, 4]);
	assert.deepEqual(pkg.entries(new Map([['a', 1], [2, 'b']])), ['JsValue("a")=JsValue(1)', 'JsValue(2)=JsValue("b")']);
	assert.deepEqual([...pkg.values_of([7, 8])], [7, 8]);
}
