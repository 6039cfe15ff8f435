// SPDX-License-Identifier: MIT OR Apache-2.0
// The programs that are measured, and how they are started.

import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const LIMIT = 120; // seconds, of a process

export const {
	UP_TOOL: TOOL,
	UP_WASM_OPT: WASM_OPT,
	UP_WASM_BINDGEN_130: WASM_BINDGEN,
	UP_BENCH_WORK: WORK,
	UP_BENCH_CORPUS: PACKAGES,
	UP_BENCH_EXAMPLE: EXAMPLE,
	UP_BENCH_CRATES: CRATES,
} = process.env;

/** How often each variant takes its turn; `most` where one turn takes long. */
export const turns = (most = 7) => Math.min(Number(process.env.UP_BENCH_PAIRS || 7), most);

/** In the work folder, or in the folder of real modules. */
export const inWork = (...parts) => path.join(WORK, ...parts);
export const inPackages = (...parts) => path.join(PACKAGES, ...parts);

export const run = (program, args, options = {}) =>
	execFileSync(program, args, { encoding: 'utf8', timeout: LIMIT * 1000, maxBuffer: 1 << 28, ...options });

/** What a script of children/ prints. */
export const child = (script, args = [], flags = [], options = {}) =>
	run(process.execPath, [...flags, path.join(HERE, 'children', script), ...args], options);

export const rewriteArguments = (input, name, flags = []) =>
	['-q', '--target', 'web', ...flags, '--out-name', 'mod', '--out-dir', inWork(name), input];

/** Rewrites a module into WORK/NAME. */
export function rewrite(input, name, flags) {
	run(TOOL, rewriteArguments(input, name, flags));
	asModule(name);
}

export const bindgenArguments = (input, name, flags = []) =>
	[input, '--target', 'web', ...flags, '--out-name', 'mod', '--out-dir', inWork(name)];

/** All that wasm-bindgen can do about aborts. */
export const BINDGEN_RECOVERY = ['--experimental-reset-state-function', '--force-enable-abort-handler'];

/** Wasm-bindgen's package in WORK/NAME. */
export function bindgen(input, name, flags) {
	run(WASM_BINDGEN, bindgenArguments(input, name, flags));
	asModule(name);
}

const asModule = (name) => fs.writeFileSync(inWork(name, 'package.json'), '{"type":"module"}');

/** Assembles NAME.wat beside this folder into WORK/NAME.wasm. */
export function assemble(name) {
	const output = inWork(`${name}.wasm`);
	run('wat2wasm', ['--enable-exceptions', '--debug-names', path.join(HERE, `${name}.wat`), '-o', output]);
	return output;
}

/** A whole process: {ms, mib}, or null if it does not do it. What it prints is lost. */
export function measured(program, args) {
	const { stdout, status, stderr } = spawnSync('/usr/bin/python3',
		['-IS', path.join(HERE, 'lib/processes.py'), String(LIMIT), program, ...args],
		{ encoding: 'utf8', env: { ...process.env, RUST_BACKTRACE: '0' }, stdio: ['ignore', 'pipe', 'pipe'] });
	if (status !== 0)
		throw new Error(`lib/processes.py: ${stderr}`);
	const result = JSON.parse(stdout);
	return result.status === 0 ? result : null;
}

/**
 * Measures the variants in turn, a number of times: {name: [figure, …]}. The first
 * turn warms up what the system keeps of files, if `warm`, and does not count.
 */
export function inTurn(variants, count, { warm = false } = {}) {
	const samples = Object.fromEntries(Object.keys(variants).map((name) => [name, []]));
	for (let turn = warm ? -1 : 0; turn < count; turn++) {
		for (const [name, variant] of Object.entries(variants)) {
			const figure = variant();
			if (turn >= 0)
				samples[name].push(figure);
		}
	}
	return samples;
}
