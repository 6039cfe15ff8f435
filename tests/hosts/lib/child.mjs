// SPDX-License-Identifier: MIT OR Apache-2.0
// Runs in Node, Deno or Bun: one combination. Says what came of it on its last line.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { perform } from '../scenario/perform.mjs';

const job = JSON.parse(process.argv[2]);
const address = (file) => pathToFileURL(`${job.dir}/${file}`).href;
const bytes = () => readFile(`${job.dir}/mod_bg.wasm`);

// For targets that load the module themselves.
async function imported(imports) {
	const pkg = await import(address(job.entry));
	if (imports)
		pkg.initSync({ imports });
	return { pkg };
}

async function application(imports) {
	const opened = new Promise((resolve) => {
		globalThis.start = resolve;
	});
	await import(address(job.entry));
	const pkg = await (await opened)(imports);
	return { pkg, module: await readFile(job.module) };
}

const openers = {
	nodejs(imports) {
		const pkg = createRequire(address('user.js'))(`./${job.entry}`);
		if (imports)
			pkg.initSync({ imports });
		return { pkg };
	},
	async web(imports) {
		const pkg = await import(address(job.entry));
		pkg.initSync({ module: await bytes(), imports });
		return { pkg };
	},
	async bundler(imports) {
		return { ...await imported(imports), module: await bytes() };
	},
	esbuild: application,
	deno: imported,
	module: imported,
};

const opener = openers[job.way === 'crate' ? job.target : job.way];
// What a host throws where nobody can catch it ends the process; that is seen too.
const result = await perform(job, opener);
process.stdout.write(`\n${job.token}${JSON.stringify(result)}\n`, () => process.exit(0));
