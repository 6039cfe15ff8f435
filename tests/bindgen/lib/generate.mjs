// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The two generators: the CLI of wasm-bindgen, and ours.

import { execFile } from 'node:child_process';
import { copyFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const here = dirname(fileURLToPath(import.meta.url));
export const top = resolve(here, '../../..');
export const suite = resolve(here, '..');

export const cache =
	process.env.UNPOISON_CACHE ??
	join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'unpoison');

// UP_WASM_BINDGEN_130 says where the CLI of 0.2.130 is.
export function realCli(version) {
	const variable = `UP_WASM_BINDGEN_${version.split('.').pop()}`;
	return process.env[variable] ?? join(cache, 'bindgen-cli', version, 'bin/wasm-bindgen');
}

// A copy of the tool, so that it may be built anew meanwhile.
let tool;

export async function takeTool(dir) {
	const from = resolve(process.env.UP_TOOL ?? join(top, 'build/unpoison'));
	tool = join(dir, 'unpoison');
	await copyFile(from, tool).catch(() => (tool = from));
}

// What comes nearest to ours, which always recovers: glue that notices aborts and,
// on some targets, can start afresh. 0.2.108 has only the latter.
function recoveryFlags(version, target) {
	const flags = target.resets ? ['--experimental-reset-state-function'] : [];
	return version === '0.2.108' ? flags : [...flags, '--force-enable-abort-handler'];
}

const generators = {
	real: ({ version, target, recovery }) => [realCli(version), ...(recovery ? recoveryFlags(version, target) : [])],
	ours: () => [tool],
};

export const generatorNames = Object.keys(generators);

/*
 * Resolves to {ok, dir, message}. A generator that fails, crashes, hangs or is
 * not there is a result, not an error.
 */
export async function generate({ generator, module, target, name, dir, version, flags = [], recovery = false }) {
	const [tool, ...own] = generators[generator]({ version, target, recovery });
	await mkdir(dir, { recursive: true });
	const args = [...own, module, '--target', target.generate, '--out-dir', dir, '--out-name', name, ...flags];
	try {
		await run(tool, args, {
			timeout: 60_000,
			maxBuffer: 1 << 24,
			env: { ...process.env, RUST_BACKTRACE: '0' },
		});
		for (const [file, text] of Object.entries(target.files))
			await beside(join(dir, file), text);
		return { ok: true, dir };
	} catch (error) {
		const why = error.code === 'ENOENT' ? `${tool} is not there` : (error.stderr || error.message);
		const how = error.signal ? ` (${error.signal})` : '';
		return { ok: false, dir, message: `generator${how}: ${why.trim()}` };
	}
}

// A package.json that the generator wrote is extended.
async function beside(file, text) {
	if (await exists(file))
		text = JSON.stringify({ ...JSON.parse(await readFile(file, 'utf8')), ...JSON.parse(text) });
	await writeFile(file, text);
}

export function exists(file) {
	return stat(file).then(() => true, () => false);
}
