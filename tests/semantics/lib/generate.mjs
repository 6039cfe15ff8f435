// SPDX-License-Identifier: MIT OR Apache-2.0
// Modules made by Binaryen of random bytes, and calls to make.

import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SLOT } from './call.mjs';
import { wasmOpt } from './paths.mjs';
import { randomFrom } from './random.mjs';
import { hostObject } from './values.mjs';

const enable = (...names) => names.map((name) => `--enable-${name}`);
const OLD = ['--mvp-features'];
const WIDE = [...OLD, ...enable('bulk-memory', 'sign-ext', 'mutable-globals', 'nontrapping-float-to-int', 'simd',
	'reference-types', 'multivalue', 'extended-const')];
const EXCEPTIONS = [...WIDE, ...enable('exception-handling')];
const NEW = [...EXCEPTIONS, ...enable('gc', 'tail-call', 'multimemory')];

const FEATURES = [OLD, WIDE, EXCEPTIONS, NEW, NEW, [...WIDE, ...enable('tail-call', 'multimemory')],
	[...WIDE, ...enable('gc')], EXCEPTIONS];

function randomBytes(random) {
	const bytes = Buffer.alloc(400 + random.below(random.oneIn(8) ? 12000 : 4000));
	for (let i = 0; i < bytes.length; i++)
		bytes[i] = random.below(256);
	return bytes;
}

/**
 * The module of a seed: {bytes, deterministic}. It is not deterministic when it may
 * see the bits of a NaN that it has computed.
 */
export function generate(seed, work) {
	const random = randomFrom(seed);
	const base = join(work, `seed-${process.pid}`);
	const deterministic = !random.oneIn(3);
	const args = [`${base}.in`, '-o', `${base}.wasm`, '--translate-to-fuzz', ...FEATURES[seed % FEATURES.length],
		...random.oneIn(2) ? ['--fuzz-passes'] : [], ...random.oneIn(4) ? ['--no-fuzz-oob'] : [],
		...deterministic ? ['--denan'] : [],
		// Binaryen mixes the dialects, which engines do not take
		...random.oneIn(4) ? [] : ['--translate-to-exnref']];
	writeFileSync(`${base}.in`, randomBytes(random));
	const run = spawnSync(wasmOpt, args, { encoding: 'utf8', timeout: 60_000 });
	if (run.error || run.status !== 0)
		throw new Error(`wasm-opt made no module: ${run.error ?? run.signal ?? run.stderr}`);
	return { bytes: readFileSync(`${base}.wasm`), deterministic };
}

const INTERESTING = [0n, 1n, 2n, 7n, 8n, 16n, 100n, 255n, 65535n, 65536n, 0x7fffffffn, 0x80000000n,
	0xffffffffn, 0x3f800000n, 0x7fc00000n, 0x7f800000n, 0x7fffffffffffffffn, 0x8000000000000000n,
	0xffffffffffffffffn, 0x3ff0000000000000n, 0x7ff8000000000000n];

function randomArgument(type, random) {
	const bits = Buffer.alloc(SLOT);
	for (let at = 0; at < SLOT; at += 8) {
		const value = random.oneIn(3) ? BigInt(random.below(2 ** 32)) << BigInt(random.below(33))
			: random.pick(INTERESTING);
		bits.writeBigUInt64LE(BigInt.asUintN(64, value), at);
	}
	switch (type) {
	case 'i32': return { bits, value: bits.readInt32LE() };
	case 'i64': return { bits, value: bits.readBigInt64LE() };
	case 'f32': return { bits, value: bits.readFloatLE() };
	case 'f64': return { bits, value: bits.readDoubleLE() };
	case 'externref': return { value: random.oneIn(3) ? null : hostObject(random.below(4)) };
	default: return { value: random.oneIn(2) ? null : random.below(100) };
	}
}

/** Calls of exported functions: {name, bits, values}; `reset` asks for a fresh state. */
export function randomCalls(functions, random, count) {
	const names = [...functions.keys()];
	return Array.from({ length: names.length ? count : 0 }, () => {
		const name = random.pick(names);
		const args = functions.get(name).params.map((type) => randomArgument(type, random));
		return {
			name, reset: random.oneIn(12),
			bits: args.every(({ bits }) => bits) && args.map(({ bits }) => bits),
			values: args.map(({ value }) => value),
		};
	});
}
