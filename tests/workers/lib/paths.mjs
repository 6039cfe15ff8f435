// SPDX-License-Identifier: MIT OR Apache-2.0
// Where things are.

import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execFileSync } from 'node:child_process';

export const here = dirname(dirname(fileURLToPath(import.meta.url)));
export const root = resolve(here, '../..');
export const tool = resolve(root, process.env.UP_TOOL ?? 'build/unpoison');
export const cache = process.env.UNPOISON_CACHE ??
	join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'unpoison');

export const real = process.env.UP_WASM_BINDGEN_130 ?? join(cache, 'bindgen-cli/0.2.130/bin/wasm-bindgen');
export const workerBuild = join(cache, 'worker-build-0.8.7/bin/worker-build');

const esbuilds = { x64: 'linux-x64', arm64: 'linux-arm64' };
const workerds = { x64: 'linux-64', arm64: 'linux-arm64' };
export const esbuild = join(here, 'node_modules/@esbuild', esbuilds[process.arch], 'bin/esbuild');
export const workerd = join(here, 'node_modules/@cloudflare', `workerd-${workerds[process.arch]}`, 'bin/workerd');

export function wasmOpt() {
	const prefix = execFileSync(join(root, 'scripts/binaryen'), ['--print-prefix'], { encoding: 'utf8' }).trim();
	return process.env.UP_WASM_OPT ?? join(prefix, 'bin/wasm-opt');
}

/** Throws unless all is there that `setup` installs. */
export function checkSetup() {
	for (const file of [workerBuild, esbuild, workerd]) {
		if (!existsSync(file))
			throw new Error(`there is no ${file}: run tests/workers/setup`);
	}
	if (!existsSync(real))
		throw new Error(`there is no ${real}: run tests/bindgen/setup`);
}
