// SPDX-License-Identifier: MIT OR Apache-2.0
// Where things are, and a folder for what is made on the way.

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const here = dirname(dirname(fileURLToPath(import.meta.url)));
export const root = resolve(here, '../..');
export const output = join(root, 'build/semantics');
export const tool = resolve(root, process.env.UP_TOOL ?? 'build/unpoison');
export const wasmOpt = process.env.UP_WASM_OPT ?? 'wasm-opt';
export const cache = process.env.UNPOISON_CACHE ??
	join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'unpoison');

/**
 * A folder that is gone when the process ends. In memory where there is such a
 * place: the tool waits for the disk at each of some thousand modules.
 */
export function workFolder() {
	const base = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
	const work = mkdtempSync(join(base, 'unpoison-semantics-'));
	process.on('exit', () => rmSync(work, { recursive: true, force: true, maxRetries: 5 }));
	return work;
}
