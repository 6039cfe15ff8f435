// SPDX-License-Identifier: MIT OR Apache-2.0
// The target workers: what the Worker offers, and to whom. tests/workers has the
// same in the real runtime, with Durable Objects.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { crateFile } from './support/bindgen.mjs';
import { assemble } from './support/fixtures.mjs';
import { load } from './support/load.mjs';
import { rewrite, rewriteOk, runTool } from './support/tool.mjs';

const PLAIN = `(module
	(memory 1)
	(func (export "fetch") (param externref externref externref) (result externref)
		(if (ref.is_null (local.get 0)) (then unreachable))
		(local.get 0))
	(func (export "queue") (param externref externref externref)
		(i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (i32.const 1))))
	(func (export "scheduled") (param externref externref externref) unreachable)
	(func (export "batches") (result i32) (i32.load (i32.const 0)))
	(func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
	(func (export "a b") (result i32) (i32.const 5)))`;

/** The Worker of a module, as the runtime makes one for each event. */
async function worker(flags = []) {
	const { dir } = rewriteOk(assemble(PLAIN), ['--target', 'workers', ...flags]);
	const pkg = await load(dir, 'mod', 'workers');
	pkg.set_recovery_policy({ mode: 'reset' }); // as the file has it: load() takes that back
	return { pkg, event: () => new pkg.default('ctx', 'env') };
}

/** What `fn` prints as an error, and what it returns. */
async function logged(fn) {
	const { error } = console;
	const lines = [];
	console.error = (...args) => lines.push(args);
	try {
		return { result: await fn(), lines };
	} finally {
		console.error = error;
	}
}

const methodsOf = (Class) => Object.getOwnPropertyNames(Class.prototype).sort();

describe('what can be called', () => {
	it('is the handlers, without --rpc', async () => {
		const { pkg } = await worker();
		assert.deepEqual(methodsOf(pkg.default), ['constructor', 'fetch', 'queue', 'scheduled']);
	});

	it('is what --rpc names, too', async () => {
		const { pkg, event } = await worker(['--rpc', 'add', '--rpc', 'a b']);
		assert.deepEqual(methodsOf(pkg.default), ['a b', 'add', 'constructor', 'fetch', 'queue', 'scheduled']);
		assert.equal(event().add(2, 3), 5);
		assert.equal(event()['a b'](), 5);
	});

	it('has the new name after --rename', async () => {
		const { event } = await worker(['--rename', 'add=sum', '--rpc', 'sum']);
		assert.equal(event().sum(2, 3), 5);
	});

	const refused = (name, words, input = assemble(PLAIN)) => it(`never ${name}`, () => {
		const run = rewrite(input, ['--target', 'workers', ...name.split(' ').flatMap((one) => ['--rpc', one])]);
		assert.equal(run.status, 1);
		assert.match(run.stderr, words);
		assert.deepEqual(run.files, []);
	});

	refused('fetch', /--rpc fetch: the runtime calls that itself/);
	refused('nothing', /--rpc nothing: there is no such function/);
	refused('add add', /--rpc add is given twice/);
	refused('set_on_abort', /there is no such function/);
	refused('constructor', /cannot call a method of that name/,
		assemble('(module (func (export "constructor")))'));

	it('is a usage error for other targets', () => {
		const run = runTool(['--target', 'module', '--rpc', 'add', 'x.wasm']);
		assert.equal(run.status, 2);
		assert.match(run.stderr, /--rpc is for the target workers/);
	});
});

describe('an event', () => {
	it('gets env and ctx of its Worker', async () => {
		const { event } = await worker();
		const request = {};
		assert.equal(await event().fetch(request), request);
	});

	it('that dies is a 500 without a word of it, and the next is served', async () => {
		const { pkg, event } = await worker();
		const aborts = [];
		pkg.set_on_abort((abort) => aborts.push(abort));
		event().queue({});
		const { result, lines } = await logged(() => event().fetch(null));
		assert.equal(result.status, 500);
		assert.equal(await result.text(), 'Internal Server Error');
		assert.deepEqual([...result.headers.keys()], ['content-type']);
		assert.equal(lines.length, 1);
		assert.equal(lines[0][0], aborts[0].error);
		assert.equal(aborts[0].reason, 'trap');
		const request = {};
		assert.equal(await event().fetch(request), request);
		assert.equal(pkg.batches(), 0, 'the state is a fresh one');
		assert.equal(pkg.recovery_state().generation, 1);
	});

	it('other than a request fails for the runtime to see', async () => {
		const { event } = await worker();
		assert.throws(() => event().scheduled({}), WebAssembly.RuntimeError);
		event().queue({});
	});
});

describe('the file', () => {
	it('recovers by itself, unless it cannot', () => {
		const text = (...flags) => {
			const { dir } = rewriteOk(assemble(PLAIN), ['--target', 'workers', ...flags]);
			return fs.readFileSync(path.join(dir, 'mod.js'), 'utf8');
		};
		const policy = "set_recovery_policy({ mode: 'reset' });";
		assert.ok(text().includes(policy));
		assert.ok(!text('--reset', 'none').includes(policy));
	});

	it('has no Durable Object of classes that handle no event', async () => {
		const { dir } = rewriteOk(crateFile('abort'), ['--target', 'workers']);
		const pkg = await load(dir, 'mod', 'workers');
		assert.equal(typeof pkg.Counter.prototype.free, 'function');
		assert.doesNotMatch(fs.readFileSync(path.join(dir, 'mod.js'), 'utf8'), /extends DurableObject/);
	});
});
