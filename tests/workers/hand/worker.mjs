// SPDX-License-Identifier: MIT OR Apache-2.0
// A Worker by hand over the package of a crate that knows nothing of Workers: what
// the application in ../app does, with entrypoint() for all that has to live on.

import { DurableObject, WorkerEntrypoint } from 'cloudflare:workers';
import * as crate from './crate.js';

crate.set_recovery_policy({ mode: 'reset' });
console.log('started');
crate.set_on_reset(() => console.log('started'));

const PRIVATE = 'password-of-the-database';

// What the crate calls.
globalThis.hooks = { call: (x) => x, note() {}, give_text: String, attempt: (x) => x };

const faults = {
	panic: () => crate.panics(PRIVATE),
	abort: () => crate.trap(),
	oom: () => crate.exhaust(),
	overflow: () => crate.overflow(1 << 20),
	error: () => crate.fails(PRIVATE),
};

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// Waits inside the module, so that it is pending when the module ends.
async function slow(fault, ms) {
	const text = await crate.wait_text(pause(ms), 'the slow');
	if (fault !== undefined)
		faults[fault]();
	return text.slice(-4);
}

class Application extends WorkerEntrypoint {
	async #route(request) {
		const url = new URL(request.url);
		const [what, name, ...more] = url.pathname.split('/').slice(1);
		if (what === 'slow')
			return slow(name, Number(url.searchParams.get('ms') ?? 10));
		if (what === 'counter')
			return this.env.COUNTER.getByName(name).use(more[0]);
		if (what === 'queue') {
			await this.env.JOBS.send(name, { contentType: 'json' });
			return 'queued';
		}
		return what === 'ok' ? crate.greet('ok').slice(-2) : faults[what]();
	}

	async fetch(request) {
		try {
			return new Response(await this.#route(request));
		} catch (error) {
			console.error(error);
			return new Response('Internal Server Error', { status: 500 });
		}
	}

	async queue({ messages }) {
		for (const message of messages) {
			if (message.body.startsWith('fault-'))
				faults[message.body.slice(6)]();
			await this.env.COUNTER.getByName('queue').use('add');
			message.ack();
		}
	}

	async scheduled({ cron }) {
		if (cron.startsWith('fault-'))
			faults[cron.slice(6)]();
		await this.env.COUNTER.getByName('cron').use('add');
	}

	add(a, b) {
		return crate.add(a, b);
	}
}

// Counts in the module's memory and in its storage.
class Kept extends DurableObject {
	#counter = new crate.Counter(0, 'kept');
	#found = null;

	constructor(ctx, env) {
		super(ctx, env);
		ctx.blockConcurrencyWhile(async () => {
			await pause(1);
			this.#found = (await ctx.storage.get('count')) ?? 0;
		});
	}

	async use(what) {
		if (what === 'add') {
			this.#counter.bump();
			await this.ctx.storage.put('count', ((await this.ctx.storage.get('count')) ?? 0) + 1);
		} else if (what !== 'get') {
			faults[what]();
		}
		return `${this.#counter.value} ${(await this.ctx.storage.get('count')) ?? 0} ${this.#found ?? '-'}`;
	}
}

export default crate.entrypoint(Application);
export const Counter = crate.entrypoint(Kept);
