// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Loads a package as its users would, and gives the namespace that they see.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const url = (dir, file) => pathToFileURL(`${dir}/${file}`).href;
const bytes = (dir, name) => readFile(`${dir}/${name}_bg.wasm`);

// `init` is how a test may do it by itself (again, or differently).
async function web(dir, name, { init = 'async' } = {}) {
	const pkg = await import(url(dir, `${name}.js`));
	if (init === 'async')
		await pkg.default({ module_or_path: await bytes(dir, name) });
	else if (init === 'sync')
		pkg.initSync({ module: await bytes(dir, name) });
	return pkg;
}

async function noModules(dir, name) {
	const vm = await import('node:vm');
	vm.runInThisContext(await readFile(`${dir}/${name}.js`, 'utf8'), { filename: `${dir}/${name}.js` });
	const pkg = vm.runInThisContext('wasm_bindgen');
	await pkg({ module_or_path: await bytes(dir, name) });
	return pkg;
}

const byImport = (dir, name) => import(url(dir, `${name}.js`));

const loaders = {
	nodejs: (dir, name) => createRequire(url(dir, 'user.js'))(`./${name}.js`),
	web,
	// Node and Deno integrate wasm with ES modules themselves.
	bundler: byImport,
	module: byImport,
	deno: byImport,
	esbuild: async (dir, name) => {
		const { bundle } = await import('./bundle.mjs');
		return import(pathToFileURL(await bundle(dir, name)).href);
	},
	'no-modules': noModules,
};

export function load(target, dir, name, options) {
	return loaders[target](dir, name, options);
}
