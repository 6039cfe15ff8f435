// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

const KINDS = {
	i8: [Int8Array, [1, -2, 3, -64]],
	u8: [Uint8Array, [0, 1, 2, 127]],
	i16: [Int16Array, [1, -2, 300]],
	u16: [Uint16Array, [0, 1, 32767]],
	i32: [Int32Array, [1, -2, 2 ** 29]],
	u32: [Uint32Array, [0, 1, 2 ** 31 - 1]],
	i64: [BigInt64Array, [1n, -2n, 2n ** 61n]],
	u64: [BigUint64Array, [0n, 2n ** 63n - 1n]],
	f32: [Float32Array, [0.5, -0, Infinity, NaN]],
	f64: [Float64Array, [0.1, -0, Number.MAX_VALUE / 2, NaN]],
	usize: [Uint32Array, [0, 5, 2 ** 30]],
};

function oneKind(pkg, kind, Type, values) {
	const given = Type.from(values);
	for (const echo of ['echo', 'boxed', 'maybe']) {
		const back = pkg[`${echo}_${kind}`](given);
		assert.equal(back.constructor, Type);
		assert.deepEqual(back, given);
		assert.notEqual(back, given);
		// It is a copy: nobody writes into the module's memory with it.
		assert.equal(back.buffer.byteLength, given.byteLength);
		// So does a plain array.
		assert.deepEqual(pkg[`${echo}_${kind}`](values), given);
		assert.equal(pkg[`${echo}_${kind}`](new Type()).length, 0);
	}
	assert.deepEqual(pkg[`reversed_${kind}`](given), given.toReversed());
	assert.deepEqual(given, Type.from(values));

	const written = Type.from(values);
	assert.equal(pkg[`double_${kind}`](written), undefined);
	assert.deepEqual(written, Type.from(values.map((value) => value + value)));
	// Only the part that was given.
	const whole = Type.from([...values, ...values]);
	pkg[`double_${kind}`](whole.subarray(1, 2));
	assert.deepEqual([...whole], [values[0], values[1] + values[1], ...values.slice(2), ...values]);

	assert.equal(pkg[`maybe_${kind}`](), undefined);
	assert.equal(pkg[`maybe_${kind}`](null), undefined);
	assert.throws(() => pkg[`echo_${kind}`]());
}

export default function ({ pkg }) {
	for (const [kind, [Type, values]] of Object.entries(KINDS))
		oneKind(pkg, kind, Type, values);

	const clamped = pkg.echo_clamped(new Uint8ClampedArray([300, -4, 7]));
	assert.equal(clamped.constructor, Uint8ClampedArray);
	assert.deepEqual([...clamped], [255, 0, 7]);

	const to = new Float64Array(2);
	assert.equal(pkg.both(Uint16Array.of(3, 5, 9), to), 3);
	assert.deepEqual([...to], [1.5, 2.5]);

	assert.deepEqual(pkg.through_imports(), [
		'-0.25',
		'Uint16Array 2',
		'Uint16Array 0',
		'BigInt64Array 3',
		'none',
		'Uint32Array 1',
		'Uint8ClampedArray 3',
		'[7, 8, 9, 4] [7, 8, 9]',
		'[0.0, 0.5, 1.0, 1.5]',
		'None Some([0, 0])',
	]);
	// An owned vector is JavaScript's to keep.
	pkg.through_imports();
	const kept = globalThis.kept;
	pkg.echo_u8(new Uint8Array(4 << 20).fill(1));
	assert.deepEqual([...kept], [4, 5, 6]);

	const big = Float64Array.from({ length: 300_000 }, (_, i) => i);
	assert.deepEqual(pkg.echo_f64(big), big);
}
