// SPDX-License-Identifier: MIT OR Apache-2.0
// The clock goes on by the same steps in each run, and random numbers repeat.

const START = Date.UTC(2024, 1, 29, 12, 30, 45);

function numbers(seed) {
	let state = seed;
	return () => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return state;
	};
}

/** For everything that asks the host from now on. @require: of a file. */
export function repeatable(require) {
	const random = numbers(7);
	let clock = 0;
	const now = () => START + (clock += 1);
	const Real = Date;

	globalThis.Date = class Date extends Real {
		constructor(...args) {
			super(...(args.length === 0 ? [now()] : args));
		}
		static now = now;
	};
	Math.random = () => random() / 2 ** 32;
	performance.now = () => (clock += 1);

	const fill = (view) => {
		const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
		for (let i = 0; i < bytes.length; i++)
			bytes[i] = random() >>> 24;
		return view;
	};
	const crypto = require('node:crypto');
	Crypto.prototype.getRandomValues = fill;
	crypto.randomFillSync = fill;
	crypto.randomBytes = (size) => fill(Buffer.alloc(size));
	globalThis.process.hrtime = Object.assign(() => [START / 1000, clock += 1],
		{ bigint: () => BigInt(START) * 1_000_000n + BigInt(clock += 1) });
}
