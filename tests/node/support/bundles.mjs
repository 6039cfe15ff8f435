// SPDX-License-Identifier: MIT OR Apache-2.0
// What esbuild leaves of a package in the bundle of a program.

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { runOk } from './tool.mjs';

const HERE = fileURLToPath(new URL('..', import.meta.url));

/** Esbuild; installs it if scripts/test has not. */
export async function needEsbuild() {
	if (!fs.existsSync(path.join(HERE, 'node_modules/esbuild')))
		runOk('npm', ['ci', '--no-audit', '--no-fund'], { cwd: HERE });
	return import('esbuild');
}

/** Bundles a program beside the package in `dir`, minified: {text, size, packed}. */
export async function bundled(dir, program) {
	const { build } = await needEsbuild();
	const { outputFiles: [{ contents, text }] } = await build({
		stdin: { contents: program, resolveDir: dir, loader: 'js' },
		bundle: true, minify: true, format: 'esm', target: 'es2022', write: false, logLevel: 'silent',
		external: ['*.wasm'],
	});
	return { text, size: contents.length, packed: gzipSync(contents, { level: 9 }).length };
}
