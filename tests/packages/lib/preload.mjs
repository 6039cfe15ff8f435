// SPDX-License-Identifier: MIT OR Apache-2.0
// Before anything of a package runs: who compiles a module gets another one in its
// place, known by its digest. What was compiled, and what instances there are, is
// taken down. The clock and random numbers are the same in each run.
//
// It is loaded into workers and child processes of a package as well.

import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { repeatable } from './repeatable.mjs';

const { modules, seen } = JSON.parse(process.env.UNPOISON_PACKAGES);
const { Module, Instance, compile, instantiate } = WebAssembly;
const digests = new WeakMap();

/** [{exports, memory, module}], in the order in which they came to be. */
const live = [];
globalThis[Symbol.for('unpoison.packages')] = { live };

const isBytes = (source) => ArrayBuffer.isView(source) || source instanceof ArrayBuffer ||
	source instanceof SharedArrayBuffer;
const bytesOf = (source) => ArrayBuffer.isView(source)
	? Buffer.from(source.buffer, source.byteOffset, source.byteLength) : Buffer.from(source);

// What Emscripten's JavaScript assembles while it runs, around a function of JavaScript,
// is less than this, and nobody could rewrite it beforehand.
const ADAPTER = 256;

// Node reads CommonJS by a module too; that is not the package's.
const isOfNode = () => /^ +at .*\(?node:internal\//.test(new Error().stack.split('\n')[3] ?? '');

/* The bytes to compile in the place of @source, and the digest of those. */
function replacement(source) {
	const bytes = bytesOf(source);
	const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
	const file = modules?.[digest];
	if (!modules && !existsSync(join(seen, `${digest}.wasm`)))
		writeFileSync(join(seen, `${digest}.wasm`), bytes);
	// One write, so that processes do not mix their lines.
	appendFileSync(join(seen, 'compiled'), `${digest} ${file ? 'replaced' : 'original'}\n`);
	return { digest, bytes: file ? readFileSync(file) : source };
}

function noteModule(module, digest) {
	digests.set(module, digest);
	return module;
}

/* Nothing else of the imports is looked at: they may be proxies that take it down. */
function memoryOf({ exports }, module, imports) {
	const imported = Module.imports(module).find(({ kind }) => kind === 'memory');
	return imported ? imports[imported.module][imported.name]
		: Object.values(exports).find((value) => value instanceof WebAssembly.Memory);
}

function noteInstance(instance, module, imports) {
	if (digests.has(module))
		live.push({ exports: instance.exports, memory: memoryOf(instance, module, imports), module: digests.get(module) });
	return instance;
}

WebAssembly.Module = new Proxy(Module, {
	construct(target, [source, ...more], newTarget) {
		if (!isBytes(source) || source.byteLength < ADAPTER || isOfNode())
			return Reflect.construct(target, [source, ...more], newTarget);
		const { digest, bytes } = replacement(source);
		return noteModule(Reflect.construct(target, [bytes, ...more], newTarget), digest);
	},
});

WebAssembly.Instance = new Proxy(Instance, {
	construct(target, [module, imports], newTarget) {
		return noteInstance(Reflect.construct(target, [module, imports], newTarget), module, imports);
	},
});

WebAssembly.compile = async (source, ...more) => {
	if (!isBytes(source) || source.byteLength < ADAPTER)
		return compile(source, ...more);
	const { digest, bytes } = replacement(source);
	return noteModule(await compile(bytes, ...more), digest);
};

WebAssembly.instantiate = async (source, imports, ...more) => {
	if (source instanceof Module)
		return noteInstance(await instantiate(source, imports, ...more), source, imports);
	if (!isBytes(source))
		return instantiate(source, imports, ...more);
	const module = await WebAssembly.compile(source, ...more);
	return { module, instance: noteInstance(await instantiate(module, imports), module, imports) };
};

WebAssembly.compileStreaming = async (response, ...more) =>
	WebAssembly.compile(await (await response).arrayBuffer(), ...more);
WebAssembly.instantiateStreaming = async (response, imports, ...more) =>
	WebAssembly.instantiate(await (await response).arrayBuffer(), imports, ...more);

repeatable(createRequire(import.meta.url));
