// SPDX-License-Identifier: MIT OR Apache-2.0
// The host workerd: one process per combination, a Worker that is asked once.

import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { here } from './paths.mjs';
import { collect, run, start, within } from './processes.mjs';

const DEADLINE = 60_000;
const architecture = { x64: '64', arm64: 'arm64' }[process.arch];
const SCENARIO = ['check.mjs', 'crate.mjs', 'perform.mjs', 'scenario.mjs'].map((name) => join(here, 'scenario', name));

const config = ({ job, date }) => `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [(name = "main", worker = .worker)],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);

const worker :Workerd.Worker = (
  compatibilityDate = "${date}",
  modules = [
    (name = "worker.mjs", esModule = embed "worker.mjs"),
${[...SCENARIO.map((file) => basename(file)), 'mod.js'].map((name) =>
	`    (name = "${name}", esModule = embed "${name}"),`).join('\n')}
    (name = "mod_bg.wasm", wasm = embed "mod_bg.wasm"),
    ${job.target === 'bundler' ? '(name = "mod_bg.js", esModule = embed "mod_bg.js"),' : ''}
  ],
  bindings = [(name = "JOB", json = ${JSON.stringify(JSON.stringify(job))})],
);
`;

/* Everything that the Worker is made of, in one folder. */
async function layOut(work, pkg, job, date) {
	await mkdir(join(work, 'workerd'), { recursive: true });
	const dir = await mkdtemp(join(work, 'workerd', 'worker-'));
	const files = ['mod.js', 'mod_bg.wasm', ...job.target === 'bundler' ? ['mod_bg.js'] : []];
	for (const file of [...SCENARIO, join(here, 'workerd/worker.mjs'), ...files.map((name) => join(pkg.dir, name))])
		await copyFile(file, join(dir, basename(file)));
	await writeFile(join(dir, 'config.capnp'), config({ job, date }));
	return join(dir, 'config.capnp');
}

/* The port that workerd has taken, or an error with what it said when it ended. */
function listening(child, said) {
	return new Promise((resolve, reject) => {
		const control = collect(child.stdio[3]);
		child.stdio[3].on('data', () => {
			const port = /"port":(\d+)/.exec(control.all)?.[1];
			if (port)
				resolve(Number(port));
		});
		child.on('error', reject);
		child.on('close', (status) => reject(new Error(`workerd ended, status ${status}\n${said.all}`)));
	});
}

async function ask(program, file, combination) {
	const child = start(program, ['serve', file, '--control-fd=3'], { stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
	const said = collect(child.stderr);
	child.stdout.resume();
	try {
		const what = `workerd, ${combination.way} ${combination.flavour}`;
		const port = await within(DEADLINE, what, listening(child, said));
		const answer = await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(DEADLINE) });
		const text = await answer.text();
		if (answer.status !== 200)
			return { error: `${what}: status ${answer.status} ${text}\n${said.all}` };
		return JSON.parse(text);
	} catch (error) {
		return { error: `${error.message}\n${said.all}` };
	} finally {
		child.kill('SIGKILL');
	}
}

/** As that of node-like.mjs. */
export async function open(host, { work }) {
	const program = join(here, `node_modules/@cloudflare/workerd-linux-${architecture}/bin/workerd`);
	if (!existsSync(program))
		throw new Error(`there is no ${program}: run tests/hosts/setup`);
	const { stdout } = await run(program, ['--version'], { timeout: DEADLINE });
	const version = /\d{4}-\d\d-\d\d/.exec(stdout)[0];

	async function play(combination, pkg) {
		const { kind, flavour, target } = combination;
		const job = { kind, flavour, target, opener: target === 'web' ? 'web' : 'imported' };
		return ask(program, await layOut(work, pkg, job, '2026-01-01'), combination);
	}
	return { version, play, stop() {} };
}
