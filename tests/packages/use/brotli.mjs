// SPDX-License-Identifier: MIT OR Apache-2.0
// Rust by an old wasm-bindgen: compresses, in one go and by streams.

import { createRequire } from 'node:module';
import { brotliDecompressSync } from 'node:zlib';
import { numbers, prose } from '../lib/data.mjs';

// The package's file for browsers fetches its module; this is the one for Node.
const brotli = createRequire(import.meta.url)('brotli-wasm');

const inputs = {
	empty: new Uint8Array(0),
	byte: new Uint8Array([65]),
	zeros: new Uint8Array(300_000),
	noise: numbers(1, 100_000),
	prose: prose(5000),
};

function streamed(input, quality, chunk) {
	const stream = new brotli.CompressStream(quality);
	const parts = [], codes = [];
	const feed = (bytes, size) => {
		const { code, buf, input_offset } = stream.compress(bytes, size);
		codes.push([code, buf.length, input_offset]);
		parts.push(buf);
		return { code, input_offset };
	};
	for (let at = 0; at < input.length;) {
		const { input_offset } = feed(input.subarray(at, at + chunk), 1000);
		at += input_offset;
	}
	while (feed(undefined, 777).code === brotli.BrotliStreamResultCode.NeedsMoreOutput);
	const total = stream.total_out();
	stream.free();
	return { codes, total, bytes: Buffer.concat(parts) };
}

function unstreamed(input) {
	const stream = new brotli.DecompressStream();
	const parts = [];
	for (let at = 0, code; code !== brotli.BrotliStreamResultCode.ResultSuccess;) {
		const result = stream.decompress(input.subarray(at, at + 500), 1500);
		({ code } = result);
		at += result.input_offset;
		parts.push(result.buf);
	}
	stream.free();
	return Buffer.concat(parts);
}

export async function use(log) {
	for (const [name, input] of Object.entries(inputs)) {
		for (const quality of [0, 4, 9, 11])
			log(`${name}, ${quality}`, brotli.compress(input, { quality }));
		const compressed = brotli.compress(input);
		log(`${name} again`, brotli.decompress(compressed));
		log(`${name} in Node`, brotliDecompressSync(compressed));
	}
	for (const [quality, chunk] of [[1, 100], [5, 10_000], [11, 3000]]) {
		const { codes, total, bytes } = streamed(inputs.prose, quality, chunk);
		log(`stream of ${chunk}, ${quality}`, [codes, total, bytes]);
		log(`stream of ${chunk} again`, unstreamed(bytes));
	}
	log('large', brotli.compress(prose(400_000), { quality: 3 }));
	await log.error('no brotli', () => brotli.decompress(prose(90)));
	await log.error('cut off', () => brotli.decompress(brotli.compress(inputs.prose).subarray(0, 100)));
	const stream = new brotli.DecompressStream();
	await log.error('stream without brotli', () => stream.decompress(prose(90), 100));
	stream.free();
	await log.error('after free()', () => stream.total_out());
}

export const masked = 'Its JavaScript gives its piece of the stack back in any case, and what that throws is what one sees.';


/** A real bug: it panics where it should refuse. */
export function kill() {
	brotli.compress(inputs.byte, { quality: 'best' });
}
