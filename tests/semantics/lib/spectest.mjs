// SPDX-License-Identifier: MIT OR Apache-2.0
// The module `spectest` that the scripts import from.

import { encode } from './encode.mjs';
import { show } from './values.mjs';

const PRINTS = {
	print: [], print_i32: ['i32'], print_i64: ['i64'], print_f32: ['f32'], print_f64: ['f64'],
	print_i32_f32: ['i32', 'f32'], print_f64_f64: ['f64', 'f64'],
};

// Functions of JavaScript have no type, which linking would have to look at.
const names = Object.keys(PRINTS);
const printer = new WebAssembly.Module(encode({
	types: Object.values(PRINTS).map((params) => ({ params, results: [] })),
	imports: names.map((name, type) => ['log', name, [0, type]]),
	exports: names.map((name, index) => [name, 0, index]),
}));

// Numbers of an i64 are not what all engines take for a table.
function table64() {
	try {
		return new WebAssembly.Table({ initial: 10n, maximum: 20n, element: 'anyfunc', address: 'i64' });
	} catch {
		return undefined;
	}
}

/** A fresh one; what is printed becomes a line of `log`. */
export function spectest(log) {
	const prints = Object.fromEntries(names.map((name) =>
		[name, (...args) => void log.push(`${name}(${args.map(show)})`)]));
	return {
		...new WebAssembly.Instance(printer, { log: prints }).exports,
		global_i32: new WebAssembly.Global({ value: 'i32' }, 666),
		global_i64: new WebAssembly.Global({ value: 'i64' }, 666n),
		global_f32: new WebAssembly.Global({ value: 'f32' }, 666.6),
		global_f64: new WebAssembly.Global({ value: 'f64' }, 666.6),
		memory: new WebAssembly.Memory({ initial: 1, maximum: 2 }),
		shared_memory: new WebAssembly.Memory({ initial: 1, maximum: 2, shared: true }),
		table: new WebAssembly.Table({ initial: 10, maximum: 20, element: 'anyfunc' }),
		table64: table64(),
	};
}
