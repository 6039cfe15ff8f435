// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Bundles the output of the target bundler with esbuild. What a bundler does with
// an import of a .wasm file is the plugin below: a module whose exports are those
// of an instance, and whose imports are modules too.

import { readFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import esbuild from 'esbuild';

const IDENTIFIER = /^[\w$]+$/;

function moduleText(code) {
	const module = new WebAssembly.Module(code);
	const sources = [...new Set(WebAssembly.Module.imports(module).map((i) => i.module))];
	const names = WebAssembly.Module.exports(module).map((e) => e.name);
	const list = names.map((name, i) => `e${i} as ${IDENTIFIER.test(name) ? name : JSON.stringify(name)}`);
	return [
		...sources.map((source, i) => `import * as m${i} from ${JSON.stringify(source)};`),
		`const bytes = Uint8Array.from(atob(${JSON.stringify(code.toString('base64'))}), (c) => c.charCodeAt(0));`,
		`const imports = { ${sources.map((source, i) => `${JSON.stringify(source)}: m${i}`).join(', ')} };`,
		'const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), imports);',
		...names.map((name, i) => `const e${i} = exports[${JSON.stringify(name)}];`),
		`export { ${list.join(', ')} };`,
	].join('\n');
}

const wasm = {
	name: 'wasm',
	setup(build) {
		build.onLoad({ filter: /\.wasm$/ }, async ({ path }) => ({
			contents: moduleText(await readFile(path)),
			loader: 'js',
		}));
	},
};

export async function bundle(dir, name) {
	const outfile = `${dir}/bundled.mjs`;
	await esbuild.build({
		entryPoints: [`${dir}/${name}.js`],
		outfile,
		bundle: true,
		format: 'esm',
		keepNames: true,
		target: 'es2022',
		external: [...builtinModules, ...builtinModules.map((m) => `node:${m}`)],
		plugins: [wasm],
		logLevel: 'error',
	});
	return outfile;
}
