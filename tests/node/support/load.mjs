// SPDX-License-Identifier: MIT OR Apache-2.0
// Loads what the tool wrote, the way a program of each target would.

import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import vm from 'node:vm';
import { engineHas } from './engine.mjs';
import { freshDir, rewriteOk } from './tool.mjs';

const require = createRequire(import.meta.url);

/** Every target, and what an engine needs to load it without a bundler. */
export const TARGETS = {
	nodejs: [],
	web: [],
	bundler: ['wasmImport'],
	module: ['sourceImport'],
	deno: [],
	'no-modules': [],
	workers: [],
};

/** Whether initSync() has to be given the module. */
export const wantsBytes = (target) => target === 'web' || target === 'no-modules';

export const targetRuns = (target) => TARGETS[target].every((need) => engineHas[need]);

// Deno's fetch() knows file: URLs; here it is to be taught. The other targets must
// not need that.
async function importInDeno(url) {
	const { fetch } = globalThis;
	globalThis.fetch = async (address) =>
		new Response(fs.readFileSync(new URL(address)), { headers: { 'Content-Type': 'application/wasm' } });
	try {
		return await import(url);
	} finally {
		globalThis.fetch = fetch;
	}
}

/** Runs a file as a classic script; returns what it sets the variable to. */
export function runScript(file, global = 'wasm_bindgen') {
	vm.runInThisContext(fs.readFileSync(file, 'utf8'), { filename: file });
	const value = globalThis[global];
	globalThis[global] = undefined;
	return value;
}

// Cloudflare's runtime gives modules for files of wasm, and classes to extend. The
// real one has its own tests.
async function importInWorker(file) {
	const stub = (text) => `"data:text/javascript,${encodeURIComponent(text)}"`;
	const text = fs.readFileSync(file, 'utf8')
		.replace("'cloudflare:workers'", stub(`
			class Base { constructor(ctx, env) { Object.assign(this, { ctx, env }); } }
			export class DurableObject extends Base {}
			export class WorkerEntrypoint extends Base {}`))
		.replace(/^import wasmModule from '(.*?)';\n/ms, (line, url) => `import wasmModule from ${stub(`
			import fs from 'node:fs';
			const url = new URL('${url}', ${JSON.stringify(pathToFileURL(file).href)});
			export default new WebAssembly.Module(fs.readFileSync(url));`)};\n`);
	fs.writeFileSync(file, text);
	const pkg = await import(pathToFileURL(file).href);
	// A Worker recovers by itself; what is tested here is what all targets do.
	if (text.includes("set_recovery_policy({ mode: 'reset' })"))
		pkg.set_recovery_policy({ mode: 'throw' });
	return pkg;
}

const openers = {
	nodejs: (file) => require(file),
	deno: (file) => importInDeno(pathToFileURL(file).href),
	'no-modules': (file) => runScript(file),
	workers: (file) => importInWorker(file),
};

const openAny = (file) => import(pathToFileURL(file).href);

/**
 * The package as it is after import: nothing is shared with other loads. Each
 * load has a copy of its own, as engines keep a module for its address.
 */
export async function open(dir, name, target) {
	const copy = freshDir(target);
	fs.cpSync(dir, copy, { recursive: true });
	const type = target === 'nodejs' ? 'commonjs' : 'module';
	fs.writeFileSync(path.join(copy, 'package.json'), JSON.stringify({ type }));
	const file = path.join(copy, `${name}.js`);
	const pkg = await (openers[target] ?? openAny)(file);
	return { pkg, dir: copy, wasm: path.join(copy, `${name}_bg.wasm`) };
}

/** The package, instantiated. */
export async function load(dir, name, target, imports) {
	const { pkg, wasm } = await open(dir, name, target);
	if (wantsBytes(target))
		pkg.initSync({ module: fs.readFileSync(wasm), imports });
	else if (imports)
		pkg.initSync({ imports });
	return pkg;
}

/** Rewrites and loads in one step. */
export async function loaded(input, { flags = [], target = 'web', imports, name = 'mod' } = {}) {
	const { dir } = rewriteOk(input, ['--target', target, ...flags], { name });
	return load(dir, name, target, imports);
}
