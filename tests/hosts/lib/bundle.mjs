// SPDX-License-Identifier: MIT OR Apache-2.0
// Makes a program of apps/NAME and a package, as a user of that bundler would. As a
// program of its own it is what does the work: `bundle.mjs NAME DIR`.

import { cp, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { here } from './paths.mjs';
import { run } from './processes.mjs';

const configOf = async (name, file) => (await import(pathToFileURL(join(here, 'apps', name, file)).href)).default;

// Each returns the path of the script to load.
const bundlers = {
	async webpack(name, dir) {
		const { default: webpack } = await import('webpack');
		const config = await configOf(name, 'webpack.config.mjs');
		const options = { ...config, context: dir, output: { path: join(dir, 'dist') } };
		const stats = await new Promise((resolve, reject) =>
			webpack(options, (error, result) => (error ? reject(error) : resolve(result))));
		if (stats.hasErrors() || stats.hasWarnings())
			throw new Error(stats.toString({ colors: false }));
		return 'dist/main.js';
	},

	async vite(name, dir) {
		const { build } = await import('vite');
		await build({ root: dir, base: './', logLevel: 'warn' });
		const page = await readFile(join(dir, 'dist/index.html'), 'utf8');
		const [, script] = /<script type="module"[^>]* src="\.\/([^"]+)"/.exec(page);
		return `dist/${script}`;
	},

	async esbuild(name, dir) {
		const { build } = await import('esbuild');
		await build({ ...await configOf(name, 'esbuild.config.mjs'), absWorkingDir: dir, logLevel: 'error' });
		return 'dist/main.js';
	},
};

async function main([name, dir]) {
	const entry = await bundlers[name.replace(/-web$/, '')](name, dir);
	console.log(`entry: ${entry}`);
}

/** Lays the program out in `dir`, builds it; returns {dir, entry, module}. */
export async function build(name, dir, { dir: from }) {
	await mkdir(join(dir, 'node_modules'), { recursive: true });
	await cp(join(here, 'apps', name), dir, { recursive: true });
	await cp(from, join(dir, 'node_modules/flavours'), { recursive: true });
	const script = join(here, 'lib/bundle.mjs');
	const made = await run(process.execPath, [script, name, dir], { timeout: 60_000, cwd: dir });
	const entry = /^entry: (.*)$/m.exec(made.stdout)?.[1];
	if (made.status !== 0 || !entry)
		throw new Error(`${name}: exit status ${made.status}\n${made.stdout}${made.stderr}`);
	return { dir, entry, module: join(from, 'mod_bg.wasm') };
}

if (process.argv[1] === join(here, 'lib/bundle.mjs'))
	await main(process.argv.slice(2));
