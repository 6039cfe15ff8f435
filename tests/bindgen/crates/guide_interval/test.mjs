// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

globalThis.requestAnimationFrame = (f) => setTimeout(f, 1);

export default async function ({ pkg, pause }) {
	const seen = [];
	const clock = await new Promise((resolve) => {
		const clock = new pkg.Clock(1, (tick) => {
			seen.push(tick);
			if (tick === 3)
				resolve(clock);
		});
	});
	clock.free();
	assert.deepEqual(seen.slice(0, 3), [1, 2, 3]);
	const then = seen.length;
	await pause(10);
	assert.equal(seen.length, then);

	const frames = [];
	await new Promise((resolve) => pkg.frames(4, (frame) => {
		frames.push(frame);
		if (frame === 4)
			resolve();
	}));
	await pause(5);
	assert.deepEqual(frames, [1, 2, 3, 4]);
}
