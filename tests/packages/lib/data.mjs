// SPDX-License-Identifier: MIT OR Apache-2.0
// Inputs of any size, the same in each run.

/** @count bytes without order. */
export function numbers(seed, count) {
	const bytes = new Uint8Array(count);
	let state = seed;
	for (let i = 0; i < count; i++) {
		state = (Math.imul(state, 1103515245) + 12345) >>> 0;
		bytes[i] = state >>> 17;
	}
	return bytes;
}

const WORDS = 'state module call table memory value error result wild pointer löst größer наш 名前 the of and a to in'.split(' ');

/** About @count words, as text. */
export function words(count, seed = 3) {
	const order = numbers(seed, count);
	return Array.from(order, (at, i) => WORDS[at % WORDS.length] + (i % 11 ? '' : '.')).join(' ');
}

export const prose = (count, seed) => new TextEncoder().encode(words(count, seed));
