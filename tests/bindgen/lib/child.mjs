// SPDX-License-Identifier: MIT OR Apache-2.0
//
// One crate, one target, one generator: loads the package and runs the test of
// the crate. It has passed if the process ends with 0 *and* has said so: a process
// that ends too early has not.

import { pathToFileURL } from 'node:url';
import process from 'node:process';
import { load } from './load.mjs';

const job = JSON.parse(process.argv[2]);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// Finalizers run in tasks of their own, some time after the collection; and what
// a WeakRef was asked for lives until the end of the task.
async function collectGarbage(until = () => false) {
	for (let i = 0; i < 20; i++) {
		globalThis.gc();
		await pause(i < 5 ? 0 : 5);
		if (until())
			return;
		await pause(0);
	}
}

function fail(error) {
	console.error(error);
	process.exit(1);
}

async function main() {
	const test = await import(pathToFileURL(job.test).href);
	let late = fail;
	process.on('uncaughtException', (error) => late(error));
	const context = {
		...job,
		pause,
		collectGarbage,
		// Gives what nobody catches to the test, instead of ending the process.
		onUncaught: (handler) => (late = handler),
		load: (options, name = job.name) => load(job.target, job.dir, name, options),
	};
	if (!test.loadsItself)
		context.pkg = await load(job.target, job.dir, job.name);
	await test.default(context);
	await pause(0);
	process.stdout.write(`\n${job.token}\n`, () => process.exit(0));
}

main().catch(fail);
