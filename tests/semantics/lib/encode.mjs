// SPDX-License-Identifier: MIT OR Apache-2.0
// Small modules, as bytes, without any other program.

import { writeU32 } from '../../node/support/wasm.mjs';

export const CODES = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c, v128: 0x7b,
	funcref: 0x70, externref: 0x6f };

const text = (string) => {
	const bytes = Buffer.from(string);
	return [...writeU32(bytes.length), ...bytes];
};

export const list = (items) => [...writeU32(items.length), ...items.flat()];

const section = (id, items) => {
	if (items.length === 0)
		return [];
	const body = list(items);
	return [id, ...writeU32(body.length), ...body];
};

export const functionType = ({ params, results }) => [0x60,
	...list(params.map((type) => [CODES[type]])), ...list(results.map((type) => [CODES[type]]))];

/** [module, name, what comes behind them] */
export const imported = ([module, name, kind]) => [...text(module), ...text(name), ...kind];

/** [name, kind, index] */
const exported = ([name, kind, index]) => [...text(name), kind, ...writeU32(index)];

/** A function's body: its locals by their types, and its code. */
export function body(locals, code) {
	const bytes = [...list(locals.map((type) => [1, CODES[type]])), ...code, 0x0b];
	return [...writeU32(bytes.length), ...bytes];
}

/** i32.const of what is not negative. */
export function i32Const(value) {
	const bytes = writeU32(value);
	// the sign is the second highest bit of the last byte
	if (bytes.at(-1) & 0x40)
		bytes.splice(-1, 1, bytes.at(-1) | 0x80, 0);
	return [0x41, ...bytes];
}

export const encode = ({ types = [], imports = [], functions = [], exports = [], bodies = [] }) =>
	Uint8Array.from([
		0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
		...section(1, types.map(functionType)),
		...section(2, imports.map(imported)),
		...section(3, functions.map((type) => writeU32(type))),
		...section(7, exports.map(exported)),
		...section(10, bodies),
	]);
