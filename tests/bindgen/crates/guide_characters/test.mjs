// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

export default function ({ pkg }) {
	const key = new pkg.Key('ä', 8n);
	assert.deepEqual([key.press(), key.press(), key.press()], [false, true, false]);
	assert.equal(key.strokes, 11n);
	assert.equal(key.wider(), 'Ä');
	for (const symbol of ['a', '💧', '\u0000', '\uffff']) {
		key.symbol = symbol;
		assert.equal(key.symbol, symbol);
	}
	key.symbol = '7';
	assert.equal(key.wider(), undefined);
	assert.equal(new pkg.Key('\u{1f600}', -1n).symbol, '😀');
}
