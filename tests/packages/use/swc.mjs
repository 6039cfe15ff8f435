// SPDX-License-Identifier: MIT OR Apache-2.0
// Rust by wasm-bindgen, 18 MB of it: transforms and minifies JavaScript and TypeScript.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as swc from '@swc/wasm-web';

export const large = true;

swc.initSync({ module: readFileSync(createRequire(import.meta.url).resolve('@swc/wasm-web/wasm_bg.wasm')) });

const pieces = ['enum E { A, B = "b" } export const a = <T,>(x: T): x is T => x!;', 'async function* f() { for await (const x of y) yield x?.[z] ?? w ** 2 }', 'class B { #p = 1; static { this.q } @d() m(@e x) {} }',
	'const { a, ...b } = c; `x${a}y`; [...d]; f(...g)', 'import a, { type B } from "c"; export * as d from "e"; export default a', 'label: for (let i = 0; i < 3; i++) { setTimeout(() => i); continue label }', 'let größe = 1_000n, re = /x(?<n>y)/v;'];
const mistakes = ['const', 'let a; let a;', '(', '`open', 'class { }', 'a b', 'import {'];
const targets = ['es5', 'es2017', 'esnext'];
const read = (file) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');

export async function use(log) {
	for (const text of [...pieces, read('run.mjs'), read('lib/log.mjs')]) {
		for (const target of targets)
			await log.try(`${target}: ${text.slice(0, 60)}`, () => swc.transformSync(text, { filename: 'a.ts', sourceMaps: true, jsc: { target, parser: { syntax: 'typescript', decorators: true }, transform: { legacyDecorator: true } } }));
		await log.try(`minified: ${text.slice(0, 60)}`, () => swc.minifySync(text, { compress: true, mangle: true, module: true }));
		await log.try(`parsed: ${text.slice(0, 60)}`, () => swc.parseSync(text, { syntax: 'typescript', target: 'esnext' }));
	}
	for (const text of mistakes)
		await log.try(`mistake: ${text}`, () => swc.transformSync(text, {}));
	log('JSX', swc.transformSync('const v = <A b={c} {...d}><>text</></A>', { jsc: { parser: { syntax: 'ecmascript', jsx: true }, transform: { react: { runtime: 'automatic' } } } }));
	log('in a promise', await swc.transform('export const a = () => 1', { module: { type: 'commonjs' } }));
	await log.error('options of a wrong type', () => swc.transformSync('a', { jsc: { target: 'es1' } }));
	log('printed', swc.printSync(swc.parseSync('a + b', { syntax: 'ecmascript' }), {}));
	log('large', swc.transformSync(Array.from({ length: 1000 }, (_, i) => `export class C${i} { f(a = ${i}, ...b) { return a?.c ?? b } }`).join('\n'), { jsc: { target: 'es5' } }));
}
