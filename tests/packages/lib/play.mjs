// SPDX-License-Identifier: MIT OR Apache-2.0
// A package in one mode, in a process of its own; and the tool on what it compiled.

import { mkdir, readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { run } from '../../hosts/lib/processes.mjs';
import { here } from './paths.mjs';

const DEADLINE = 240_000;

export const modes = {
	standalone: { flags: ['--standalone'], contains: true },
	heal: { flags: ['--standalone=heal'], heals: true },
	optimized: { flags: ['--standalone', '-O2'], contains: true },
};

const lastLines = (text) => text.trim().split('\n').slice(-25).join('\n');

/** What came of it (child.mjs), with `compiled`: the lines that preload.mjs wrote. */
export async function play(name, dir, modules, { contains, heals } = {}) {
	await mkdir(dir, { recursive: true });
	const out = join(dir, 'result.json');
	const job = { use: pathToFileURL(join(here, 'use', `${name}.mjs`)).href, out, contains, heals };
	// NODE_OPTIONS: for the processes that a package starts.
	const env = {
		...process.env,
		NODE_OPTIONS: `--no-warnings --import=${pathToFileURL(join(here, 'lib/preload.mjs')).href}`,
		NO_COLOR: '1',
		UNPOISON_PACKAGES: JSON.stringify({ modules, seen: dir }),
	};
	const args = [join(here, 'lib/child.mjs'), JSON.stringify(job)];
	const ended = await run(process.execPath, args, { timeout: DEADLINE, cwd: here, env });
	const said = await readFile(out, 'utf8').catch(() => null);
	const result = said === null ? {} : JSON.parse(said);
	if (result.uncaught || said === null || ended.status !== 0) {
		const how = ended.late ? `no end after ${DEADLINE / 1000} s` : `status ${ended.status}, signal ${ended.signal}`;
		throw new Error(`${how}\n${result.uncaught ?? lastLines(ended.stderr + ended.stdout)}`);
	}
	const compiled = await readFile(join(dir, 'compiled'), 'utf8').catch(() => '');
	return { ...result, compiled: compiled.split('\n').filter(Boolean) };
}

/** The modules that an untouched run left: {digest: file}. */
export async function modulesOf(dir) {
	const files = (await readdir(dir)).filter((file) => file.endsWith('.wasm'));
	return Object.fromEntries(files.map((file) => [file.slice(0, -5), join(dir, file)]));
}

/** {digest: file} of rewritten modules; the messages about those that were refused. */
export async function rewritten(tool, modules, dir, { flags }) {
	const made = {}, refusals = [];
	let bytes = 0;
	await mkdir(dir, { recursive: true });
	for (const [digest, input] of Object.entries(modules)) {
		const file = join(dir, `${digest}.wasm`);
		const { status, late, stderr } = await run(tool, [...flags, '-o', file, input], { timeout: DEADLINE });
		if (status === 1) {
			refusals.push(stderr.trim());
			continue;
		}
		if (status !== 0)
			throw new Error(`unpoison ${flags.join(' ')} ${input}: ${late ? 'no end' : `status ${status}`}\n${stderr}`);
		made[digest] = file;
		bytes += (await stat(file)).size;
	}
	return { made, refusals, bytes };
}
