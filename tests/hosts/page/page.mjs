// SPDX-License-Identifier: MIT OR Apache-2.0
// Plays what the plan says, one combination after the other, and shows it.

import { perform } from '/scenario/perform.mjs';
import { Board } from './board.mjs';

function script(address) {
	return new Promise((resolve, reject) => {
		const element = Object.assign(document.createElement('script'), {
			src: address,
			onload: resolve,
			onerror: () => reject(new Error(`${address} could not be loaded`)),
		});
		document.head.append(element);
	});
}

const load = (address) => import(address);

const bytes = async (address) => (await fetch(address)).arrayBuffer();

async function web(imports, { entry }) {
	const pkg = await import(entry);
	await pkg.default({ imports });
	return { pkg };
}

// For targets that load the module themselves.
async function imported(imports, { entry, module }) {
	const pkg = await import(entry);
	pkg.initSync({ imports });
	return { pkg, module: await bytes(module) };
}

const application = (run) => async (imports, { entry, module }) => {
	const opened = new Promise((resolve) => {
		globalThis.start = resolve;
	});
	await run(entry);
	const pkg = await (await opened)(imports);
	return { pkg, module: await bytes(module) };
};

const openers = {
	web,
	crate: web,
	bundler: imported,
	deno: imported,
	module: imported,
	webpack: application(script),
	'webpack-web': application(script),
	vite: application(load),
	'vite-web': application(load),
	esbuild: application(load),
	'esbuild-web': application(load),
	async 'no-modules'(imports, { entry }) {
		await script(entry);
		const pkg = globalThis.wasm_bindgen;
		await pkg({ imports });
		return { pkg };
	},
};

function inWorker(job) {
	const worker = new Worker('/page/worker.js');
	return new Promise((resolve) => {
		worker.onmessage = ({ data }) => resolve(data);
		worker.onerror = ({ message }) => resolve({ error: message });
		worker.postMessage(job);
	}).finally(() => worker.terminate());
}

const play = (job) => (job.way === 'no-modules-worker' ? inWorker(job)
	: perform(job, (imports) => openers[job.way](imports, job)));

/** Plays the plan that the address names; the results are `globalThis.results`. */
export async function playPlan() {
	const key = new URLSearchParams(location.search).get('plan');
	const plan = await (await fetch(`/plan/${key}`)).json();
	const board = new Board(plan);
	globalThis.results = [];
	for (const job of plan.combinations) {
		const result = await play(job);
		globalThis.results.push(result);
		board.show(job, result);
	}
	board.finish();
}
