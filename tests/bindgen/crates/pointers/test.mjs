// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

export default function ({ pkg }) {
	const memory = pkg.whole_memory();
	assert.ok(memory instanceof WebAssembly.Memory);
	assert.equal(pkg.whole_memory(), memory);
	const address = pkg.table();
	assert.deepEqual([...new Uint8Array(memory.buffer, address, 4)], [11, 22, 33, 44]);
	assert.equal(pkg.null_pointer(), 0);
	const boxed = pkg.boxed(4294967295);
	assert.ok(boxed > 0 && boxed % 4 === 0);
	assert.equal(new DataView(memory.buffer).getUint32(boxed, true), 4294967295);
	new DataView(memory.buffer).setUint32(boxed, 5, true);
	assert.equal(pkg.unboxed(boxed), 5);
	assert.equal(pkg.unboxed(0), 0);

	const filled = pkg.filled(0.5);
	assert.equal(new DataView(memory.buffer).getFloat64(filled, true), 0.5);
	assert.equal(pkg.emptied(filled), 0.5);
	assert.equal(pkg.filled(), undefined);
	assert.equal(pkg.emptied(undefined), undefined);
	assert.equal(pkg.emptied(null), undefined);
	assert.equal(pkg.maybe_pointer(address), address);
	assert.equal(pkg.maybe_pointer(0), 0);
	assert.equal(pkg.maybe_pointer(), undefined);
	assert.equal(pkg.through_import(), true);

	const [exports, table] = pkg.environment();
	assert.equal(exports.memory, memory);
	assert.ok(table instanceof WebAssembly.Table);
}
