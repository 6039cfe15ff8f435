// SPDX-License-Identifier: MIT OR Apache-2.0
// The declarations, as the strict TypeScript compiler sees them and a program
// that uses them.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import { flavourFile, wat } from './support/fixtures.mjs';
import { TARGETS, loaded, wantsBytes } from './support/load.mjs';
import { rewriteOk } from './support/tool.mjs';
import { compile, needTypeScript } from './support/typescript.mjs';

// What every package has. A line below @ts-expect-error must not compile.
const COMMON = `
const hook: Parameters<typeof pkg.set_on_abort>[0] = (abort) => {
	const reason: 'panic' | 'trap' | 'stack-overflow' | 'out-of-memory' | 'foreign-exception'
		| 'host-terminated' = abort.reason;
	const words: string = abort.export + reason;
	const generation: number = abort.generation;
	const error: unknown = abort.error;
	console.log(words, generation, error);
	// @ts-expect-error
	abort.nothing;
};
const previous = pkg.set_on_abort(hook);
pkg.set_on_abort(previous);
pkg.set_on_abort(null);
// @ts-expect-error
pkg.set_on_abort(5);
const state = pkg.recovery_state();
const numbers: number[] = [state.generation, state.resets];
const terminated: boolean = state.terminated;
const last: unknown = state.last_error;
// @ts-expect-error
const wrong: string = state.terminated;
function judge(error: unknown): string {
	if (error instanceof pkg.PanicError) {
		const fatal: boolean = error.fatal;
		const line: number | undefined = error.location?.line;
		const column: number | undefined = error.location?.column;
		const file: string | undefined = error.location?.file;
		// @ts-expect-error
		error.location.line;
		return [error.name, error.message, error.stack, fatal, line, column, file].join();
	}
	if (error instanceof pkg.TerminatedError) {
		const generation: number = error.generation;
		const cause: unknown = error.cause;
		return [error.message, generation, cause].join();
	}
	return '';
}
const plain: Error[] = [new pkg.PanicError('x'), new pkg.TerminatedError('x')];
console.log(numbers, terminated, last, wrong, plain, judge(1));
// @ts-expect-error
pkg.__unpoison_terminate;
`;

const RUST = `
const sum: number = pkg.add(1, 2);
const big: bigint = pkg.add64(1n, 2n);
const nothing: void = pkg.boom_str();
const memory: WebAssembly.Memory = pkg.memory;
console.log(sum, big, nothing, memory);
// @ts-expect-error
pkg.add('1', 2);
// @ts-expect-error
pkg.add(1);
// @ts-expect-error
pkg.add64(1, 2);
// @ts-expect-error
pkg.missing();
const imports = { env: { host: (x: number): number => x, log: (x: number): void => {} } };
`;

const INIT = {
	web: `
async function start() {
	await pkg.init({ module_or_path: new Uint8Array(8), imports });
	await pkg.init({ module_or_path: '/x.wasm', imports });
	await pkg.init({ module_or_path: new URL('x:y'), imports });
	await pkg.init({ module_or_path: fetch('/x'), imports });
	await pkg.init({ module_or_path: new WebAssembly.Module(new Uint8Array(8)), imports });
	await pkg.init({ imports });
	await init({ imports });
	pkg.initSync({ module: new Uint8Array(8), imports });
	pkg.initSync({ module: new WebAssembly.Module(new ArrayBuffer(8)), imports });
	// @ts-expect-error
	pkg.initSync({ imports });
	// @ts-expect-error
	pkg.initSync({ module: new Uint8Array(8), imports: { env: { host: 'x', log: imports.env.log } } });
}
start();
`,
	others: `
async function start() {
	await pkg.init({ imports });
	pkg.initSync({ imports });
	// @ts-expect-error
	pkg.initSync({ imports: { env: { host: 'x', log: imports.env.log } } });
}
start();
`,
};

