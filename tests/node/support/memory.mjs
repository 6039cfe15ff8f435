// SPDX-License-Identifier: MIT OR Apache-2.0
// Looks into the linear memory of a module that may not be asked any more.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';

/** Size and digest of all bytes. */
export function fingerprint(memory) {
	const bytes = new Uint8Array(memory.buffer);
	return `${bytes.length} ${createHash('sha256').update(bytes).digest('hex')}`;
}

/**
 * The index, in 32-bit words, of the counter that bump() moves and read()
 * returns: the one word that always is what read() says.
 */
export function findCounter(memory, bump, read) {
	let candidates;
	for (let round = 0; round < 8; round++) {
		for (let i = 0; i <= round; i++)
			bump();
		const value = read();
		const words = new Uint32Array(memory.buffer);
		if (!candidates) {
			candidates = [];
			words.forEach((word, i) => word === value && candidates.push(i));
		}
		candidates = candidates.filter((i) => words[i] === value);
	}
	assert.equal(candidates.length, 1, `found at ${candidates}`);
	return candidates[0];
}
