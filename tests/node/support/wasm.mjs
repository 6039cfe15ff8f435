// SPDX-License-Identifier: MIT OR Apache-2.0
// The sections of a module: a second, independent opinion on what is in one.

const decoder = new TextDecoder('utf8', { fatal: true });

function readU32(bytes, at) {
	let value = 0;
	for (let shift = 0; ; shift += 7) {
		const byte = bytes[at++];
		value |= (byte & 0x7f) << shift;
		if (byte < 0x80)
			return [value >>> 0, at];
	}
}

export function writeU32(value) {
	const bytes = [];
	do {
		bytes.push(value > 0x7f ? value & 0x7f | 0x80 : value);
		value >>>= 7;
	} while (value);
	return bytes;
}

/** [{id, name, offset, end, payload}]; `name` and `payload` as a custom section has. */
export function sections(bytes) {
	const found = [];
	let at = 8;
	while (at < bytes.length) {
		const offset = at;
		const id = bytes[at++];
		let size;
		[size, at] = readU32(bytes, at);
		const end = at + size;
		let name;
		if (id === 0) {
			let length;
			[length, at] = readU32(bytes, at);
			name = decoder.decode(bytes.subarray(at, at + length));
			at += length;
		}
		found.push({ id, name, offset, end, payload: bytes.subarray(at, end) });
		at = end;
	}
	return found;
}

/** The payloads of the custom sections with this name. */
export const customs = (bytes, name) => sections(bytes)
	.filter((section) => section.id === 0 && section.name === name)
	.map((section) => Buffer.from(section.payload));

/** The module with a custom section at its end. */
export function withCustom(bytes, name, payload) {
	const text = [...Buffer.from(name)];
	const body = [...writeU32(text.length), ...text, ...payload];
	return Buffer.concat([bytes, Buffer.from([0, ...writeU32(body.length), ...body])]);
}

/** The module without its custom sections. */
export const withoutCustoms = (bytes) => Buffer.concat([bytes.subarray(0, 8),
	...sections(bytes).filter(({ id }) => id !== 0)
		.map(({ offset, end }) => bytes.subarray(offset, end))]);

/**
 * wabt 1.0.32 writes the names of tags into the subsection of field names, 10;
 * theirs is 11.
 */
export function withTagNames(bytes) {
	const fixed = Buffer.from(bytes);
	for (const { name, payload } of sections(fixed).filter(({ id }) => id === 0)) {
		let at = 0;
		while (name === 'name' && at < payload.length) {
			if (payload[at] === 10)
				payload[at] = 11;
			const [size, start] = readU32(payload, at + 1);
			at = start + size;
		}
	}
	return fixed;
}

/** The names of functions that the name section has. */
export function functionNames(bytes) {
	const names = new Map();
	for (const payload of customs(bytes, 'name')) {
		let at = 0;
		while (at < payload.length) {
			const kind = payload[at++];
			let size;
			[size, at] = readU32(payload, at);
			const end = at + size;
			let count = 0;
			if (kind === 1)
				[count, at] = readU32(payload, at);
			while (count--) {
				let index;
				let length;
				[index, at] = readU32(payload, at);
				[length, at] = readU32(payload, at);
				names.set(index, decoder.decode(payload.subarray(at, at + length)));
				at += length;
			}
			at = end;
		}
	}
	return names;
}

/** {field: [[name, version], …]} of the producers section. */
export function producers(bytes) {
	const fields = {};
	for (const payload of customs(bytes, 'producers')) {
		let at = 0;
		const number = () => {
			let value;
			[value, at] = readU32(payload, at);
			return value;
		};
		const text = () => {
			const length = number();
			at += length;
			return decoder.decode(payload.subarray(at - length, at));
		};
		for (let left = number(); left > 0; left--) {
			const field = text();
			fields[field] = Array.from({ length: number() }, () => [text(), text()]);
		}
	}
	return fields;
}

/** ['+feature', …] of the target_features section. */
export function targetFeatures(bytes) {
	const features = [];
	for (const payload of customs(bytes, 'target_features')) {
		let at;
		let count;
		[count, at] = readU32(payload, 0);
		while (count--) {
			const prefix = String.fromCharCode(payload[at++]);
			let length;
			[length, at] = readU32(payload, at);
			features.push(prefix + decoder.decode(payload.subarray(at, at + length)));
			at += length;
		}
	}
	return features;
}

/** The size of each function body, in the order of the code. */
export function bodySizes(bytes) {
	const code = sections(bytes).find(({ id }) => id === 10)?.payload;
	let [count, at] = code ? readU32(code, 0) : [0, 0];
	const sizes = [];
	for (; count > 0; count--) {
		const [size, start] = readU32(code, at);
		sizes.push(size);
		at = start + size;
	}
	return sizes;
}

/** How many functions are imported. */
export function importedFunctions(bytes) {
	const imports = sections(bytes).find(({ id }) => id === 2)?.payload;
	let [count, at] = imports ? readU32(imports, 0) : [0, 0];
	let functions = 0;
	const u32 = () => {
		const [value, next] = readU32(imports, at);
		at = next;
		return value;
	};
	const name = () => {
		const size = u32();
		at += size;
	};
	const type = () => imports[at++] === 0x63 || imports[at - 1] === 0x64 ? u32() : 0;
	const limits = () => {
		const flags = u32();
		u32();
		if (flags & 1)
			u32();
	};
	// Of each kind, what stands behind it.
	const skip = [() => (u32(), functions++), () => (type(), limits()), limits, () => (type(), at++),
		() => (at++, u32())];
	for (; count > 0; count--) {
		name();
		name();
		skip[imports[at++]]();
	}
	return functions;
}

/** The functions that are exported, in their order: {name, index}. */
export function exportedFunctions(bytes) {
	const exports = sections(bytes).find(({ id }) => id === 7)?.payload;
	let [count, at] = exports ? readU32(exports, 0) : [0, 0];
	const found = [];
	for (; count > 0; count--) {
		const [size, start] = readU32(exports, at);
		const name = decoder.decode(exports.subarray(start, start + size));
		const kind = exports[start + size];
		const [index, next] = readU32(exports, start + size + 1);
		if (kind === 0)
			found.push({ name, index });
		at = next;
	}
	return found;
}
