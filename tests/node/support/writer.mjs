// SPDX-License-Identifier: MIT OR Apache-2.0
// Writes small modules byte by byte: for names that the text format cannot say, or
// that are no text at all.

import { writeU32 } from './wasm.mjs';

const VALTYPES = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c, funcref: 0x70, externref: 0x6f };
const KINDS = { func: 0, table: 1, memory: 2, global: 3 };

const flat = (...parts) => parts.flat(Infinity);

const vector = (items) => [writeU32(items.length), items];

/** A name: text, or bytes that need not be UTF-8. */
function name(text) {
	const bytes = [...(typeof text === 'string' ? Buffer.from(text) : text)];
	return [writeU32(bytes.length), bytes];
}

function sized(...parts) {
	const bytes = flat(parts);
	return [writeU32(bytes.length), bytes];
}

const section = (id, items) => items.length === 0 ? [] : [id, sized(vector(items))];

// Types are written where they are used: engines do not mind that they repeat.
const signature = (type) => [0x60,
	vector(type.params.map((one) => VALTYPES[one])), vector(type.results.map((one) => VALTYPES[one]))];

// A table of one entry, a memory of one page, an i32 that cannot be changed.
const THINGS = { table: [0x70, 0, 1], memory: [0, 1], global: [0x7f, 0] };

/**
 * The bytes of a module.
 *
 * `imports` are functions: {module, name, params, results}.
 * `functions` have code: {params, results, code}, as bytes without the last `end`.
 * `exports` are {name, kind, index}: functions are counted behind the imported ones;
 * of all else there is one, if it is exported.
 */
export function writeModule({ imports = [], functions = [], exports = [] }) {
	const types = [...imports, ...functions].map(signature);
	const has = (kind) => exports.some((one) => one.kind === kind);
	return Uint8Array.from(flat(
		[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
		section(1, types),
		section(2, imports.map((one, i) => [name(one.module), name(one.name), KINDS.func, writeU32(i)])),
		section(3, functions.map((_, i) => writeU32(imports.length + i))),
		section(4, has('table') ? [THINGS.table] : []),
		section(5, has('memory') ? [THINGS.memory] : []),
		section(6, has('global') ? [[THINGS.global, 0x41, 42, 0x0b]] : []),
		section(7, exports.map((one) =>
			[name(one.name), KINDS[one.kind ?? 'func'], writeU32(one.index ?? 0)])),
		section(10, functions.map((one) => sized(0, one.code, 0x0b))),
	));
}

/** The bytes of a signed number that is small. */
function signed(value) {
	const bytes = [];
	for (;;) {
		const byte = value & 0x7f;
		value >>= 7;
		const done = value === 0 && !(byte & 0x40) || value === -1 && (byte & 0x40);
		bytes.push(done ? byte : byte | 0x80);
		if (done)
			return bytes;
	}
}

/** Code that calls a function with its parameters. */
export const call = (index, params) =>
	flat(params.map((_, i) => [0x20, writeU32(i)]), 0x10, writeU32(index));

/** Functions whose results tell which they are: with i, of each type in turn. */
const SHAPES = [
	(i) => ({ params: [], results: ['i32'], code: [0x41, signed(i)] }),
	(i) => ({ params: ['i32', 'i32'], results: ['i32'],
		code: [0x20, 0, 0x20, 1, 0x6b, 0x41, signed(i), 0x6a] }), // a - b + i
	(i) => ({ params: ['i64'], results: ['i64'], code: [0x20, 0, 0x42, signed(i), 0x7c] }), // a + i
];

/** A module that exports a function by each of these names, each of another result. */
export const exporting = (names, more = {}) => writeModule({
	...more,
	functions: names.map((_, i) => SHAPES[i % SHAPES.length](i)),
	exports: names.map((one, i) => ({ name: one, index: i + (more.imports?.length ?? 0) }))
		.concat(more.exports ?? []),
});

/** What such a function takes, as values and as TypeScript has their types. */
export const ARGUMENTS = [[], [7, 5], [9n]];
export const TYPES = ['number', 'number', 'bigint'];
