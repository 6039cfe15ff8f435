// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

export default async function ({ pkg }) {
	const [next, grown, buffer] = await pkg.inner(40, () => 2);
	assert.deepEqual([next, grown, buffer.byteLength], [42, 1, 3 * 65536]);
	const mine = new Error('mine');
	await assert.rejects(pkg.inner(1, () => { throw mine; }), mine);
	await assert.rejects(pkg.inner(1, 'no function'), WebAssembly.LinkError);
	assert.equal(pkg.is_valid(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)), true);
	assert.equal(pkg.is_valid(Uint8Array.of(1)), false);
	assert.equal(pkg.broken(), true);
}
