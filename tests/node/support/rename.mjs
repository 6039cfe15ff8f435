// SPDX-License-Identifier: MIT OR Apache-2.0
// Gives things in a finished module other names: those that its bindings have for
// them, which no compiler looks at any more, and those of its exports.

import { sections, writeU32 } from './wasm.mjs';

const SECTION = '__wasm_bindgen_unstable';

const encoded = (text) => {
	const bytes = Buffer.from(text);
	return Buffer.concat([Buffer.from(writeU32(bytes.length)), bytes]);
};

/** Every text `from`, with its length before it, becomes `to`. */
function replaced(bytes, from, to) {
	const wanted = encoded(from);
	const parts = [];
	let start = 0;
	for (let at; (at = bytes.indexOf(wanted, start)) >= 0; start = at + wanted.length)
		parts.push(bytes.subarray(start, at), encoded(to));
	return { bytes: Buffer.concat([...parts, bytes.subarray(start)]), found: parts.length > 0 };
}

function section(id, payload) {
	return Buffer.concat([Buffer.from([id, ...writeU32(payload.length)]), payload]);
}

/** The section is a row of texts, each behind its length of four bytes. */
function withTexts(payload, names) {
	const parts = [];
	const missing = new Set(Object.keys(names));
	for (let at = 0; at < payload.length;) {
		const size = payload.readUInt32LE(at);
		let text = payload.subarray(at + 4, at + 4 + size);
		at += 4 + size;
		for (const [from, to] of Object.entries(names)) {
			const { bytes, found } = replaced(text, from, to);
			text = bytes;
			if (found)
				missing.delete(from);
		}
		const length = Buffer.alloc(4);
		length.writeUInt32LE(text.length);
		parts.push(length, text);
	}
	if (missing.size > 0)
		throw new Error(`the bindings have no ${[...missing].join(', ')}`);
	return Buffer.concat([encoded(SECTION), ...parts]);
}

/**
 * The module with other names: `names` {old: new} are whole texts of its bindings;
 * `exports` is a function from old to new.
 */
export function withNames(module, names, exports = (name) => name) {
	const parts = [module.subarray(0, 8)];
	for (const { id, name, offset, end, payload } of sections(module)) {
		if (id === 0 && name === SECTION)
			parts.push(section(0, withTexts(Buffer.from(payload), names)));
		else if (id === 7)
			parts.push(section(7, withExports(Buffer.from(payload), exports)));
		else
			parts.push(module.subarray(offset, end));
	}
	return Buffer.concat(parts);
}

function withExports(payload, exports) {
	let at = 0;
	const number = () => {
		let value = 0;
		for (let shift = 0, byte = 0x80; byte & 0x80; shift += 7) {
			byte = payload[at++];
			value |= (byte & 0x7f) << shift;
		}
		return value;
	};
	const count = number();
	const parts = [Buffer.from(writeU32(count))];
	for (let i = 0; i < count; i++) {
		const size = number();
		const name = payload.subarray(at, at += size).toString();
		const kind = payload[at++];
		parts.push(encoded(exports(name)), Buffer.from([kind, ...writeU32(number())]));
	}
	return Buffer.concat(parts);
}
