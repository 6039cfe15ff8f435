// SPDX-License-Identifier: MIT OR Apache-2.0
// The same as: esbuild main.js --bundle --minify --format=esm --outdir=dist --loader:.wasm=file
export default {
	entryPoints: ['main.js'],
	outdir: 'dist',
	bundle: true,
	minify: true,
	format: 'esm',
	loader: { '.wasm': 'file' },
};
