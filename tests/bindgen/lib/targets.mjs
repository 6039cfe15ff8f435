// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The targets: what the generator is told, what has to lie beside its output as
// its users would have it, and who runs it. How a package is loaded is in
// load.mjs, which runs in that host.

const esm = { 'package.json': '{"type": "module"}\n' };

// `inDefault`: part of a run that names no target. `resets`: the CLI of
// wasm-bindgen has its __wbg_reset_state there.
export const targets = {
	nodejs: { generate: 'nodejs', host: 'node', files: {}, inDefault: true, resets: true },
	web: { generate: 'web', host: 'node', files: esm, inDefault: true, resets: true },
	bundler: { generate: 'bundler', host: 'node', files: esm, inDefault: true },
	esbuild: { generate: 'bundler', host: 'node', files: esm, inDefault: true },
	module: { generate: 'module', host: 'node', files: esm, inDefault: true, resets: true },
	deno: { generate: 'deno', host: 'deno', files: esm, inDefault: true },
	'no-modules': { generate: 'no-modules', host: 'node', files: {}, inDefault: false },
};
