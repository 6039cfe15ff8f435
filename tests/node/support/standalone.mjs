// SPDX-License-Identifier: MIT OR Apache-2.0
// Modules that keep their own JavaScript: rewritten with --standalone, and
// instantiated with exactly what the original takes.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { flavourFile } from './fixtures.mjs';
import { freshDir, runTool, wabtReads } from './tool.mjs';

export const CONTAIN = '--standalone';
export const HEAL = '--standalone=heal';

const made = new Map();

const borders = (module, kind) => WebAssembly.Module[kind](module)
	.map(({ module: from = '', name, kind: what }) => `${what} ${from}.${name}`);

/** What may be there after the rewriting, and was not before. */
const ADDED = ['function .__wbg_reset_state'];

function check(input, output, flags) {
	const before = new WebAssembly.Module(fs.readFileSync(input));
	const after = new WebAssembly.Module(fs.readFileSync(output));
	assert.deepEqual(borders(after, 'imports'), borders(before, 'imports'));
	const added = borders(after, 'exports').slice(borders(before, 'exports').length);
	assert.deepEqual(borders(after, 'exports').slice(0, -added.length || undefined), borders(before, 'exports'));
	assert.ok(added.every((name) => ADDED.includes(name)), `added: ${added}`);
	// wabt 1.0.32 knows neither exnref, nor all that a module of today may have.
	if (wabtReads(input).ok && !flags.includes('exnref')) {
		const read = wabtReads(output);
		assert.ok(read.ok, read.stderr);
	}
	return after;
}

/** The rewritten module of a file, or of bytes. */
export function standaloneModule(input, flags = [CONTAIN]) {
	const key = JSON.stringify([typeof input === 'string' ? input : [...input], flags]);
	if (!made.has(key)) {
		let file = input;
		if (typeof input !== 'string') {
			file = path.join(freshDir('in'), 'mod.wasm');
			fs.writeFileSync(file, input);
		}
		const output = path.join(freshDir('alone'), 'mod.wasm');
		const run = runTool([...flags, '-o', output, file]);
		assert.equal(run.status, 0, run.stderr);
		made.set(key, check(file, output, flags));
	}
	return made.get(key);
}

/** An instance of it: its exports. */
export const standalone = (input, flags, imports = {}) =>
	new WebAssembly.Instance(standaloneModule(input, flags), imports).exports;

/** A flavour, with imports that can be changed: {e, env}. */
export function standaloneFlavour(name, flags) {
	const env = { host: (x) => x, log: () => undefined };
	const e = standalone(flavourFile(name), flags, { env: {
		host: (x) => env.host(x),
		log: (x) => env.log(x),
	} });
	return { e, env };
}

export function thrownBy(fn) {
	try {
		fn();
	} catch (error) {
		return error;
	}
	assert.fail('nothing was thrown');
}

/** The call dies of itself. */
export function dies(fn) {
	const error = thrownBy(fn);
	assert.ok(error instanceof WebAssembly.RuntimeError || error instanceof RangeError, String(error));
	assert.doesNotMatch(error.stack, /module_terminated/);
	return error;
}

/** The call finds the module dead, and the stack of the error says so. */
export function isRefused(fn) {
	const error = thrownBy(fn);
	assert.ok(error instanceof WebAssembly.RuntimeError, String(error));
	assert.match(error.stack, /\bunpoison\.module_terminated\b/);
}
