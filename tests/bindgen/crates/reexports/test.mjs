// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';
import { basename } from 'node:path';

export default function ({ pkg }) {
	assert.equal(pkg.helper(4), 12);
	assert.equal(pkg.helped(4), 13);
	const tool = new pkg.Instrument(5);
	assert.ok(pkg.make(1) instanceof pkg.Instrument);
	assert.equal(pkg.number(tool), 7);
	assert.equal(pkg.lastPart, basename);
}
