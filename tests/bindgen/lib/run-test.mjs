// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Runs the test of a crate on a generated package, in a process of its own.

import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from './generate.mjs';

const child = fileURLToPath(new URL('child.mjs', import.meta.url));

function denoBinary() {
	const scope = join(suite, 'node_modules/@deno');
	const [platform] = readdirSync(scope);
	return join(scope, platform, 'deno');
}

const hosts = {
	node: () => [process.execPath, '--no-warnings', '--expose-gc'],
	deno: () => [denoBinary(), 'run', '-A', '-q', '--no-check', '--no-lock', '--no-config', '--no-remote', '--v8-flags=--expose-gc'],
};

// The end of the text is where the error is, and its beginning says which one.
function shortened(text) {
	const lines = text.trim().split('\n');
	return lines.length <= 40 ? lines.join('\n') : [...lines.slice(0, 25), '...', ...lines.slice(-15)].join('\n');
}

/* Resolves to {ok, message}. @job is what child.mjs gets. */
export function runTest(job, { host, timeout, env, flags = [] }) {
	const token = `passed ${process.hrtime.bigint()}`;
	const [command, ...args] = hosts[host]();
	return new Promise((resolve) => {
		let out = '', err = '', late = false;
		const process_ = spawn(command, [...args, ...flags, child, JSON.stringify({ ...job, token })], {
			stdio: ['ignore', 'pipe', 'pipe'],
			env: { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1', ...env },
			cwd: job.dir,
		});
		const timer = setTimeout(() => {
			late = true;
			process_.kill('SIGKILL');
		}, timeout);
		process_.stdout.on('data', (data) => (out += data));
		process_.stderr.on('data', (data) => (err += data));
		process_.on('error', (error) => resolve({ ok: false, message: error.message }));
		process_.on('close', (code, signal) => {
			clearTimeout(timer);
			if (code === 0 && out.includes(`\n${token}\n`))
				return resolve({ ok: true });
			const how = late ? `no end after ${timeout} ms` : signal ? `signal ${signal}` : `exit status ${code}`;
			resolve({ ok: false, message: shortened(`${how}\n${err}${code === 0 ? out : ''}`) });
		});
	});
}
