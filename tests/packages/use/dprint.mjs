// SPDX-License-Identifier: MIT OR Apache-2.0
// Rust without bindings: formats TypeScript and JavaScript.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createContext } from '@dprint/formatter';

const require = createRequire(import.meta.url);
const plugin = readFileSync(require('@dprint/typescript').getPath());

const configs = [{}, { lineWidth: 40, indentWidth: 8 }, { useTabs: true, semiColons: 'asi', quoteStyle: 'preferSingle' },
	{ 'arrowFunction.useParentheses': 'preferNone', bracePosition: 'nextLine', trailingCommas: 'never' }];

// All real: the sources of this suite.
const sources = ['run.mjs', 'lib/judge.mjs', 'lib/log.mjs', 'use/resvg.mjs', 'use/sqljs.mjs'].map((file) =>
	[file.replace('.mjs', '.js'), readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')]);

const pieces = {
	'types.ts': 'interface A<T extends {a:1}>{readonly [k:string]:T|undefined,f?():void}\ntype B=A<any>extends infer U?keyof U:never;',
	'class.ts': '@d() abstract class X<T> extends Y implements Z{ private constructor(public a?:number,...r){super()} static{a=1} get b(){return this.#c} }',
	'module.ts': 'import a,{b as c,type D}from"x";export*from "y";export default async function*f(){yield*await g()}',
	'view.tsx': 'const v=<A b="c" {...d}>{e?<F/>:g.map(h=><I key={h}>{h} text</I>)} </A>',
	'literals.js': 'const a=`x${1+2}y${`z`}`,b=/re/g,c=1_000n,{d,...e}=f??{},[g,,h=1]=i;label:for(const j of k)continue label',
	'comments.js': '// a\n\n\n/* b */ function /* c */ f(/* d */) { // e\n/** f */ }\n\n// g',
	'enum.ts': 'declare module "m"{const enum E{A=1,B="b",C=A<<2}} namespace N.M{export=x}',
};

const mistakes = { 'a.ts': 'const a = ;', 'b.ts': 'class { }}', 'c.tsx': '<a><b></a>', 'd.js': 'let x: number = 1;', 'e.ts': '`never', 'f.ts': 'let a; let a; return 5 +' };

const formatters = configs.map((config, i) => createContext(i % 2 ? {} : { newLineKind: 'lf' }).addPlugin(plugin, config));

export async function use(log) {
	formatters.forEach((formatter, i) => {
		log(`${i}: configuration`, [formatter.getResolvedConfig(), formatter.getConfigDiagnostics()]);
		for (const [filePath, fileText] of [...sources, ...Object.entries(pieces)])
			log(`${i}: ${filePath}`, formatter.formatText({ filePath, fileText }));
	});
	const mistaken = createContext({ lineWidth: 1 }).addPlugin(plugin, { semiColons: 'sometimes', nothing: 1, preferHanging: 9 });
	log('wrong configuration', mistaken.getConfigDiagnostics());
	// A real bug: it panics where it should refuse.
	await log.error('configuration of a wrong type', () => createContext({ lineWidth: 'wide' }).addPlugin(plugin).getConfigDiagnostics());
	const [formatter] = formatters;
	for (const [filePath, fileText] of Object.entries(mistakes))
		await log.error(filePath, () => formatter.formatText({ filePath, fileText }));
	log('after mistakes', formatter.formatText({ filePath: 'a.js', fileText: 'a( b )' }));
	const large = Array.from({ length: 1500 }, (_, i) => `function f${i}(a,b){if(a>${i})return{a,b:[${i},"${i}"]}}`).join('\n');
	log('large', formatter.formatText({ filePath: 'large.js', fileText: large }));
}

export const stale = 'A formatter registers its configuration once, when it is made.';

export const victim = (live) => live[0];

/** More bytes are asked for than there can be. */
export function kill(exports) {
	exports.clear_shared_bytes(-64);
}
