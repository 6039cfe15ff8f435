// SPDX-License-Identifier: MIT OR Apache-2.0
// Modules of any size: with so many exports, imports or functions, or so much data.

const PAGE = 65536;

function unsigned(value) {
	const bytes = [];
	do {
		bytes.push((value & 0x7f) | (value > 0x7f ? 0x80 : 0));
		value >>>= 7;
	} while (value > 0);
	return bytes;
}

/* A number that is not negative, as i32.const has it. */
function constant(value) {
	const bytes = unsigned(value);
	return bytes.at(-1) & 0x40 ? [...bytes.slice(0, -1), bytes.at(-1) | 0x80, 0] : bytes;
}

const text = (value) => [...unsigned(value.length), ...Buffer.from(value)];

/** A section of items that are lists of bytes; there may be a million of them. */
function section(id, items, rest = Buffer.alloc(0)) {
	const head = Buffer.from(unsigned(items.length));
	const body = Buffer.concat([head, ...items.map((item) => Uint8Array.from(item)), rest]);
	return Buffer.concat([Buffer.from([id, ...unsigned(body.length)]), body]);
}

const times = (count, item) => Array.from({ length: count }, (_, i) => item(i));

/* Calls the function in the middle of those before it, so that no chain is long. */
function body(i, imported) {
	const callee = imported > i ? i : imported + (i >> 1);
	const code = [0, 0x20, 0, 0x41, ...constant(i % 100_000), 0x6a,
		...(i > 0 || imported > 0 ? [0x10, ...unsigned(callee)] : []), 0x0b];
	return [...unsigned(code.length), ...code];
}

/**
 * The bytes of a module with a memory and a stack pointer, with functions that call
 * each other, the first of which call the imports, one each.
 */
export function generated({ functions = 1, exports = 1, imports = 0, data = 0 }) {
	const defined = Math.max(functions, exports, imports);
	const pages = Math.ceil((data + PAGE) / PAGE) + 1;
	const sections = [
		Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]),
		section(1, [[0x60, 1, 0x7f, 1, 0x7f]]),
		section(2, times(imports, (i) => [...text('env'), ...text(`import${i}`), 0, 0])),
		section(3, times(defined, () => [0])),
		section(5, [[0, ...unsigned(pages)]]),
		section(6, [[0x7f, 1, 0x41, ...constant(PAGE), 0x0b]]),
		section(7, [[...text('memory'), 2, 0],
			...times(exports, (i) => [...text(`export${i}`), 0, ...unsigned(imports + i)])]),
		section(10, times(defined, (i) => body(i, imports))),
	];
	if (data > 0) {
		const head = [1, 0, 0x41, ...constant(PAGE), 0x0b, ...unsigned(data)];
		const all = Buffer.concat([Buffer.from(head), Buffer.alloc(data, 'nothing but data ')]);
		sections.push(Buffer.from([11, ...unsigned(all.length)]), all);
	}
	return Buffer.concat(sections);
}
