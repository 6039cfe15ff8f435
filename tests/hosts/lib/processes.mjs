// SPDX-License-Identifier: MIT OR Apache-2.0
// Child processes: each has a deadline, and none outlives the run.

import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/* All children of this process, also those that libraries have started. */
function children() {
	return readdirSync('/proc/self/task').flatMap((thread) =>
		readFileSync(`/proc/self/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number));
}

process.on('exit', () => {
	for (const pid of children()) {
		for (const target of [-pid, pid]) { // browsers are groups of processes
			try {
				process.kill(target, 'SIGKILL');
			} catch {
				// It is no group, or has just ended.
			}
		}
	}
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
	process.on(signal, () => process.exit(1));

/** Starts a program that is killed when the run ends, if not before. */
export function start(command, args, options = {}) {
	return spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
}

/** All that a stream says, as it grows. */
export function collect(stream) {
	const text = { all: '' };
	stream.setEncoding('utf8').on('data', (data) => (text.all += data));
	return text;
}

/** Resolves to {status, signal, stdout, stderr, late}. */
export function run(command, args, { timeout, ...options }) {
	return new Promise((resolve, reject) => {
		const child = start(command, args, options);
		const stdout = collect(child.stdout), stderr = collect(child.stderr);
		let late = false;
		const timer = setTimeout(() => {
			late = true;
			child.kill('SIGKILL');
		}, timeout);
		child.on('error', (error) => {
			clearTimeout(timer);
			reject(error);
		});
		child.on('close', (status, signal) => {
			clearTimeout(timer);
			resolve({ status, signal, late, stdout: stdout.all, stderr: stderr.all });
		});
	});
}

/** The promise, or an error that says what was waited for. */
export async function within(ms, what, promise) {
	let timer;
	const deadline = new Promise((_, reject) => {
		timer = setTimeout(() => reject(new Error(`${what}: nothing after ${ms / 1000} s`)), ms);
	});
	try {
		return await Promise.race([promise, deadline]);
	} finally {
		clearTimeout(timer);
	}
}
