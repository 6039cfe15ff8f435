// SPDX-License-Identifier: MIT OR Apache-2.0
// Calls with all bits: JavaScript has no v128, and makes one NaN of all. A module
// made for the signature takes arguments from its memory, and puts results there.

import { body, encode, i32Const } from './encode.mjs';
import { isBits } from './interface.mjs';

export const SLOT = 16;
const RESULTS = 32 << 10;

const LOAD = { i32: [0x28, 0], i64: [0x29, 0], f32: [0x2a, 0], f64: [0x2b, 0], v128: [0xfd, 0, 0] };
const STORE = { i32: [0x36, 0], i64: [0x37, 0], f32: [0x38, 0], f64: [0x39, 0], v128: [0xfd, 11, 0] };

const memory = new WebAssembly.Memory({ initial: 1 });
const table = new WebAssembly.Table({ element: 'anyfunc', initial: 1 });
const bytes = Buffer.from(memory.buffer);
const callers = new Map();

const shift = (instruction, offset) => [...instruction, ...encodeOffset(offset)];

function encodeOffset(offset) {
	const code = [];
	for (; offset > 0x7f; offset >>>= 7)
		code.push(offset & 0x7f | 0x80);
	return [...code, offset];
}

function callerOf(type) {
	const { params, results } = type;
	const code = [
		...params.flatMap((t, i) => [...i32Const(0), ...shift(LOAD[t], i * SLOT)]),
		...i32Const(0), 0x11, 0, 0,
		...results.map((_, i) => [0x21, ...encodeOffset(results.length - 1 - i)]).flat(),
		...results.flatMap((t, i) => [...i32Const(0), 0x20, ...encodeOffset(i),
			...shift(STORE[t], RESULTS + i * SLOT)]),
	];
	const module = new WebAssembly.Module(encode({
		types: [type, { params: [], results: [] }],
		imports: [['m', 'memory', [2, 0, 1]], ['m', 'table', [1, 0x70, 0, 1]]],
		functions: [1],
		exports: [['call', 0, 0]],
		bodies: [body(results, code)],
	}));
	return new WebAssembly.Instance(module, { m: { memory, table } }).exports.call;
}

/** Whether callBits() can call a function of the type. */
export const hasBits = (type) => Boolean(type?.plain) &&
	[...type.params, ...type.results].every(isBits) &&
	Math.max(type.params.length, type.results.length) * SLOT < RESULTS;

/**
 * Calls an exported function with arguments of SLOT bytes each. Returns its
 * results in the same way, one after the other; what is beyond a result is 0.
 */
export function callBits(type, callee, args) {
	const key = `${type.params}>${type.results}`;
	if (!callers.has(key))
		callers.set(key, callerOf(type));
	args.forEach((arg, i) => bytes.set(arg, i * SLOT));
	const end = RESULTS + type.results.length * SLOT;
	bytes.fill(0, RESULTS, end);
	table.set(0, callee);
	callers.get(key)();
	// what the callee called may have used the same place, but has returned since
	return Buffer.from(bytes.subarray(RESULTS, end));
}
