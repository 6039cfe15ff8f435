// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

export default function ({ pkg }) {
	const view = new pkg.View(30, 20, -0.15, 0.65);
	const pixels = view.pixels();
	assert.equal(pixels.constructor, Uint8ClampedArray);
	assert.equal(pixels.length, 30 * 20 * 4);
	assert.ok(pixels.every((value, i) => i % 4 !== 3 || value === 255));
	assert.ok(new Set(pixels.filter((_, i) => i % 4 === 0)).size > 5);
	assert.deepEqual([...pixels.subarray(0, 4)], [0, 0, 255, 255]);

	let drawn;
	pkg.drawOn({ put: (data, width) => { drawn = [data.slice(), width, data.constructor]; } }, view);
	assert.deepEqual(drawn, [pixels, 30, Uint8ClampedArray]);
	view.width = 2;
	assert.equal(view.pixels().length, 2 * 20 * 4);
}
