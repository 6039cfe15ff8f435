// SPDX-License-Identifier: MIT OR Apache-2.0
// C by Emscripten: compresses, with and without dictionaries.

import * as zstd from '@bokuweb/zstd-wasm';
import { numbers, prose } from '../lib/data.mjs';

await zstd.init();

const inputs = { empty: new Uint8Array(0), byte: new Uint8Array([9]), zeros: new Uint8Array(500_000), noise: numbers(5, 70_000), prose: prose(9000) };

export async function use(log) {
	for (const [name, input] of Object.entries(inputs)) {
		for (const level of [-5, 1, 3, 9, 19]) {
			const compressed = zstd.compress(input, level);
			log(`${name}, ${level}`, [compressed, zstd.decompress(compressed)]);
		}
	}
	const dictionary = prose(3000, 4);
	for (const level of [1, 7, 22]) {
		const compressed = zstd.compressUsingDict(zstd.createCCtx(), inputs.prose, dictionary, level);
		log(`dictionary, ${level}`, [compressed, zstd.decompressUsingDict(zstd.createDCtx(), compressed, dictionary)]);
		await log.try(`another dictionary, ${level}`, () =>
			zstd.decompressUsingDict(zstd.createDCtx(), compressed, prose(3000, 5)));
	}
	const large = prose(700_000);
	log('large', zstd.decompress(zstd.compress(large, 2)));
	const compressed = zstd.compress(inputs.prose);
	await log.error('cut off', () => zstd.decompress(compressed.subarray(0, 500)));
	await log.error('no zstd', () => zstd.decompress(prose(10)));
	compressed[200] ^= 255;
	await log.try('damaged', () => zstd.decompress(compressed));
	await log.try('level that there is not', () => zstd.compress(inputs.prose, 99));
	for (let i = 0; i < 30; i++)
		log(`piece ${i}`, zstd.compress(inputs.prose.subarray(i * 100, i * 311), i % 20));
}

export const masked = 'Its JavaScript frees its buffers after an error, and what that throws is what one sees.';

/** A context that there is not. */
export function kill() {
	zstd.compressUsingDict(-64, inputs.prose, new Uint8Array(9), 3);
}
