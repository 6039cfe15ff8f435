// SPDX-License-Identifier: MIT OR Apache-2.0
// Hosts that are programs with a command line: Node, Deno, Bun.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { here, root } from './paths.mjs';
import { run } from './processes.mjs';

const child = join(here, 'lib/child.mjs');
const DEADLINE = 60_000;

const architecture = { x64: ['x64', 'x64'], arm64: ['arm64', 'aarch64'] }[process.arch];

function installed(path) {
	const file = join(here, 'node_modules', path);
	if (!existsSync(file))
		throw new Error(`there is no ${file}: run tests/hosts/setup`);
	return file;
}

const programs = {
	async node({ major }) {
		const found = await run(join(root, 'scripts/node'), [String(major)], { timeout: 300_000 });
		if (found.status !== 0)
			throw new Error(found.stderr);
		return [found.stdout.trim(), '--no-warnings'];
	},
	deno: async () => [installed(`@deno/linux-${architecture[0]}-glibc/deno`), 'run', '-A', '-q', '--no-check',
		'--no-lock', '--no-config', '--no-remote'],
	bun: async () => [installed(`@oven/bun-linux-${architecture[1]}/bin/bun`), '--no-install'],
};

async function version([command]) {
	const said = await run(command, ['--version'], { timeout: DEADLINE });
	const found = /\d+\.\d+\.\d+/.exec(said.stdout);
	if (!found)
		throw new Error(`${command} --version says ${said.stdout}${said.stderr}`);
	return found[0];
}

/** {version, play, stop}: play(combination, package) resolves to {checks} or {error}. */
export async function open(host, { work }) {
	const program = await programs[host.kind](host);
	const [command, ...args] = program;
	const settings = { NODE_OPTIONS: '', NO_COLOR: '1', DENO_DIR: join(work, 'deno'), DENO_NO_UPDATE_CHECK: '1' };
	const env = { ...process.env, ...settings };

	async function play(combination, { dir, entry, module }) {
		const token = `result ${process.hrtime.bigint()} `;
		const { kind, way, target, flavour } = combination;
		const job = JSON.stringify({ kind, way, target, flavour, dir, entry, module, token });
		const ended = await run(command, [...args, child, job], { timeout: DEADLINE, cwd: dir, env });
		const line = ended.stdout.split('\n').find((text) => text.startsWith(token));
		if (line && ended.status === 0)
			return JSON.parse(line.slice(token.length));
		const how = ended.late ? `no end after ${DEADLINE / 1000} s` : `status ${ended.status}, signal ${ended.signal}`;
		return { error: `${how}\n${ended.stderr}${ended.stdout}` };
	}
	return { version: await version(program), play, stop() {} };
}
