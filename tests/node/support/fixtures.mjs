// SPDX-License-Identifier: MIT OR Apache-2.0
// The modules that the tests rewrite: made by cargo (testdata/flavours), and
// assembled from testdata/wat.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { engineHas } from './engine.mjs';
import { loaded } from './load.mjs';
import { ROOT, WABT_FEATURES, freshDir, runOk } from './tool.mjs';
import { withTagNames } from './wasm.mjs';

const FIXTURES = path.resolve(ROOT, process.env.UP_FIXTURES ?? 'build/flavours');
const WAT = path.join(ROOT, 'testdata/wat');

/** What cargo made: how a panic ends there, and what the engine must have. */
export const FLAVOURS = [
	{ name: 'abort', unwinds: false, needs: [] },
	{ name: 'legacy', unwinds: true, needs: [] },
	{ name: 'exnref', unwinds: true, needs: ['exnref'] },
];

export const runnable = (flavour) => flavour.needs.every((need) => engineHas[need]);

export function flavourFile(name) {
	const file = path.join(FIXTURES, `${name}.wasm`);
	if (!fs.existsSync(file))
		throw new Error(`no ${file}; build testdata/flavours, or set UP_FIXTURES`);
	return file;
}

/** The Rust source of the flavours, for checking places. */
export const source = () =>
	fs.readFileSync(path.join(ROOT, 'testdata/flavours/src/lib.rs'), 'utf8').split('\n');

const assembled = new Map();

function wat2wasm(text, file, ...flags) {
	runOk('wat2wasm', [...WABT_FEATURES, ...flags, '--debug-names', text, '-o', file]);
	fs.writeFileSync(file, withTagNames(fs.readFileSync(file)));
}

/** The path of the module in testdata/wat/NAME.wat, by wabt. */
export function wat(name) {
	if (!assembled.has(name)) {
		const file = path.join(freshDir('wat'), `${name}.wasm`);
		wat2wasm(path.join(WAT, `${name}.wat`), file);
		assembled.set(name, file);
	}
	return assembled.get(name);
}

/** The path of the module in testdata/wat/NAME.exnref.wat, by Binaryen. */
export function exnrefWat(name) {
	if (!assembled.has(`${name}.exnref`)) {
		const file = path.join(freshDir('wat'), `${name}.wasm`);
		runOk(wasmOpt(), [path.join(WAT, `${name}.exnref.wat`), '-o', file, '-g',
			'--enable-exception-handling', '--enable-reference-types',
			'--enable-multivalue', '--enable-mutable-globals']);
		assembled.set(`${name}.exnref`, file);
	}
	return assembled.get(`${name}.exnref`);
}

/** The program: one that knows both dialects. */
export function wasmOpt() {
	const program = process.env.UP_WASM_OPT ?? 'wasm-opt';
	if (spawnSync(program, ['--version']).error)
		throw new Error(`cannot run ${program}; set UP_WASM_OPT to a recent wasm-opt`);
	return program;
}

/** Assembles text that a test makes up. */
export function assemble(text, ...flags) {
	const dir = freshDir('text');
	fs.writeFileSync(path.join(dir, 'a.wat'), text);
	wat2wasm(path.join(dir, 'a.wat'), path.join(dir, 'a.wasm'), ...flags);
	return fs.readFileSync(path.join(dir, 'a.wasm'));
}

/**
 * A flavour, loaded, with imports that a test can change while it runs:
 * {pkg, env, aborts}. `aborts` collects what the hook saw.
 */
export async function flavour(name, { target = 'web', flags = [], env = {} } = {}) {
	const current = { host: (x) => x, log: () => 0, ...env };
	const imports = { env: {
		host: (x) => current.host(x),
		log: (x) => current.log(x),
	} };
	const pkg = await loaded(flavourFile(name), { target, flags, imports });
	const aborts = [];
	pkg.set_on_abort((abort) => {
		aborts.push(abort);
	});
	return { pkg, env: current, aborts };
}
