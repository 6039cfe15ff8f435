// SPDX-License-Identifier: MIT OR Apache-2.0
// The modules that are measured: how each is hosted, and what its first call is.

import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const PAGE = 65536;

/** What measure.mjs hands to every process: where things are. */
export const places = () => ({
	work: process.env.UP_BENCH_WORK,
	corpus: process.env.UP_BENCH_CORPUS,
});

/** Functions that nobody should need answer with zero. */
function stubs(module, own) {
	const imports = {};
	for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
		if (from === '__unpoison')
			continue;
		imports[from] ??= {};
		if (kind === 'function')
			imports[from][name] = own[name] ?? (() => 0);
	}
	return imports;
}

/** Emscripten's way to a larger memory: JavaScript grows it. */
const grower = (memoryOf) => ({
	emscripten_resize_heap(bytes) {
		const memory = memoryOf();
		const missing = (bytes >>> 0) - memory.buffer.byteLength;
		if (missing > 0)
			memory.grow(Math.ceil(missing / PAGE));
		return 1;
	},
});

function fill(memory, at, bytes) {
	new Uint8Array(memory.buffer, at >>> 0, bytes).fill(1);
}

/**
 * Each: {name, file, imports(module, host), begin(wasm), answer(wasm), use}.
 * `host` is {memory}: the module's, once it is there. `use` allocates so many
 * bytes with the module's own allocator and writes to them.
 */
export const CORPUS = [
	{
		name: 'harfbuzz',
		path: 'harfbuzzjs/dist/harfbuzz.wasm',
		bytes: 64 << 10, // as much as there is without growing
		imports: (module, host) => stubs(module, grower(() => host.memory)),
		begin: (wasm) => wasm.__wasm_call_ctors(),
		answer(wasm) {
			const buffer = wasm.hb_buffer_create();
			wasm.hb_buffer_destroy(buffer);
			return buffer !== 0;
		},
		use(wasm, host, bytes) {
			fill(host.memory, wasm.malloc(bytes), bytes);
		},
	},
	{
		name: 'resvg',
		path: '@resvg/resvg-wasm/index_bg.wasm',
		bytes: 512 << 10,
		imports: (module) => stubs(module, {}),
		begin() {},
		answer(wasm) {
			const block = wasm.__wbindgen_malloc(100, 1);
			wasm.__wbindgen_free(block, 100, 1);
			return block !== 0;
		},
		use(wasm, host, bytes) {
			fill(host.memory, wasm.__wbindgen_malloc(bytes, 1), bytes);
		},
	},
	{
		name: 'sqlite',
		path: '@sqlite.org/sqlite-wasm/sqlite-wasm/jswasm/sqlite3.wasm',
		bytes: 512 << 10,
		imports(module, host) {
			const imports = stubs(module, {
				...grower(() => host.memory),
				__syscall_openat: () => -2, // there are no files
			});
			host.memory = new WebAssembly.Memory({ initial: 128, maximum: 32768 });
			imports.env.memory = host.memory;
			return imports;
		},
		begin: (wasm) => wasm.__wasm_call_ctors(),
		answer(wasm, host) {
			// select 6 * 7, in a database of its own.
			const block = wasm.malloc(64) >>> 0;
			new Uint8Array(host.memory.buffer, block, 64)
				.set(Buffer.from(':memory:\0\0\0\0\0\0\0\0select 6*7\0'));
			const word = (at) => new DataView(host.memory.buffer).getUint32(at, true);
			if (wasm.sqlite3_open(block, block + 40) !== 0)
				return false;
			const database = word(block + 40);
			wasm.sqlite3_prepare_v2(database, block + 16, -1, block + 44, 0);
			const statement = word(block + 44);
			const row = wasm.sqlite3_step(statement) === 100;
			const value = wasm.sqlite3_column_int(statement, 0);
			wasm.sqlite3_finalize(statement);
			wasm.sqlite3_close_v2(database);
			wasm.free(block);
			return row && value === 42;
		},
		use(wasm, host, bytes) {
			fill(host.memory, wasm.malloc(bytes), bytes);
		},
	},
];

export const corpusFile = (entry) => path.join(places().corpus, entry.path);

/** The module as it came, compiled. */
export const compiled = (file) => new WebAssembly.Module(fs.readFileSync(file));

/** What unpoison made of it: {pkg, module}, not yet instantiated. */
export async function rewritten(name) {
	const dir = path.join(places().work, name);
	const pkg = await import(pathToFileURL(path.join(dir, 'mod.js')).href);
	return { pkg, module: compiled(path.join(dir, 'mod_bg.wasm')) };
}

/** The exports of the rewritten module without the glue: for measuring calls. */
export function rawExports(module, env) {
	const __unpoison = {};
	for (const { module: from, name } of WebAssembly.Module.imports(module)) {
		if (from === '__unpoison')
			__unpoison[name] = () => 0;
	}
	const { exports } = new WebAssembly.Instance(module, { env, __unpoison });
	exports.__unpoison_start?.();
	return exports;
}
