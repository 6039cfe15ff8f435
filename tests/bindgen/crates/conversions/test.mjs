// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

export default function ({ pkg }) {
	const values = pkg.values();
	const [, , , , , , , things, , thing, , , , error, , , f] = values;
	assert.ok(things[0] instanceof pkg.Thing && things[0].n === 1);
	assert.ok(thing instanceof pkg.Thing && thing.n === 2);
	assert.ok(error instanceof Error && error.message === 'as an error');
	assert.equal(f(), 6);
	for (const i of [7, 9, 13, 16])
		values[i] = 'seen';
	assert.deepEqual(values, [
		Uint8Array.of(1, 2), Int16Array.of(-1), Float32Array.of(0.5), BigUint64Array.of(2n ** 64n - 1n),
		Uint8ClampedArray.of(3), ['ä'], [null], 'seen', Float64Array.of(0.25), 'seen', 5, 'x', undefined, 'seen',
		4294967295, -2147483648, 'seen',
	]);

	const NONE = 'None';
	const read = (value) => Object.fromEntries(pkg.read(value).map((text, i) => [
		['string', 'bool', 'u8', 'i32', 'f64', 'i64', 'u128', 'option', 'vec', 'level'][i], text,
	]).filter(([, text]) => text !== NONE));
	assert.deepEqual(read('ä'), { string: 'Some("ä")' });
	assert.deepEqual(read(true), { bool: 'Some(true)' });
	assert.deepEqual(read(5), { u8: 'Some(5)', i32: 'Some(5)', f64: 'Some(5.0)', option: 'Some(Some(5))', level: 'Some(High)' });
	// Numbers that do not fit are cut.
	assert.deepEqual(read(-1.5), { u8: 'Some(255)', i32: 'Some(-1)', f64: 'Some(-1.5)', option: 'Some(Some(4294967295))' });
	assert.deepEqual(read(-7n), { i64: 'Some(-7)' });
	assert.deepEqual(read(undefined), { option: 'Some(None)' });
	assert.deepEqual(read({}), {});

	assert.equal(pkg.numeric('12'), 'true 12');
	assert.equal(pkg.numeric(1n), 'false -1');
	assert.equal(pkg.cast([1, 2]), 'array 2');
	assert.equal(pkg.cast(new Date(9)), 'date 9');
	assert.equal(pkg.cast({ a: 1 }), 'object 1');
	assert.equal(pkg.cast('x'), 'JsValue("x")');
	assert.equal(pkg.unchecked({ length: 7 }), 7);
}
