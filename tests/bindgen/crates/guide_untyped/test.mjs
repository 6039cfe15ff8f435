// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

export default function ({ pkg }) {
	assert.equal(pkg.colour('red'), '#f00');
	assert.equal(pkg.colour('depth'), undefined);
	assert.equal(pkg.colour('absent'), undefined);
	assert.equal(pkg.deepest(), 3);
	assert.deepEqual(pkg.moved({ x: 1, y: -2 }, 0.5), { x: 1.5, y: -1.5 });
	assert.deepEqual(pkg.moved([], 1), { x: 1, y: 1 });
	assert.throws(() => pkg.moved(undefined, 1), TypeError);
	const object = {}, value = {}, key = Symbol('key');
	assert.equal(pkg.set_all(object, ['a', 5, key], value), 3);
	assert.deepEqual([object.a, object[5], object[key]], [value, value, value]);
	assert.equal(pkg.set_all(Object.freeze({}), ['a'], 1), 0);
	assert.deepEqual(pkg.names(object), ['5', 'a', key]);
	const mine = new Error('mine');
	assert.throws(() => pkg.set_all({ set a(_) { throw mine; } }, ['a'], 1), (error) => error === mine);
}
