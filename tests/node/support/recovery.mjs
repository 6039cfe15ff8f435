// SPDX-License-Identifier: MIT OR Apache-2.0
// What the contract says about a module that was reset, and programs for the
// tests that need a process of their own.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import { show, thrown } from './expect.mjs';
import { freshDir, rewriteOk } from './tool.mjs';
import { sections } from './wasm.mjs';

/** The modes by which a module can be brought back. */
export const RESETS = ['in-place', 'reinstantiate', 'auto'];

export const resetBy = (mode) => ['--reset', mode];

/** The module lives, and was reset this often. */
export function isAtGeneration(pkg, generation, lastError) {
	const state = pkg.recovery_state();
	assert.deepEqual([state.generation, state.resets, state.terminated],
		[generation, generation, false]);
	if (arguments.length > 2)
		assert.ok(Object.is(state.last_error, lastError), `last error: ${show(state.last_error)}`);
}

/** The error of a call that was refused, or whose state was taken from it. */
export function isRefusal(pkg, error, { generation, cause }) {
	assert.ok(error instanceof pkg.TerminatedError, `not a TerminatedError: ${show(error)}`);
	assert.match(error.message, /^Module terminated/);
	assert.equal(error.generation, generation);
	if (arguments[2] && 'cause' in arguments[2])
		assert.ok(Object.is(error.cause, cause), `wrong cause: ${show(error.cause)}`);
}

/** A copy of what is in a memory. */
export const bytesOf = (memory) => new Uint8Array(memory.buffer).slice();

/** The memory has these bytes, and zeros beyond them. */
export function hasBytes(memory, expected) {
	const bytes = Buffer.from(memory.buffer);
	const wrong = Buffer.compare(bytes.subarray(0, expected.length), expected);
	if (wrong !== 0) {
		const at = expected.findIndex((byte, i) => byte !== bytes[i]);
		assert.fail(`byte ${at} of the memory is ${bytes[at]}, not ${expected[at]}`);
	}
	const extra = bytes.subarray(expected.length);
	assert.ok(extra.every((byte) => byte === 0), 'the pages that grew are not zero');
}

/** Calls fn in a script that the host gives up on. */
export function timeOut(fn, timeout = 50) {
	globalThis.patience = fn;
	try {
		const error = thrown(() => vm.runInThisContext('patience()', { timeout }));
		assert.equal(error.code, 'ERR_SCRIPT_EXECUTION_TIMEOUT');
	} finally {
		delete globalThis.patience;
	}
}

/** Time that passes only when it is told to, on every clock that there is. */
export function fakeClock(t) {
	let now = 1_000_000;
	t.mock.method(Date, 'now', () => now);
	t.mock.method(performance, 'now', () => now);
	return { pass: (ms) => {
		now += ms;
	} };
}

/**
 * Runs a program beside a rewritten module in a process of its own. The text is
 * that of an async function: `mod` is the package, `wasm` the bytes of the
 * module, `thrown` a function that returns what its argument throws; what it
 * returns comes back, as JSON has it.
 */
export function runBeside(input, flags, text, nodeFlags = []) {
	const { dir } = rewriteOk(input, ['--target', 'web', ...flags]);
	const place = freshDir('program');
	fs.cpSync(dir, place, { recursive: true });
	fs.writeFileSync(path.join(place, 'package.json'), '{"type":"module"}');
	const main = path.join(place, 'main.mjs');
	fs.writeFileSync(main, `
		import fs from 'node:fs';
		import * as mod from './mod.js';
		const wasm = fs.readFileSync(new URL('./mod_bg.wasm', import.meta.url));
		const tick = () => new Promise((resolve) => setImmediate(resolve));
		function thrown(fn) {
			try { fn(); } catch (error) { return error; }
			throw new Error('nothing was thrown');
		}
		const result = await (async () => {${text}})();
		console.log(JSON.stringify(result));
	`);
	const run = spawnSync(process.execPath, [...nodeFlags, main],
		{ encoding: 'utf8', cwd: place, timeout: 120_000 });
	assert.equal(run.status, 0,
		`status ${run.status}, signal ${run.signal}\n${run.stdout}${run.stderr}`);
	return JSON.parse(run.stdout.trim().split('\n').at(-1));
}

/** The module, whose memory has no maximum, with one of 160 MiB. */
export function withMaximum(bytes) {
	const [memory] = sections(bytes).filter(({ id }) => id === 5);
	const [count, flags, ...initial] = memory.payload;
	assert.ok(count === 1 && flags === 0, 'another memory');
	const payload = [1, 1, ...initial, 0x80, 0x14]; // 2560 pages
	return Buffer.concat([bytes.subarray(0, memory.offset),
		Buffer.from([5, payload.length, ...payload]), bytes.subarray(memory.end)]);
}
