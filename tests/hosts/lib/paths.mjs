// SPDX-License-Identifier: MIT OR Apache-2.0
// Where things are.

import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const here = dirname(dirname(fileURLToPath(import.meta.url)));
export const root = resolve(here, '../..');
export const output = join(root, 'build/hosts');
export const tool = resolve(root, process.env.UP_TOOL ?? 'build/unpoison');

const fixtures = resolve(root, process.env.UP_FIXTURES ?? 'build/flavours');
const cache = process.env.UNPOISON_CACHE ??
	join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'unpoison');

/** What cargo made: {file, make}, `make` being the command for those who lack it. */
export function moduleOf(kind, flavour) {
	return kind === 'crate'
		? {
			file: join(cache, 'bindgen-suite', `modules-recovery-${flavour}`, 'recovery.wasm'),
			make: `tests/bindgen/recovery/build ${flavour}`,
		}
		: {
			file: join(fixtures, `${flavour}.wasm`),
			make: `scripts/cargo-wasm testdata/flavours ${flavour} build/flavours/${flavour}.wasm`,
		};
}