const SHAPES = {
	kinds: `
const count: WebAssembly.Global = pkg.count;
const table: WebAssembly.Table = pkg.objects;
const memory: WebAssembly.Memory = pkg.memory;
const bumped: number = pkg.bump();
console.log(count.value, table.length, memory.buffer, bumped);
`,
	multivalue: `
const [a, b]: [bigint, number] = pkg.swap(1, 2n);
const [c, d, e]: [number, number, number] = pkg.mixed(1);
console.log(a, b, c, d, e);
// @ts-expect-error
const wrongOrder: [number, bigint] = pkg.swap(1, 2n);
console.log(wrongOrder);
`,
	references: `
const object: unknown = pkg.id_extern({ any: 'thing' });
pkg.store(null);
const f = pkg.id_func(null);
console.log(object, f);
`,
	names: `
const n: number = pkg['foo-bar'](1) + pkg['a b']() + pkg['']() + pkg.delete() + pkg.class()
	+ pkg['ünder€']() + pkg['1st']() + pkg['💥']() + pkg.Object() + pkg.Error()
	+ pkg.WebAssembly();
console.log(n);
// @ts-expect-error
pkg['foo-bar']('x');
`,
	numbers: `
const f: number = pkg.id_f32(1.5) + pkg.call_many(1, 2n, 3, 4);
const i: bigint = pkg.id_i64(1n);
console.log(f, i);
`,
	cxx: `
const n: number = pkg.catches(1);
console.log(n);
`,
	vectors: `
const n: number = pkg.inside(1);
console.log(n);
`,
	empty: '',
	'own-tag': `
const tag: object = pkg.error;
console.log(tag);
`,
};

describe('declarations', () => {
	before(needTypeScript);

	const header = "import * as pkg from './mod.js';\nimport init from './mod.js';\nvoid init;";

	// Declarations of scripts are for all of the compilation.
	const headerOf = (target, global) => target === 'no-modules'
		? `/// <reference path="./mod.d.ts" />\nimport pkg = ${global};\nconst init = ${global};` : header;

	it('of every target and shape are what the strict compiler expects', () => {
		const programs = {};
		for (const target of Object.keys(TARGETS)) {
			for (const name of ['legacy', 'abort']) {
				const global = `module_${name}`;
				const flags = target === 'no-modules' ? ['--no-modules-global', global] : [];
				programs[`${name}-${target}`] = {
					header: headerOf(target, global),
					dir: rewriteOk(flavourFile(name), ['--target', target, ...flags]).dir,
					text: COMMON + RUST + (wantsBytes(target) ? INIT.web : INIT.others),
				};
			}
		}
		for (const [shape, text] of Object.entries(SHAPES)) {
			for (const target of ['web', 'nodejs']) {
				programs[`${shape}-${target}`] = {
					header,
					dir: rewriteOk(wat(shape), ['--target', target]).dir,
					text: COMMON + text,
				};
			}
		}
		const run = compile(programs);
		assert.equal(run.stdout, '');
		assert.equal(run.status, 0);
	});

	it('would be found wrong if they were', () => {
		const { dir } = rewriteOk(wat('kinds'), ['--target', 'web']);
		const run = compile({ broken: { header, dir, text: 'const x: string = pkg.bump();' } });
		assert.match(run.stdout, /main\.ts.*error TS2322/);
	});

	it('declare what the JavaScript has, and nothing else', async () => {
		const { dir } = rewriteOk(wat('kinds'), ['--target', 'web']);
		const text = fs.readFileSync(path.join(dir, 'mod.d.ts'), 'utf8');
		const pkg = await loaded(wat('kinds'));
		const declared = [...text.matchAll(
			/^export (?:declare )?(?:function|class|let|const|var) ([\w$]+)/gm)].map(([, name]) => name);
		assert.deepEqual([...new Set(declared), 'default'].sort(), Object.keys(pkg).sort());
	});
});
