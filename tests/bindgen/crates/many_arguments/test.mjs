// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

export default function ({ pkg }) {
	const { Token } = pkg, written = Int32Array.of(5, 6), lent = new Token(8), given = new Token(9);
	const text = pkg.everything(
		1, 'ä', -3n, Uint16Array.of(4, 65535), null, 0.5, written, 'h', true, lent, '', given, 2n ** 127n, 'n', ['o', 'ö'],
		undefined, '€', Uint8Array.of(7), -8, undefined,
	);
	assert.equal(text, '1 ä Some(-3) [4, 65535] JsValue(null) 0.5 h true 8 Some("") 9 '
		+ `${2n ** 127n} JsValue("n") ["o", "ö"] None € Some([7]) -8 None`);
	assert.deepEqual([...written], [-1, 6]);
	assert.equal(lent.n, 8);
	assert.throws(() => given.n);

	assert.equal(pkg.sum(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), 78);
	assert.ok(Number.isNaN(pkg.sum(1, 2, 3)));
	assert.equal(pkg.through_import(), `255 ä -1 [1,2] null 0.5 undefined h true undefined ${-(2n ** 127n)} 3 [m] -0.5 o []`);

	// One that cannot be converted: nothing has been called, and the next call is fine.
	assert.throws(() => pkg.everything(1, 'b', 3, [], null, 0, written, 'h', true, lent, '', new Token(1), 0n, 0, []));
	assert.equal(lent.n, 8);
	assert.equal(pkg.sum(...Array(12).fill(1)), 12);
}
