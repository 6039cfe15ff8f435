// SPDX-License-Identifier: MIT OR Apache-2.0
// A crate with #[wasm_bindgen] (tests/bindgen/recovery/crates/recovery) as packages:
// wasm-bindgen's, with and without what it can do about aborts, and ours.

import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { BINDGEN_RECOVERY, CRATES, bindgen, inWork, rewrite } from './tools.mjs';

/** The module as cargo left it. */
export const crateFile = (flavour) => path.join(`${CRATES}-${flavour}`, 'recovery.wasm');

/** The folder in WORK of one of its packages. */
export const packageName = (flavour, variant) => `crate-${flavour}-${variant}`;

export function makePackages(flavour) {
	const file = crateFile(flavour);
	bindgen(file, packageName(flavour, 'bindgen'), []);
	bindgen(file, packageName(flavour, 'guarded'), BINDGEN_RECOVERY);
	rewrite(file, packageName(flavour, 'ours'), []);
}

/**
 * Instantiated: what a program calls. `raw` is what the JavaScript of wasm-bindgen
 * calls, for functions that take and return numbers.
 */
export async function openPackage(flavour, variant, hooks = {}) {
	globalThis.hooks = { note() {}, ...hooks };
	const dir = inWork(packageName(flavour, variant === 'raw' ? 'bindgen' : variant));
	const pkg = await import(pathToFileURL(path.join(dir, 'mod.js')).href);
	const module = new WebAssembly.Module(fs.readFileSync(path.join(dir, 'mod_bg.wasm')));
	const exports = pkg.initSync({ module });
	return variant === 'raw' ? exports : pkg;
}
