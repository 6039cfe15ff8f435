// SPDX-License-Identifier: MIT OR Apache-2.0
// The crates of tests/bindgen/recovery as packages: ours, and beside them what the
// CLI of wasm-bindgen makes of the same modules, with all that it can do about
// aborts.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { FLAVOURS, runnable } from './fixtures.mjs';
import { load, open } from './load.mjs';
import { freshDir, rewriteOk, runOk } from './tool.mjs';

const CACHE = process.env.UNPOISON_CACHE ??
	path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'unpoison');

const REAL_CLI = process.env.UP_WASM_BINDGEN_130;

/** A module that cargo made of a crate of tests/bindgen/recovery. */
export function crateFile(flavour, crate = 'recovery') {
	const file = path.join(CACHE, 'bindgen-suite', `modules-recovery-${flavour}`, `${crate}.wasm`);
	if (!fs.existsSync(file))
		throw new Error(`no ${file}; run tests/bindgen/recovery/build ${flavour}`);
	return file;
}

const made = new Map();

/** The program of wasm-bindgen. */
export function realCli() {
	if (!REAL_CLI || !fs.existsSync(REAL_CLI))
		throw new Error('set UP_WASM_BINDGEN_130 to the wasm-bindgen of 0.2.130 (tests/bindgen/setup makes it)');
	return REAL_CLI;
}

/** The folder of what wasm-bindgen makes of a module, or an error that says why not. */
export function realDir(file, target, flags = RECOVERY) {
	const key = JSON.stringify([file, target, flags]);
	if (!made.has(key)) {
		const dir = freshDir('real');
		runOk(realCli(), [file, '--target', target, '--out-dir', dir, '--out-name', 'mod', ...flags],
			{ env: { ...process.env, RUST_BACKTRACE: '0' } });
		made.set(key, dir);
	}
	return made.get(key);
}

const RECOVERY = ['--experimental-reset-state-function', '--force-enable-abort-handler'];

/** What the module that runs now finds as the global object `hooks`. */
export function setHooks(hooks = {}) {
	globalThis.hooks = { notes: [], note(text) {
		this.notes.push(text);
	}, ...hooks };
	return globalThis.hooks;
}

/** Ours: {pkg, aborts, hooks}. */
export async function ours(flavour, { crate, target = 'nodejs', flags = [], hooks } = {}) {
	setHooks(hooks);
	const { dir } = rewriteOk(crateFile(flavour, crate), ['--target', target, ...flags]);
	const pkg = await load(dir, 'mod', target);
	const aborts = [];
	pkg.set_on_abort((abort) => {
		aborts.push(abort);
	});
	return { pkg, aborts, hooks: globalThis.hooks };
}

/** Wasm-bindgen's: {pkg, hooks}. */
export async function real(flavour, { crate, target = 'nodejs', flags, hooks } = {}) {
	setHooks(hooks);
	const dir = realDir(crateFile(flavour, crate), target, flags);
	const { pkg, wasm } = await open(dir, 'mod', target);
	if (target === 'web')
		pkg.initSync({ module: fs.readFileSync(wasm) });
	return { pkg, hooks: globalThis.hooks };
}

/** Those of other modules, and the one whose values are indices, not references. */
export const ALL = [...FLAVOURS.filter(runnable), { name: 'heap', unwinds: false, needs: [] }];
export const UNWINDING = ALL.filter(({ unwinds }) => unwinds);

/** A test for each flavour that this engine runs. */
export function each(title, fn, flavours = ALL, options = () => ({})) {
	for (const flavour of flavours)
		test(`${title} (${flavour.name})`, options(flavour.name), (t) => fn(flavour.name, flavour, t));
}

// Without unwinding, what wasm-bindgen writes is not for all engines that read ours.
function readable(flavour) {
	const file = path.join(realDir(crateFile(flavour), 'nodejs'), 'mod_bg.wasm');
	return WebAssembly.validate(fs.readFileSync(file)) ? {}
		: { skip: 'this engine cannot read what wasm-bindgen wrote' };
}

/** Without references, wasm-bindgen's CLI refuses to do anything about aborts. */
export const canBeShown = ({ name }) => name !== 'heap';

/**
 * A hole: a test of ours for each flavour, and tests of what wasm-bindgen does
 * there today. `theirs` may be left out where it cannot get into the situation.
 */
export function hole(title, { flavours = ALL, shown = flavours.filter(canBeShown), ours: mine, theirs }) {
	each(title, mine, flavours);
	if (theirs)
		each(`${title}, as it is in wasm-bindgen 0.2.130`, theirs, shown, readable);
}

/** Waits for a promise that is to be rejected; returns what with. */
export async function rejection(promise) {
	let value;
	try {
		value = await promise;
	} catch (error) {
		return error;
	}
	assert.fail(`it was not rejected, but resolved to ${String(value)}`);
}

export const tick = (ms = 0) => new Promise((resolve) => setTimeout(resolve, ms));

/** A promise and what settles it. */
export function deferred() {
	const one = {};
	one.promise = new Promise((resolve, reject) => Object.assign(one, { resolve, reject }));
	return one;
}

/** The error of a use of what belongs to a state that was reset. */
export function isStale(pkg, error) {
	assert.ok(error instanceof pkg.StaleInstanceError, `not stale: ${error}`);
	assert.equal(error.name, 'StaleInstanceError');
	assert.match(error.message, /^Invalid stale object/);
}

const PRELUDE = `
	const notes = [];
	globalThis.hooks = { notes, note: (text) => { notes.push(text); } };
	const tick = (ms = 0) => new Promise((resolve) => setTimeout(resolve, ms));
	function thrown(fn) {
		try { fn(); } catch (error) { return error; }
		throw new Error('nothing was thrown');
	}
	const outcome = (promise) => promise.then((value) => ['resolved', value], (error) => ['rejected', error.name, error.message]);
	const pkg = require('./mod.js');
`;

/**
 * Runs a program beside a package in a process of its own. The text is that of an
 * async function; what it returns comes back, as JSON has it. {status, stderr,
 * result}
 */
export function runAlone(dir, text, nodeFlags = []) {
	const place = freshDir('alone');
	fs.cpSync(dir, place, { recursive: true });
	fs.writeFileSync(path.join(place, 'package.json'), '{"type":"commonjs"}');
	const main = path.join(place, 'main.cjs');
	fs.writeFileSync(main, `${PRELUDE}
		(async () => {${text}})().then((result) => console.log(JSON.stringify(result)));`);
	const run = spawnSync(process.execPath, [...nodeFlags, main], { encoding: 'utf8', cwd: place, timeout: 120_000 });
	const lines = run.stdout.trim().split('\n');
	return { status: run.status, stderr: run.stderr, stdout: run.stdout, result: lines.at(-1) ? JSON.parse(lines.at(-1)) : undefined };
}

/** The folder of our package for Node. */
export const oursDir = (flavour, { crate, flags = [] } = {}) =>
	rewriteOk(crateFile(flavour, crate), ['--target', 'nodejs', ...flags]).dir;

export { open };
