// SPDX-License-Identifier: MIT OR Apache-2.0
// What the modules that Binaryen makes for fuzzing import: functions that log, throw,
// and call back into the module.

import { encode, body } from './encode.mjs';
import { randomFrom } from './random.mjs';
import { hostObject, show } from './values.mjs';

const MAX_DEPTH = 3;

export const NESTED_FAILURE = 'a nested call failed';

class Thrown extends Error {
}

// A trap, which no module catches.
const { trap } = new WebAssembly.Instance(new WebAssembly.Module(encode({
	types: [{ params: [], results: [] }],
	functions: [0],
	exports: [['trap', 0, 0]],
	bodies: [body([], [0x00])],
}))).exports;

/**
 * One side's host. The same calls make the same things happen on each side. `exports`
 * tells what there is to call back, and to look into.
 */
export class Host {
	log = [];
	depth = 0;
	quiet = false; // do nothing but log
	exports = () => ({});

	/** @param seed for what imports do besides what their names say */
	constructor(seed, { functions, imports, module, throws }) {
		this.random = randomFrom(seed);
		this.functions = [...functions];
		this.throws = throws;
		this.tags = [];
		this.imports = this.#make(WebAssembly.Module.imports(module), imports);
	}

	#make(list, types) {
		const made = {};
		list.forEach(({ module, name, kind }, i) => {
			made[module] ??= {};
			made[module][name] = this.#import(name, kind, types[i]);
		});
		return made;
	}

	#import(name, kind, { type, mutable }) {
		if (kind === 'function')
			return (...args) => this.#call(name, type, args);
		if (kind === 'tag')
			return this.#tag(name, type);
		if (kind === 'global')
			return this.#global(type, mutable);
		throw new Error(`a ${kind} is imported: ${name}`);
	}

	#tag(name, { params }) {
		const js = name === 'jstag' && WebAssembly.JSTag;
		const tag = js || new WebAssembly.Tag({ parameters: params });
		this.tags.push(tag);
		return tag;
	}

	#global(type, mutable) {
		const values = { i32: 42, i64: 42n, f32: 42.5, f64: 42.5 };
		const value = values[type] ?? hostObject(9);
		return mutable ? new WebAssembly.Global({ value: type, mutable: true }, value) : value;
	}

	#call(name, type, args) {
		this.log.push(`${name}(${args.map(show)})`);
		if (this.quiet)
			return this.#result(undefined, type);
		if (this.depth < MAX_DEPTH && this.random.oneIn(16))
			this.#enter(() => this.#exported(this.random.below(1000)));
		if (this.throws && this.random.oneIn(40))
			throw new Thrown('an import throws');
		return this.#result(this.#known(name, args), type);
	}

	#result(value, { results }) {
		const zeros = this.#zeros(results);
		return value ?? (zeros.length > 1 ? zeros : zeros[0]);
	}

	#zeros(types) {
		return types.map((type) => type === 'i64' ? 0n : /ref/.test(type) ? null : 0);
	}

	#known(name, args) {
		switch (name) {
		case 'throw': throw this.#exception(args[0]);
		case 'table-get': return this.#entry(args[0]);
		case 'call-export': case 'call-export-catch': return this.#enter(() => this.#exported(args[0]));
		case 'call-ref': case 'call-ref-catch': return this.#enter(() => args[0]());
		case 'sleep': return args[1];
		default: return undefined;
		}
	}

	#exception(which) {
		const [tag] = this.tags;
		return which && tag && tag !== WebAssembly.JSTag ? new WebAssembly.Exception(tag, [which])
			: new Thrown(`thrown: ${which}`);
	}

	#entry(index) {
		const table = Object.values(this.exports()).find((value) => value instanceof WebAssembly.Table);
		const entry = table && typeof table.length === 'number' && table.get((index >>> 0) % (table.length || 1));
		return typeof entry === 'function' ? entry : null;
	}

	/*
	 * A call that fails inside of another one has to end that, too: an exception that
	 * leaves the module ends the rewritten one, and the original would go on.
	 */
	#enter(action) {
		if (this.depth >= MAX_DEPTH)
			return undefined;
		this.depth++;
		try {
			return void action();
		} catch {
			this.log.push(NESTED_FAILURE);
			return trap();
		} finally {
			this.depth--;
		}
	}

	#exported(index) {
		if (this.functions.length === 0)
			return undefined;
		const [name, { params }] = this.functions[(index >>> 0) % this.functions.length];
		return this.exports()[name](...this.#zeros(params));
	}
}
