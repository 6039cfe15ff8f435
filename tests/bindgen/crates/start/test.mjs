// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

const started = [];
globalThis.suiteStarted = (text) => started.push(text);

export default function ({ pkg }) {
	assert.deepEqual(started, ['begin']);
	assert.equal(pkg.runs(), 1);
	// It is an export like others.
	assert.equal(pkg.begin(), undefined);
	assert.equal(pkg.runs(), 2);
	assert.deepEqual(started, ['begin', 'begin']);
}
