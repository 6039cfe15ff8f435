// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

export default function ({ pkg }) {
	assert.deepEqual(pkg.copied(Float32Array.of(0.5, NaN)), Float32Array.of(0.5, NaN));
	const to = new Uint8Array(6);
	pkg.filled(to);
	assert.deepEqual([...to], [255, 7, 7, 1, 2, 0]);
	const made = pkg.made(4);
	assert.deepEqual(made, Uint8Array.of(0, 1, 2, 3));
	assert.equal(made.buffer.byteLength, 4);
	const buffer = new ArrayBuffer(8);
	const on = pkg.on_buffer(buffer);
	assert.equal(on.buffer, buffer);
	assert.equal(on.length, 3);
	assert.deepEqual([...new Uint8Array(buffer)].slice(0, 4), [2, 1, 255, 254]);
	assert.deepEqual(pkg.views(Uint8Array.of(1, 2, 3)), [6, true]);

	// A view that was lent is gone when the memory grows, and nothing else is.
	assert.deepEqual([...pkg.grows_during(new Uint8Array(5))], [5, 0]);
	assert.deepEqual(pkg.grown_write(new Uint8Array(4), 3), Uint8Array.of(9, 9, 9, 9));
	const before = pkg.pages();
	assert.equal(pkg.allocate(24), (24 << 20) / 4096);
	assert.ok(pkg.pages() > before);
	assert.deepEqual(pkg.made(2), Uint8Array.of(0, 1));
	// It grows between the time when an argument is taken down and written back.
	const values = new Float64Array(3);
	assert.equal(pkg.appended('täxt'.repeat(1000), values, 80), `${'täxt'.repeat(1000)}3`);
	assert.equal(values[0], 80 << 20);
}
