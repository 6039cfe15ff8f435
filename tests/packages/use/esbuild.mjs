// SPDX-License-Identifier: MIT OR Apache-2.0
// Go: bundles JavaScript, TypeScript and CSS, with plugins in JavaScript.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

export const large = true;
// Which goroutine runs first depends on how fast the machine is.
export const timed = true;

// It takes the place of a worker.
globalThis.self = globalThis;
const require = createRequire(import.meta.url);
const esbuild = require('esbuild-wasm/lib/browser.js');
await esbuild.initialize({ wasmModule: await WebAssembly.compile(readFileSync(require.resolve('esbuild-wasm/esbuild.wasm'))), worker: false });

const pieces = {
	'a.ts': 'enum E { A, B = "b" } interface I {} export const a = <T,>(x: T): x is T => x!; namespace N { export let y = E.A }',
	'b.tsx': 'export const v = <A b={c} {...d}><>text</> {e}</A>',
	'c.js': 'async function* f() { for await (const x of y) yield x?.[z] ?? w ** 2 } class B { #p = 1; static { this.q } }',
	'd.css': 'a { color: red; & b { inset: 0 } } @media (width >= 100px) { .x:is(y, z) { background: color-mix(in srgb, red, blue) } }',
	'e.json': '{"a": [1, "größe", null]}',
	'f.txt': 'text\n',
};

const sources = {
	main: 'import { used } from "lib"; import css from "style.css"; import data from "data.json"; console.log(used, data.a); export const lazy = () => import("lazy")',
	lib: 'export const used = 1 + 2; export function unused() { return "größe" }',
	'style.css': '.a { color: #ff0000 } @import "other.css";',
	'other.css': 'b { margin: 0 0 0 0 }',
	'data.json': '{"a": 1}',
	lazy: 'export default class { static x = 5 }',
};

const virtual = {
	name: 'virtual',
	setup(build) {
		build.onResolve({ filter: /.*/ }, ({ path }) => path in sources ? { path, namespace: 'v' } : undefined);
		build.onLoad({ filter: /.*/, namespace: 'v' }, ({ path }) => ({ contents: sources[path], loader: path.split('.')[1] ?? 'js' }));
	},
};

const mistakes = ['const', 'let a; let a', 'import {', '(', '`open', 'class { }', 'await = 1; export {}'];
const said = ({ errors, warnings }) => [errors, warnings];

export async function use(log) {
	log('version', esbuild.version);
	for (const [file, text] of Object.entries(pieces)) {
		for (const options of [{}, { minify: true, sourcemap: 'inline' }, { target: 'es2017', format: 'cjs' }, { format: 'iife', globalName: 'g', charset: 'utf8' }])
			await log.try(`${file}, ${JSON.stringify(options)}`, () => esbuild.transform(text, { loader: file.split('.')[1], sourcefile: file, ...options }).then((result) => [result.code, result.map, result.warnings]).catch((error) => said(error)));
	}
	for (const options of [{ format: 'esm' }, { format: 'cjs', minify: true }, { format: 'esm', splitting: true, metafile: true }]) {
		const result = await esbuild.build({ entryPoints: ['main'], bundle: true, write: false, outdir: 'out', plugins: [virtual], ...options });
		log(`bundled, ${JSON.stringify(options)}`, [result.outputFiles.map(({ path, text }) => [path, text]), result.metafile, said(result)]);
	}
	for (const text of mistakes)
		await log.error(`mistake: ${text}`, () => esbuild.transform(text, { logLevel: 'silent' }));
	await log.error('not found', () => esbuild.build({ entryPoints: ['nowhere'], bundle: true, write: false, plugins: [virtual], logLevel: 'silent' }));
	await log.error('a plugin that throws', () => esbuild.build({ entryPoints: ['main'], bundle: true, write: false, logLevel: 'silent', plugins: [{ name: 'p', setup(build) {
		build.onResolve({ filter: /.*/ }, () => { throw new RangeError('thrown by a plugin'); });
	} }] }).catch(({ errors }) => Promise.reject(new Error(errors[0].text))));
	log('formatted', await esbuild.formatMessages([{ text: 'größer', location: { file: 'a.js', line: 1, column: 2, lineText: 'a b c' } }], { kind: 'error' }));
	log('analysed', await esbuild.analyzeMetafile({ inputs: { a: { bytes: 10, imports: [] } }, outputs: { b: { bytes: 5, inputs: { a: { bytesInOutput: 5 } }, imports: [], exports: [] } } }));
	const text = Array.from({ length: 3000 }, (_, i) => `export function f${i}(a, b) { return a > ${i} ? [b, "${i}"] : { a } }`).join('\n');
	log('large', (await esbuild.transform(text, { minify: true })).code);
}
