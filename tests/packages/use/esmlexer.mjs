// SPDX-License-Identifier: MIT OR Apache-2.0
// C by wasi-sdk, inlined as base64: finds the imports and exports of modules.

import { readFileSync } from 'node:fs';
import { init, parse } from 'es-module-lexer';

await init;

const read = (file) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
const files = ['run.mjs', 'lib/judge.mjs', 'lib/log.mjs', 'lib/preload.mjs', 'lib/play.mjs', 'use/sqljs.mjs', '../hosts/run.mjs', '../hosts/matrix.mjs',
	'node_modules/web-tree-sitter/web-tree-sitter.js', 'node_modules/@wasm-fmt/clang-format/clang-format.js', 'node_modules/harfbuzzjs/dist/index.mjs'];

const pieces = ['', 'import "a"', 'import a, { b as c, default as d } from "e"', 'import * as f from \'g\'', 'import h from "i" with { type: "json" }', 'import("j" + k, { with: {} })',
	'import.meta.url', 'import source l from "m"', 'import defer * as n from "o"', 'export const p = 1, { q, r: [s] } = t', 'export { u as v, w as default } from "x"', 'export * as y from "z"',
	'export default class größe {}', 'export async function* gen() {}', 'export { a as "string name" }', '`${import("nested")}`', '/import("regex")/; // import "comment"\n/* import "block" */', 'a = b / import("divided") / c',
	'import\n"newline"', 'import "\\u0061\\x62"', 'x.import("no"); ({ import: 1 })', 'if (a) /re/.test(import.meta)', 'export var o; o = { import() {} }', 'for (const a of /x/[Symbol.split](import("y"))) ;'];

const mistakes = ['import', 'import {', 'import a from', 'export {', '`open', '"open', 'import("', '(', '/* open', 'export const', '}}', 'import { a } from "b'];

export async function use(log) {
	for (const file of files)
		await log.try(file, () => parse(read(file), file));
	for (const text of pieces)
		await log.try(text, () => parse(text));
	for (const text of mistakes)
		await log.try(`mistake: ${text}`, () => parse(text, 'mistake.js'));
	log('large', parse(Array.from({ length: 30_000 }, (_, i) => `import a${i} from "m${i}"; export const b${i} = "größe";`).join('\n')));
	log('after large', parse('import a from "b"'));
}

export function kill(exports) {
	exports.sa(1 << 30);
	exports.parse();
}
