// SPDX-License-Identifier: MIT OR Apache-2.0
// What is added: to the module, and as JavaScript.

import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { makePackages, packageName } from '../lib/crates.mjs';
import { CORPUS, corpusFile } from '../lib/modules.mjs';
import { table } from '../lib/stats.mjs';
import { EXAMPLE, WASM_OPT, assemble, inPackages, inWork, rewrite, run } from '../lib/tools.mjs';

const gzip = (bytes) => gzipSync(bytes, { level: 9 }).length;

const added = (after, before) => `${after - before >= 0 ? '+' : ''}${after - before}` +
	` (${((after / before - 1) * 100).toFixed(2)}%)`;

/** Bytes of what Binaryen makes of a module by reading and writing it. */
function copySize(file) {
	const copy = inWork('copy.wasm');
	run(WASM_OPT, ['--all-features', '-q', '--debuginfo', file, '-o', copy]);
	return fs.statSync(copy).size;
}

function* ofModules() {
	const all = ['none', 'auto'];
	const inputs = [
		['example, panic=abort', path.join(EXAMPLE, 'abort.wasm'), all],
		['example, panic=unwind', path.join(EXAMPLE, 'exnref.wasm'), all],
		...CORPUS.map((entry) => [entry.name, corpusFile(entry), all]),
		['swc', inPackages('@swc/wasm-web/wasm_bg.wasm'), all],
		['ffmpeg', inPackages('@ffmpeg/core/dist/esm/ffmpeg-core.wasm'), all],
		['Z3, memory with threads', inPackages('z3-solver/build/z3-built.wasm'), ['none']],
	];
	const rows = [];
	for (const [label, file, modes] of inputs) {
		const before = fs.readFileSync(file), packed = gzip(before);
		const copied = added(copySize(file), before.length);
		for (const mode of modes) {
			rewrite(file, 'size', ['--reset', mode]);
			const after = fs.readFileSync(inWork('size/mod_bg.wasm'));
			rows.push([`${label}, --reset ${mode}`, String(before.length), added(after.length, before.length),
				String(packed), added(gzip(after), packed), copied]);
		}
	}
	yield table('Bytes: modules, and what is added to them', ['', 'raw', 'added', 'gzip', 'added', 'raw, a copy by Binaryen'], rows);
}

const RECOVERY = '__wbg_reset_state, entrypoint, PanicError, recovery_state, schedule_reinit, set_on_abort, ' +
	'set_on_reset, set_recovery_policy, TerminatedError';

/* What programs import beside the function that starts all. */
const PROGRAMS = {
	one: (fn) => `import init, { ${fn} } from './mod.js';
		await init(); console.log(${fn}(1, 2));`,
	policy: (fn) => `import init, { ${fn}, set_recovery_policy } from './mod.js';
		await init(); set_recovery_policy({ mode: 'reset' }); console.log(${fn}(1, 2));`,
	entrypoint: (fn) => `import init, { ${fn}, entrypoint } from './mod.js';
		await init(); console.log(entrypoint(class {}, {}), ${fn}(1, 2));`,
	recovery: (fn) => `import init, { ${fn}, ${RECOVERY} } from './mod.js';
		await init(); console.log(${fn}(1, 2), ${RECOVERY});`,
	all: () => "import * as all from './mod.js'; globalThis.all = { ...all };",
};

/** Bytes of a bundle of a program, minified; before and after gzip. */
async function bundled(esbuild, name, program) {
	const { outputFiles: [{ contents }] } = await esbuild.build({
		stdin: { contents: program, resolveDir: inWork(name), loader: 'js' },
		bundle: true, minify: true, format: 'esm', target: 'es2022', write: false, logLevel: 'error',
	});
	return `${contents.length} / ${gzip(contents)}`;
}

async function* ofGlue() {
	const esbuild = await import(pathToFileURL(inPackages('esbuild/lib/main.js')).href);
	rewrite(assemble('calls'), 'calls', []);
	rewrite(path.join(EXAMPLE, 'abort.wasm'), 'example', []);
	makePackages('abort');
	const packages = [
		['calls.wat, unpoison', 'calls', 'add', true],
		['example, unpoison', 'example', null, true],
		['crate, unpoison', packageName('abort', 'ours'), 'add', true],
		['crate, wasm-bindgen', packageName('abort', 'bindgen'), 'add', false],
		['crate, its recovery', packageName('abort', 'guarded'), 'add', false],
	];
	const rows = [];
	for (const [label, name, fn, ours] of packages) {
		const row = [label, String(fs.statSync(inWork(name, 'mod.js')).size)];
		const use = fn ?? firstExport(inWork(name, 'mod_bg.wasm'));
		for (const [kind, program] of Object.entries(PROGRAMS)) {
			const has = ours || kind === 'one' || kind === 'all';
			row.push(has ? await bundled(esbuild, name, program(use)) : '-');
		}
		rows.push(row);
	}
	await esbuild.stop();
	yield table('Bytes: what of the JavaScript is in a bundle of esbuild, minified / and gzip -9',
		['', 'mod.js', 'one function', 'and the policy', 'or entrypoint', 'all of recovery', 'everything'], rows);
}

/* A function that the module had before. */
function firstExport(file) {
	const module = new WebAssembly.Module(fs.readFileSync(file));
	return WebAssembly.Module.exports(module)
		.find(({ kind, name }) => kind === 'function' && /^[a-z]\w*$/.test(name)).name;
}

export async function* bytes() {
	yield* ofModules();
	yield* ofGlue();
}
