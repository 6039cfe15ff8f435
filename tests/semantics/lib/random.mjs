// SPDX-License-Identifier: MIT OR Apache-2.0
// Random numbers that a seed determines.

/** A function of numbers below `limit`: the well-known mulberry32. */
export function randomFrom(seed) {
	let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) >>> 0;
	const next = () => {
		state = state + 0x6d2b79f5 >>> 0;
		let t = Math.imul(state ^ state >>> 15, state | 1);
		t ^= t + Math.imul(t ^ t >>> 7, t | 61);
		return (t ^ t >>> 14) >>> 0;
	};
	const below = (limit) => next() % limit;
	return { below, oneIn: (n) => below(n) === 0, pick: (list) => list[below(list.length)] };
}
