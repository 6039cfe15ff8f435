// SPDX-License-Identifier: MIT OR Apache-2.0
// Calls that were suspended when their state was reset (JSPI).
//
// A suspending import and a promising export are wasm functions as the engine
// knows them, so this is a matter of the module alone: it is instantiated here
// by hand, with a host that does what the protocol asks for and no more.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { needs } from './support/engine.mjs';
import { show, thrown } from './support/expect.mjs';
import { FLAVOURS, flavourFile } from './support/fixtures.mjs';
import { rewriteOk } from './support/tool.mjs';

const hasJspi = typeof WebAssembly.Suspending === 'function';
const tick = () => new Promise((resolve) => setImmediate(resolve));

/** The rewritten flavour; `suspended` has the calls of its import. */
function instantiate(name) {
	const { dir } = rewriteOk(flavourFile(name), ['--target', 'web', '--reset', 'in-place']);
	const module = new WebAssembly.Module(fs.readFileSync(path.join(dir, 'mod_bg.wasm')));
	const suspended = [];
	const refused = new Error('refused');
	const host = {
		terminated() {
			throw refused;
		},
		panic: () => 1,
		raise() {
			throw new Error('a panic');
		},
		unwind(error) {
			throw error;
		},
	};
	const env = {
		host: new WebAssembly.Suspending((x) => new Promise((resolve, reject) => {
			suspended.push({ x, resolve, reject });
		})),
		log() {},
	};
	const protocol = Object.fromEntries(WebAssembly.Module.imports(module)
		.filter((entry) => entry.module === '__unpoison')
		.map(({ name }) => [name, host[name] ?? (() => 0)]));
	const { exports } = new WebAssembly.Instance(module, { env, __unpoison: protocol });
	exports.__unpoison_start?.();
	const call = WebAssembly.promising(exports.guarded_call);
	return { exports, suspended, call, refused };
}

async function outcome(promise) {
	let state = { pending: true };
	promise.then((value) => {
		state = { value };
	}, (error) => {
		state = { error };
	});
	await tick();
	await tick();
	return state;
}

for (const { name, needs: features } of FLAVOURS) {
	const options = hasJspi ? needs(...features) : { skip: 'this engine lacks: JSPI' };
	describe(`suspended calls, ${name}`, options, () => {
		it('resume and end well', async () => {
			const { exports, suspended, call } = instantiate(name);
			const promise = call(1);
			assert.equal(exports.bump(), 1, 'the module is free while a call is suspended');
			suspended[0].resolve(5);
			assert.deepEqual(await outcome(promise), { value: 5 });
			assert.equal(exports.drops(), 1);
			assert.equal(exports.counter(), 1);
		});

		for (const how of ['resolve', 'reject']) {
			it(`a call that resumes after a reset (${how}) is rejected and harms nothing`, async () => {
				const { exports, suspended, call } = instantiate(name);
				const promise = call(1);
				exports.bump();
				exports.__wbg_reset_state();
				assert.equal(exports.bump(), 1);
				suspended[0][how](how === 'resolve' ? 5 : new Error('of JavaScript'));
				const { error } = await outcome(promise);
				assert.ok(error instanceof Error, show(error));
				// The new state lives, and nobody has written to it.
				assert.equal(exports.counter(), 1);
				assert.equal(exports.drops(), 0);
				assert.equal(exports.bump(), 2);
				const second = call(2);
				suspended[1].resolve(6);
				assert.deepEqual(await outcome(second), { value: 6 });
				assert.equal(exports.drops(), 1);
			});
		}

		it('many of many generations, in any order', async () => {
			const { exports, suspended, call } = instantiate(name);
			const promises = [];
			for (let i = 0; i < 12; i++) {
				promises.push(call(i));
				if (i % 3 === 2)
					exports.__wbg_reset_state();
			}
			promises.push(call(12));
			promises.forEach((promise) => promise.catch(() => {})); // all are looked at below
			for (const i of [7, 12, 0, 11, 3, 4, 5, 1, 2, 10, 9, 8, 6])
				suspended[i].resolve(i);
			for (let i = 0; i < 12; i++)
				assert.ok((await outcome(promises[i])).error instanceof Error);
			assert.deepEqual(await outcome(promises[12]), { value: 12 });
			assert.equal(exports.drops(), 1);
			assert.equal(exports.bump(), 1);
		});

		it('one that is suspended when another call dies, and resumes', async () => {
			const { exports, suspended, call, refused } = instantiate(name);
			const promise = call(1);
			thrown(() => exports.trap());
			assert.equal(thrown(() => exports.bump()), refused);
			suspended[0].resolve(5);
			assert.ok((await outcome(promise)).error instanceof Error);
			assert.equal(thrown(() => exports.bump()), refused);
			exports.__wbg_reset_state();
			assert.equal(exports.bump(), 1);
		});

		it('one of the dead generation that resumes after the reset', async () => {
			const { exports, suspended, call } = instantiate(name);
			const promise = call(1);
			thrown(() => exports.trap());
			exports.__wbg_reset_state();
			assert.equal(exports.bump(), 1);
			suspended[0].resolve(5);
			assert.ok((await outcome(promise)).error instanceof Error);
			assert.equal(exports.bump(), 2);
			assert.equal(exports.drops(), 0);
		});
	});
}
