// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

export default async function ({ pkg }) {
	const started = pkg.sum(4);
	assert.ok(started instanceof Promise);
	assert.equal(await started, 10);
	assert.equal(await pkg.text('tëxt'), 'tëxt!');
	const value = {};
	const values = await pkg.values(value);
	assert.deepEqual(values, [value, undefined, 0.5]);
	assert.equal(values[0], value);
	assert.equal(await pkg.caught(value), value);
	await assert.rejects(pkg.fails(value), (error) => error === value);
	assert.equal(await pkg.waits(Promise.resolve(value)), value);
	const mine = new Error('mine');
	await assert.rejects(pkg.waits(Promise.reject(mine)), mine);
	// Several at a time.
	assert.deepEqual(await Promise.all([pkg.sum(3), pkg.text('a'), pkg.sum(5)]), [6, 'a!', 15]);
}
