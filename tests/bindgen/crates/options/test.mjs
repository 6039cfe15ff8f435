// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

const VALUES = {
	i8: [0, 1, -1, -128, 127],
	u8: [0, 255],
	i16: [0, -32768, 32767],
	u16: [0, 65535],
	i32: [0, -1, 2147483647, -2147483648],
	u32: [0, 1, 4294967295],
	i64: [0n, -1n, -(2n ** 63n)],
	u64: [0n, 2n ** 64n - 1n],
	i128: [0n, -1n, -(2n ** 127n)],
	u128: [0n, 2n ** 128n - 1n],
	isize: [0, -1],
	usize: [0, 4294967295],
	f32: [0, -0, 1.5, NaN, Infinity, -Infinity],
	f64: [0, -0, 0.1, NaN, Infinity],
	bool: [true, false],
	char: ['a', '\0', '😀', '\u{10ffff}'],
	string: ['', 'text', '€'],
	size: [1, 7],
	side: ['left', 'right'],
};

export default function ({ pkg }) {
	for (const [kind, values] of Object.entries(VALUES)) {
		const same = pkg[`opt_${kind}`];
		for (const value of values)
			assert.ok(Object.is(same(value), value), `${kind} ${String(value)}: ${String(same(value))}`);
		for (const none of [[], [undefined], [null]])
			assert.equal(same(...none), undefined, kind);
	}

	const object = {};
	assert.equal(pkg.opt_value(object), object);
	assert.equal(pkg.opt_value(0), 0);
	assert.equal(pkg.opt_value(), undefined);
	assert.equal(pkg.opt_value(null), undefined);

	const point = pkg.opt_point(new pkg.Point(4));
	assert.ok(point instanceof pkg.Point);
	assert.equal(point.x, 4);
	assert.equal(pkg.opt_point(), undefined);
	assert.equal(pkg.opt_point(null), undefined);
	assert.equal(new pkg.Point().x, -1);
	assert.equal(new pkg.Point(0).x, 0);
	assert.equal(point.note, undefined);
	point.note = 0;
	assert.equal(point.note, 0);
	point.note = null;
	assert.equal(point.note, undefined);

	assert.deepEqual(pkg.opt_points([point, new pkg.Point(5)]).map((p) => p.x), [4, 5]);
	assert.equal(pkg.opt_points(), undefined);
	assert.deepEqual(pkg.opt_values([1, null, undefined, object]), [1, null, undefined, object]);
	assert.equal(pkg.opt_values(null), undefined);
	assert.deepEqual(pkg.opt_floats([0.5]), Float32Array.of(0.5));
	assert.equal(pkg.opt_floats(), undefined);

	assert.equal(pkg.describe(), 'None None None None');
	assert.equal(pkg.describe(0, '', false, 0n), 'Some(0) Some("") Some(false) Some(0)');
	assert.equal(pkg.describe(null, 'x'), 'None Some("x") None None');
	assert.equal(pkg.count_first(2), -1);
	assert.equal(pkg.count_first(2, []), 2);

	assert.deepEqual(pkg.through_imports(), [
		'Some(0) Some(255) None',
		'Some(4294967295) None',
		`Some(${-(2n ** 63n)}) None`,
		`Some(${2n ** 128n - 1n}) None`,
		'Some(-0.5) None',
		'Some(inf) None',
		'Some(false) Some(true) None',
		"Some('😀') None",
		'Some(Large) None',
		'Some(Right) None',
		'Some(JsValue(3)) None',
		'None None None',
		'string undefined',
		'null undefined',
		'object undefined',
	]);
}
