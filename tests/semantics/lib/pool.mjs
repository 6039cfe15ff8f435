// SPDX-License-Identifier: MIT OR Apache-2.0
// Processes that do jobs one after the other, as many as there are processors. One that
// crashes, or takes too long, is replaced.

import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';

const TOO_LONG = 600_000;

function start(file) {
	const child = fork(file, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
	child.on('error', () => {});
	return child;
}

/* What a process says to a job, or {error}. */
function ask(child, job) {
	return new Promise((resolve) => {
		const done = (answer) => {
			clearTimeout(timer);
			child.off('message', done);
			child.off('exit', died);
			resolve(answer);
		};
		const died = (status, signal) => done({ error: `the process died: ${signal ?? status}`, dead: true });
		const timer = setTimeout(() => {
			child.kill('SIGKILL');
			done({ error: `no end after ${TOO_LONG / 1000} seconds`, dead: true });
		}, TOO_LONG);
		child.on('message', done);
		child.on('exit', died);
		child.send(job);
	});
}

/** Has `file` do all jobs (an iterable); tells of each answer as it comes. */
export async function doAll(file, jobs, tell, count = availableParallelism()) {
	const rest = jobs[Symbol.iterator]();
	const worker = async () => {
		let child;
		for (const job of { [Symbol.iterator]: () => ({ next: () => rest.next() }) }) {
			child ??= start(file);
			const answer = await ask(child, job);
			if (answer.dead)
				child = undefined;
			tell(job, answer);
		}
		child?.disconnect();
	};
	await Promise.all(Array.from({ length: count }, worker));
}
