// SPDX-License-Identifier: MIT OR Apache-2.0
// C++ by Emscripten: formats C and JavaScript.

import { readFileSync } from 'node:fs';
import * as clang from '@wasm-fmt/clang-format';
import { wild } from '../lib/deaths.mjs';

const read = (file) => readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');
const files = ['src/rewrite.c', 'src/passes/trampoline.c', 'src/ir/ir.cc', 'include/unpoison/unpoison.h', 'tests/packages/run.mjs'];
const styles = ['LLVM', 'Google', 'Chromium', 'Mozilla', 'WebKit', 'GNU', '{BasedOnStyle: LLVM, IndentWidth: 8, UseTab: Always, ColumnLimit: 60}'];

const pieces = {
	'template.cc': 'template<class T,int N=3>requires C<T> auto f(T&&t)->decltype(t.x){return[&,n=N](auto...a){return(a+...);}(t);}',
	'macro.h': '#define M(a,b) do{ f(a);\\\n g(b);}while(0)\n#ifdef X\n#include <b>\n#include "a"\n#endif',
	'A.java': 'class A<T>extends B{@Override public int f(int...x)throws E{return x.length>0?1:2;}}',
	'a.proto': 'syntax="proto3";message M{int32 a=1;repeated string b=2[deprecated=true];}',
	'a.json': '{"a":[1,2,{"b":null}],"c":"d"}',
	'a.js': 'const a=async({b,...c})=>`x${await d(b)}`;class E{#f=1;static g(){}}',
	'a.cs': 'namespace N{class C{int P{get;set;}=1;void F()=>G(x=>x?.Y??0);}}',
};

export async function use(log) {
	log('version', clang.version?.());
	for (const style of styles) {
		for (const file of files)
			log(`${file}, ${style}`, clang.format(read(file), file.replace('.mjs', '.js'), style));
	}
	for (const [file, text] of Object.entries(pieces))
		log(file, clang.format(text, file, 'Google'));
	await log.try('some lines', () => clang.format_line_range('int a  ;\nint b  ;\nint c  ;', [[2, 2]], 'a.c', 'LLVM'));
	await log.try('some bytes', () => clang.format_byte_range('int a  ;\nint b  ;\nint c  ;', [[9, 8]], 'a.c', 'LLVM'));
	log('a style in full', clang.dump_config?.({ style: 'LLVM' }));
	for (const style of ['{IndentWidth: wide}', '{Nothing: 1}', 'NoStyle', '{'])
		await log.error(`style ${style}`, () => clang.format('int a;', 'a.c', style));
	await log.try('unfinished', () => clang.format('int f( { [ "', 'a.c', 'LLVM'));
	log('large', clang.format('int f(int a){if(a>1)return a;else{g(a,"b");}}\n'.repeat(600), 'a.c', 'LLVM'));
}

export const stale = 'The constructors of C++ describe its classes to its JavaScript, which refuses to be told twice.';

export function kill(exports) {
	wild(exports);
}
