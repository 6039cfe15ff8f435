// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

export default function ({ pkg, generator, flavour }) {
	const same = (name, ...values) => {
		for (const value of values)
			assert.ok(Object.is(pkg[name](value), value), `${name}(${String(value)}): ${String(pkg[name](value))}`);
	};

	same('echo_i8', 0, 1, -1, 127, -128);
	same('echo_u8', 0, 1, 255);
	same('echo_i16', 0, 32767, -32768);
	same('echo_u16', 0, 65535);
	same('echo_i32', 0, 2147483647, -2147483648);
	same('echo_u32', 0, 1, 2147483648, 4294967295);
	same('echo_isize', -5, 2147483647);
	same('echo_usize', 5, 4294967295);
	same('echo_i64', 0n, 1n, -1n, 2n ** 63n - 1n, -(2n ** 63n));
	same('echo_u64', 0n, 2n ** 63n, 2n ** 64n - 1n);
	same('echo_i128', 0n, -1n, 2n ** 64n, -(2n ** 64n), 2n ** 127n - 1n, -(2n ** 127n));
	same('echo_u128', 0n, 2n ** 64n - 1n, 2n ** 64n, 2n ** 128n - 1n);
	same('echo_f32', 0, -0, 0.5, Infinity, -Infinity, NaN, Math.fround(3.1));
	same('echo_f64', 0, -0, 0.1, Number.MAX_VALUE, Number.MIN_VALUE, NaN, -Infinity);
	same('echo_bool', true, false);
	same('echo_char', 'a', '\0', 'ß', '€', '😀', '\u{10ffff}');

	// What does not fit is cut as WebAssembly cuts it.
	assert.equal(pkg.echo_i8(128), -128);
	assert.equal(pkg.echo_u8(256 + 7), 7);
	assert.equal(pkg.echo_u16(-1), 65535);
	assert.equal(pkg.echo_u32(-1), 4294967295);
	assert.equal(pkg.echo_i32(1.9), 1);
	assert.equal(pkg.echo_u64(-1n), 2n ** 64n - 1n);
	assert.equal(pkg.echo_f32(0.1), Math.fround(0.1));

	assert.equal(pkg.least_i64(), -(2n ** 63n));
	assert.equal(pkg.most_u64(), 2n ** 64n - 1n);
	assert.equal(pkg.least_i128(), -(2n ** 127n));
	assert.equal(pkg.most_u128(), 2n ** 128n - 1n);
	const big = 0x1234_5678_9abc_def0_1122_3344n;
	assert.equal(pkg.product_u128(big, big), (big * big) % 2n ** 128n);

	// As JavaScript converts.
	assert.equal(pkg.echo_i32('12'), 12);
	assert.equal(pkg.echo_i32(undefined), 0);
	assert.equal(pkg.echo_bool(1), true);
	assert.equal(pkg.echo_bool(0), false);
	assert.ok(Number.isNaN(pkg.echo_f64(undefined)));
	// Only the first character counts.
	assert.equal(pkg.echo_char('xyz'), 'x');

	assert.equal(pkg.all_widths(-3, 2n ** 60n, 1.5, true, -(2n ** 100n), 'ü', 65535), `-3 ${2n ** 60n} 1.5 true ${-(2n ** 100n)} ü 65535`);

	// What cannot be converted. Where panics unwind the glue of wasm-bindgen takes
	// that for an abort of the module, so that only the first can be seen there.
	assert.throws(() => pkg.echo_i64(1), TypeError);
	if (generator === 'real' && (flavour === 'legacy' || flavour === 'exnref'))
		return;
	assert.throws(() => pkg.echo_u128(1), TypeError);
	assert.throws(() => pkg.echo_i32(1n), TypeError);
	assert.equal(pkg.echo_i32(1), 1);
}
