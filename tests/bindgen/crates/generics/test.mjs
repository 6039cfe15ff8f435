// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

export default async function ({ pkg }) {
	assert.deepEqual(pkg.shown(null), [
		'number:42', 'bigint:-1', 'string:täxt', 'string:owned', 'boolean:true', 'string:€', 'object:1,2', 'number:0.5',
		'undefined:undefined', 'object:null',
	]);
	assert.equal(pkg.kept(), '18446744073709551615 ä -0.5 Some(7) [1, -1]');
	const value = {};
	assert.deepEqual(pkg.pairs(value), [1, 'x', value, 2n]);
	assert.equal(pkg.boxes(), '5 string text');
	assert.equal(pkg.failing().message, 'generic');
	assert.equal(pkg.erasing([1, 2]), true);
	assert.equal(pkg.sum([1, 2.5]), 3.5);
	assert.deepEqual(pkg.numbers(3), [0, 1, 2]);
	assert.deepEqual([...pkg.lengths(['a', 'öö'])], [['a', 1], ['öö', 2]]);
	assert.equal(await pkg.awaited(Promise.resolve(7)), 7);
	const mine = new Error('mine');
	await assert.rejects(pkg.awaited(Promise.reject(mine)), mine);
	const list = [1];
	assert.equal(pkg.widened(list), list);
}
