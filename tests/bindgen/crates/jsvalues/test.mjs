// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

const SYMBOL = Symbol('mine');
const OBJECT = { a: 1 };
const ARRAY = [1];
const FUNCTION = () => 1;
const ALL = [undefined, null, true, false, 0, -0, NaN, 1.5, '', 'text', 10n, SYMBOL, OBJECT, ARRAY, FUNCTION, new Date(0)];

// A function of its own, so that nothing on the stack keeps the object.
function lent(pkg) {
	const object = {};
	pkg.put(object);
	return new WeakRef(object);
}

export default async function ({ pkg, collectGarbage }) {
	for (const value of ALL) {
		assert.ok(Object.is(pkg.same(value), value), String(value));
		assert.ok(Object.is(pkg.cloned(value), value), String(value));
		assert.equal(pkg.type_name(value), typeof value);
	}
	assert.equal(pkg.same(), undefined);

	const kinds = [
		[undefined, 'undefined falsy'], [null, 'null falsy'], [true, 'bool truthy'], [false, 'bool falsy'],
		[0, 'number falsy'], [NaN, 'number falsy'], [2, 'number truthy'], ['', 'string falsy'], ['x', 'string truthy'],
		[0n, 'bigint falsy'], [SYMBOL, 'symbol truthy'], [OBJECT, 'object truthy'], [ARRAY, 'object array truthy'],
		[FUNCTION, 'function truthy'],
	];
	for (const [value, expected] of kinds)
		assert.equal(pkg.kinds(value), expected);

	assert.equal(pkg.compare(1, 1), 'true true false true false true');
	assert.equal(pkg.compare(1, '1'), 'false true false true false true');
	assert.equal(pkg.compare('a', 'b'), 'false false true true false false');
	assert.equal(pkg.compare(NaN, NaN), 'false false false false false false');
	assert.equal(pkg.compare(OBJECT, OBJECT), 'true true false true false true');
	assert.deepEqual(pkg.arithmetic(13, 3), [16, 10, 39, 13 / 3, 1, 1, 15, 14, 104, 1, 1, -13, false, -14, 2197]);
	assert.deepEqual(pkg.arithmetic('4', 2)[0], '42');
	assert.equal(pkg.checked_div(7n, 2n), 3n);
	assert.ok(pkg.checked_div(7n, 0n) instanceof RangeError);
	assert.equal(pkg.has('a', OBJECT), true);
	assert.equal(pkg.has('b', OBJECT), false);

	assert.deepEqual(pkg.made(), [
		undefined, null, true, false, 1, -2.5, -3n, 2n ** 64n - 1n, -(2n ** 127n), 2n ** 128n - 1n,
		'ü', 'text', 'owned', 123456789012345678901234567890n, 4, undefined,
	]);
	assert.equal(pkg.symbol('s').toString(), 'Symbol(s)');
	assert.equal(pkg.symbol().description, undefined);

	assert.equal(pkg.debug('x'), 'JsValue("x")');
	assert.equal(pkg.debug(5), 'JsValue(5)');
	assert.equal(pkg.debug(null), 'JsValue(null)');
	assert.equal(pkg.debug([1, 'a']), 'JsValue([1, "a"])');
	assert.equal(pkg.debug(OBJECT), 'JsValue(Object({"a":1}))');
	assert.equal(pkg.debug(new TypeError('bad')).split('\n')[0], 'JsValue(TypeError: bad');
	assert.equal(pkg.debug(SYMBOL), 'JsValue(Symbol(mine))');

	assert.equal(pkg.as_text('ä'), 'ä');
	assert.equal(pkg.as_text(5), undefined);
	assert.equal(pkg.as_number(5), 5);
	assert.equal(pkg.as_number('5'), undefined);
	assert.equal(pkg.to_i64(-5n), -5n);
	assert.equal(pkg.to_i64(2n ** 63n), undefined);
	assert.equal(pkg.to_i64(5), undefined);
	assert.equal(pkg.to_u128(2n ** 128n - 1n), 2n ** 128n - 1n);
	assert.equal(pkg.to_u128(-1n), undefined);
	assert.equal(pkg.to_text('t'), 't');
	assert.throws(() => pkg.to_text(OBJECT), (error) => error === OBJECT);

	assert.deepEqual(pkg.reversed(ALL), ALL.toReversed());
	assert.equal(pkg.reversed([OBJECT, 1])[1], OBJECT);
	assert.deepEqual(pkg.doubled([SYMBOL, undefined]), [SYMBOL, undefined, SYMBOL, undefined]);
	assert.deepEqual(pkg.doubled([]), []);
	assert.equal(pkg.maybe(0), true);
	assert.equal(pkg.maybe(null), false);

	// Many at a time, over more than one growth of whatever keeps them.
	const many = Array.from({ length: 5000 }, (_, i) => ({ i }));
	const first = pkg.put(many[0]);
	for (const value of many.slice(1))
		pkg.put(value);
	for (const [i, value] of many.entries())
		assert.equal(pkg.get(first + i), value);
	assert.equal(pkg.get(1e6), undefined);
	pkg.clear();
	assert.equal(pkg.get(first), undefined);

	// What Rust has dropped can be collected.
	const weak = lent(pkg);
	await collectGarbage();
	assert.ok(weak.deref() !== undefined, 'Rust still has it');
	pkg.clear();
	await collectGarbage(() => !weak.deref());
	assert.ok(weak.deref() === undefined, 'Rust has dropped it');
}
