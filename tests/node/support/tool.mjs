// SPDX-License-Identifier: MIT OR Apache-2.0
// Runs the tool under test and the programs that judge its output.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { engineHas } from './engine.mjs';

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
export const TOOL = path.resolve(ROOT, process.env.UP_TOOL ?? 'build/unpoison');

let scratch;

/** A fresh directory that is gone when the process ends. */
export function freshDir(prefix = 'd') {
	if (!scratch) {
		scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'unpoison-'));
		process.on('exit', () => {
			// A test may have taken the write permission away.
			makeWritable(scratch);
			fs.rmSync(scratch, { recursive: true, force: true });
		});
	}
	return fs.mkdtempSync(path.join(scratch, `${prefix}-`));
}

function makeWritable(dir) {
	for (const entry of fs.readdirSync(dir, { withFileTypes: true })) {
		if (!entry.isDirectory())
			continue;
		const child = path.join(dir, entry.name);
		fs.chmodSync(child, 0o755);
		makeWritable(child);
	}
}

/** Runs the tool as it is: {status, signal, stdout, stderr}. */
export function runTool(args, options = {}) {
	if (!fs.existsSync(TOOL))
		throw new Error(`no tool at ${TOOL}; build it, or set UP_TOOL`);
	const run = spawnSync(TOOL, args, {
		encoding: 'utf8',
		timeout: 60_000,
		maxBuffer: 64 << 20,
		...options,
		env: { ...process.env, NO_COLOR: '1', ...options.env },
	});
	if (run.error)
		throw run.error;
	return run;
}

const rewritten = new Map();

/**
 * Rewrites a module (a path or bytes) into a fresh directory. Returns
 * {dir, name, status, stderr, stdout, files, input}. Every module that comes
 * out must be valid; what comes out is cached for the same input and flags.
 */
export function rewrite(input, flags = [], { name = 'mod' } = {}) {
	const bytes = typeof input === 'string' ? fs.readFileSync(input) : Buffer.from(input);
	const key = createHash('sha256').update(bytes)
		.update(JSON.stringify([flags, name])).digest('hex');
	if (!rewritten.has(key))
		rewritten.set(key, rewriteAnew(bytes, flags, name));
	return rewritten.get(key);
}

function rewriteAnew(bytes, flags, name) {
	const dir = freshDir('pkg');
	const file = path.join(freshDir('in'), `${name}.wasm`);
	fs.writeFileSync(file, bytes);
	const run = runTool([...flags, '--out-dir', dir, file]);
	const files = fs.existsSync(dir) ? fs.readdirSync(dir).sort() : [];
	const result = { dir, name, input: file, files, status: run.status,
		signal: run.signal, stdout: run.stdout, stderr: run.stderr };
	if (run.status === 0)
		checkModule(path.join(dir, `${name}_bg.wasm`), file, flags);
	return result;
}

/** Like rewrite(), but the tool must succeed. Returns the directory. */
export function rewriteOk(input, flags = [], options = {}) {
	const result = rewrite(input, flags, options);
	if (result.status !== 0) {
		throw new Error(`unpoison ${flags.join(' ')}: status ${result.status}` +
			` signal ${result.signal}\n${result.stderr}`);
	}
	return result;
}

const ehOf = (flags) => flags[flags.indexOf('--eh') + 1] ?? '';

/**
 * What wabt is to read. Not --enable-all: with function references, 1.0.32
 * takes the type of a ref.func for something that is no funcref.
 */
export const WABT_FEATURES = ['--enable-exceptions', '--enable-tail-call', '--enable-threads',
	'--enable-multi-memory', '--enable-extended-const'];

/** wabt 1.0.32 knows the legacy dialect alone. */
export function wabtReads(file, features = WABT_FEATURES) {
	const run = spawnSync('wasm-validate', [...features, file], { encoding: 'utf8' });
	if (run.error)
		throw run.error;
	return { ok: run.status === 0, stderr: run.stderr };
}

/**
 * Throws unless the engine and wabt take the output. The output has the EH
 * dialect of the input unless --eh says otherwise: where wabt could read the
 * input it must be able to read the output.
 */
function checkModule(output, input, flags) {
	const readable = flags.includes('--eh') ? ehOf(flags) !== 'exnref' : wabtReads(input).ok;
	if (readable || engineHas.exnref)
		new WebAssembly.Module(fs.readFileSync(output));
	if (!readable)
		return;
	const verdict = wabtReads(output);
	if (!verdict.ok)
		throw new Error(`wasm-validate ${output}:\n${verdict.stderr}`);
}

/** Runs a program that must succeed; returns its stdout. */
export function runOk(program, args, options = {}) {
	const run = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 64 << 20, ...options });
	if (run.error)
		throw run.error;
	if (run.status !== 0)
		throw new Error(`${program} ${args.join(' ')}: ${run.status}\n${run.stdout}${run.stderr}`);
	return run.stdout;
}
