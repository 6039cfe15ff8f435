// SPDX-License-Identifier: MIT OR Apache-2.0
// Esbuild does not know what an import of a .wasm file is; the plugin tells it.
import { wasm } from './wasm.mjs';

export default {
	entryPoints: ['main.js'],
	outdir: 'dist',
	bundle: true,
	minify: true,
	format: 'esm', // the only one with await at the top
	target: 'es2022', // without Uint8Array.fromBase64(), which Node 24 lacks
	plugins: [wasm],
};
