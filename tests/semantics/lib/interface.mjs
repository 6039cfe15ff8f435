// SPDX-License-Identifier: MIT OR Apache-2.0
// The types of a module's exported functions, which JavaScript does not tell.

const NAMES = {
	0x7f: 'i32', 0x7e: 'i64', 0x7d: 'f32', 0x7c: 'f64', 0x7b: 'v128',
	0x70: 'funcref', 0x6f: 'externref', 0x69: 'exnref', 0x74: 'nullexnref',
};
const FUNC = 0x60, STRUCT = 0x5f, ARRAY = 0x5e;
const SUB = 0x50, SUB_FINAL = 0x4f, REC = 0x4e;
const REF_NULL = 0x63, REF = 0x64, SHARED = 0x65, EXACT = 0x62;
const DESCRIBES = 0x4c, DESCRIPTOR = 0x4d;

/** Whether a value of the type is bits, and nothing else. */
export const isBits = (type) => /^[if](32|64)$|^v128$/.test(type);

class Reader {
	constructor(bytes) {
		this.bytes = bytes;
		this.at = 0;
	}

	byte() {
		if (this.at >= this.bytes.length)
			throw new RangeError('the module ends too early');
		return this.bytes[this.at++];
	}

	/** An unsigned LEB128, or the bits of a signed one. */
	number() {
		let value = 0;
		for (let scale = 1; ; scale *= 128) {
			const byte = this.byte();
			value += (byte & 0x7f) * scale;
			if (byte < 0x80)
				return value;
		}
	}

	name() {
		const size = this.number();
		this.at += size;
		return Buffer.from(this.bytes.subarray(this.at - size, this.at)).toString();
	}

	list(read) {
		return Array.from({ length: this.number() }, read, this);
	}

	type() {
		const code = this.byte();
		if (code !== REF_NULL && code !== REF)
			return NAMES[code] ?? `ref ${code}`;
		this.heapType();
		return 'ref';
	}

	heapType() {
		const next = this.bytes[this.at];
		if (next === SHARED || next === EXACT)
			this.at++;
		this.number();
	}

	field() {
		const code = this.bytes[this.at];
		if (code === 0x78 || code === 0x77) // packed
			this.at++;
		else
			this.type();
		this.byte();
	}

	/** {params, results} of a function type; undefined for others. */
	composite(code = this.byte()) {
		while (code === SHARED || code === DESCRIBES || code === DESCRIPTOR) {
			if (code !== SHARED)
				this.number();
			code = this.byte();
		}
		if (code === FUNC)
			return { params: this.list(this.type), results: this.list(this.type) };
		if (code === STRUCT)
			this.list(this.field);
		else if (code === ARRAY)
			this.field();
		else
			throw new RangeError(`a type of the unknown form ${code}`);
		return undefined;
	}

	/** A type, and whether it is the plain one of its form, equal to all such. */
	subType(alone) {
		const code = this.byte();
		if (code !== SUB && code !== SUB_FINAL)
			return { ...this.composite(code), plain: alone };
		const supers = this.list(this.number);
		const type = this.composite();
		return { ...type, plain: alone && code === SUB_FINAL && supers.length === 0 };
	}

	types() {
		return this.list(() => {
			if (this.bytes[this.at] !== REC)
				return [this.subType(true)];
			this.at++;
			const size = this.bytes[this.at];
			return this.list(() => this.subType(size === 1));
		}).flat();
	}

	limits() {
		const flags = this.byte();
		this.number();
		if (flags & 1)
			this.number();
		if (flags & 8) // a page size
			this.number();
	}

	/** {kind, type}: of a function or tag an index, of a global its type. */
	imported() {
		this.name();
		this.name();
		const kind = this.byte();
		switch (kind) {
		case 0: case 0x20: return { kind: 0, type: this.number() };
		case 1: this.type(); return { kind, limits: this.limits() };
		case 2: return { kind, limits: this.limits() };
		case 3: return { kind, type: this.type(), mutable: this.byte() };
		case 4: this.byte(); return { kind, type: this.number() };
		default: throw new RangeError(`an import of the unknown kind ${kind}`);
		}
	}
}

/** {functions, imports}: types of exported functions by name, and of all imports. */
export function interfaceOf(bytes) {
	const reader = new Reader(bytes);
	let types = [], imports = [], functions = [], exported = [];
	reader.at = 8;
	while (reader.at < bytes.length) {
		const id = reader.byte();
		const end = reader.number() + reader.at;
		if (id === 1)
			types = reader.types();
		else if (id === 2)
			imports = reader.list(reader.imported);
		else if (id === 3)
			functions = reader.list(reader.number);
		else if (id === 7)
			exported = reader.list(() => [reader.name(), reader.byte(), reader.number()]);
		reader.at = end;
	}
	const indices = imports.filter(({ kind }) => kind === 0).map(({ type }) => type).concat(functions);
	const typed = (entry) => entry.kind === 0 || entry.kind === 4 ? { ...entry, type: types[entry.type] } : entry;
	return {
		functions: new Map(exported.filter(([, kind]) => kind === 0)
			.map(([name, , index]) => [name, types[indices[index]]])),
		imports: imports.map(typed),
	};
}

/**
 * A map from the name of each exported function to its type: {params, results,
 * plain}. `plain` types alone can be said again in another module.
 */
export const functionTypes = (bytes) => interfaceOf(bytes).functions;
