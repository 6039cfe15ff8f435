// SPDX-License-Identifier: MIT OR Apache-2.0
// Rust by wasm-bindgen: parses JavaScript, to bundle it.

import { readFileSync } from 'node:fs';
import { rollup, VERSION } from '@rollup/wasm-node';
import { parseAst, parseAstAsync } from '@rollup/wasm-node/parseAst';

const read = (file) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
const files = ['run.mjs', 'lib/judge.mjs', 'lib/log.mjs', 'lib/preload.mjs', 'lib/play.mjs', 'use/sqljs.mjs', '../hosts/run.mjs'];

const pieces = ['', '"use strict"; a', 'const { a = 1, ...b } = c?.[d] ?? e', 'class A extends B { static #x = 1; static { } get [y]() { return super.z } async *g() {} }',
	'export default async function* () { for await (const x of y) yield* x }', 'label: for (;;) { continue label }', '`a${`b${c}`}`; tag`x\\u{1f600}`', '/re(?<n>x)/dgimsuy.test(1_000n)',
	'import a, { b as c } from "d" with { type: "json" }; export * as e from "f"; import("g"); import.meta.url', 'var größe = "名前\\n", { [`k`]: v } = new.target',
	'(a, b) => ({ a, b, ...c, __proto__: null })', 'a ||= b &&= c ??= d ** e ** f, void 0, delete g.h', 'if (a) ; else if (b) { } else switch (c) { case 1: default: }', 'try { } catch { } finally { debugger }'];

const mistakes = ['const', 'a b', 'let a; let a;', 'return 1', '(', '"open', '`open', 'await 1; function f() { await 2 }', 'import x', 'export { nothing }', 'class { }', '0777', 'new.target', 'a => { } ()'];

const modules = {
	main: 'import { used, helper } from "./lib"; import * as ns from "./other"; console.log(used, ns.deep.x); export { helper }; export const lazy = () => import("./lazy")',
	'./lib': 'export const used = 1 + 2; export const unused = sideEffect(); export function helper() { return internal() } function internal() { return "größe" } export class Gone {}',
	'./other': 'import { used } from "./lib"; export const deep = { x: used }; export default 5; if (false) { never() }',
	'./lazy': 'import five from "./other"; export default class Lazy { static a = five }',
};

const virtual = (sources) => ({
	name: 'virtual',
	resolveId: (id) => id in sources ? id : null,
	load: (id) => sources[id],
});

async function bundled(sources, options = {}) {
	const warnings = [];
	const bundle = await rollup({ input: 'main', plugins: [virtual(sources)], onLog: (level, { code, message }) => warnings.push([level, code, message]), ...options });
	const outputs = [];
	for (const format of ['es', 'cjs', 'system'])
		outputs.push((await bundle.generate({ format, sourcemap: true })).output.map(({ fileName, code, map, exports }) => [fileName, code, exports, map?.mappings]));
	await bundle.close();
	return [outputs, warnings];
}

export async function use(log) {
	log('version', VERSION);
	for (const file of files)
		log(file, [parseAst(read(file)), await parseAstAsync(read(file))]);
	for (const text of pieces)
		await log.try(text, () => parseAst(text));
	log('JSX', parseAst('const a = <A b={c} {...d}>text<></></A>', { jsx: true }));
	for (const text of mistakes)
		await log.try(`mistake: ${text}`, () => parseAst(text));
	log('returned', parseAst('return 1', { allowReturnOutsideFunction: true }));
	log('bundled', await bundled(modules));
	log('not shaken', await bundled(modules, { treeshake: false }));
	await log.error('broken', () => bundled({ ...modules, './lib': 'export const used = ;' }));
	await log.try('nothing exported', () => bundled({ ...modules, './lib': 'export const other = 1' }));
	await log.error('not found', () => bundled({ main: 'import "./nowhere"' }, { onLog() {}, external: [], plugins: [virtual({ main: 'import "./nowhere"' })] }));
	const large = Array.from({ length: 4000 }, (_, i) => `export function f${i}(a, b) { return a > ${i} ? [b, "${i}"] : { a } }`).join('\n');
	log('large', parseAst(large));
	log('large, bundled', await bundled({ main: 'import * as all from "./large"; export const one = all.f7, two = all.f300', './large': large }));
}

export function kill(exports) {
	exports.parse(-64, 64, 0, 0);
}
