// SPDX-License-Identifier: MIT OR Apache-2.0
// AssemblyScript, inlined as bytes: SHA-256, alone and four at a time.

import { createHash } from 'node:crypto';
import * as sha from '@chainsafe/as-sha256';
import { numbers } from '../lib/data.mjs';

const hex = (bytes) => Buffer.from(bytes).toString('hex');

function streamed(lengths) {
	const hasher = new sha.SHA256().init();
	lengths.forEach((length, i) => hasher.update(numbers(i, length)));
	return hex(hasher.final());
}

function one(simd, log) {
	const name = simd ? 'SIMD' : 'plain';
	sha.reinitializeInstance(simd);
	for (const length of [0, 1, 31, 55, 56, 63, 64, 65, 127, 128, 511, 512, 513, 5000, 1_000_000]) {
		const input = numbers(length, length);
		log(`${name}: ${length}`, [hex(sha.digest(input)), createHash('sha256').update(input).digest('hex')]);
	}
	log(`${name}: streams`, [[1, 2, 3], [64, 64], [1000, 0, 24], [511, 513, 100_000]].map(streamed));
	log(`${name}: 2 of 32`, hex(sha.digest2Bytes32(numbers(1, 32), numbers(2, 32))));
	const objects = Array.from({ length: 8 }, (_, i) => sha.byteArrayToHashObject(numbers(i, 32), 0));
	log(`${name}: objects`, sha.digest64HashObjects(objects[0], objects[1]));
	log(`${name}: 4 inputs`, sha.batchHash4UintArray64s([5, 6, 7, 8].map((seed) => numbers(seed, 64))).map(hex));
	log(`${name}: 8 objects`, sha.batchHash4HashObjectInputs(objects));
	for (const blocks of [1, 3, 4, 9, 5000]) {
		const output = new Uint8Array(32 * blocks);
		sha.hashInto(numbers(blocks, 64 * blocks), output);
		log(`${name}: ${blocks} blocks`, output);
	}
}

export async function use(log) {
	for (const simd of [false, true])
		one(simd, log);
	await log.error('not 64', () => sha.digest64(numbers(1, 63)));
	await log.error('not 3', () => sha.batchHash4UintArray64s([]));
	await log.error('other length', () => sha.hashInto(numbers(1, 64), new Uint8Array(31)));
}

export const transient = true;

export function kill(exports) {
	exports.digest64(-64, -64);
}
