// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

const VALUES = {
	i8: [0, -1, -128, 127],
	u16: [0, 65535],
	i32: [0, -1, 2147483647, -2147483648],
	u32: [0, 4294967295],
	i64: [0n, -1n, -(2n ** 63n)],
	u128: [0n, 2n ** 128n - 1n],
	f32: [0, -0, NaN, Infinity, -0.5],
	f64: [0, -0, NaN, -Infinity, 0.1],
	bool: [true, false],
	char: ['a', '\0', '😀'],
	string: ['', 'ä'],
	bytes: [Uint8Array.of(), Uint8Array.of(1)],
	level: [0, 9],
	side: ['left', 'right'],
};

export default function ({ pkg }) {
	for (const [kind, values] of Object.entries(VALUES)) {
		const nullable = pkg[`null_${kind}`], maybe = pkg[`maybe_${kind}`];
		for (const value of values) {
			assert.deepEqual(nullable(value), value, kind);
			assert.deepEqual(maybe(value), value, kind);
		}
		assert.equal(nullable(null), null, kind);
		assert.equal(maybe(null), null, kind);
		assert.equal(maybe(undefined), undefined, kind);
		assert.equal(maybe(), undefined, kind);
	}
	assert.equal(pkg.null_thing(new pkg.Thing(4)).n, 4);
	assert.equal(pkg.null_thing(null), null);
	assert.equal(pkg.maybe_thing(null), null);
	assert.equal(pkg.maybe_thing(), undefined);
	assert.equal(pkg.through_imports(), 'Value(255) Null Value("ä") Null None Some(Null) Some(Value(0.5))');
}
