// SPDX-License-Identifier: MIT OR Apache-2.0
// createInstance(): instances that know nothing of each other.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import vm from 'node:vm';
import { abortedOnce, isPanic, isTerminated, show, thrown } from './support/expect.mjs';
import { assemble, flavour, flavourFile, source, wat } from './support/fixtures.mjs';
import { TARGETS, load, loaded, open, targetRuns, wantsBytes } from './support/load.mjs';
import { eachFlavour, noUnhandled, refused } from './support/objects.mjs';
import { RESETS, isAtGeneration, isRefusal, resetBy, runBeside, timeOut } from './support/recovery.mjs';
import { freshDir, rewriteOk } from './support/tool.mjs';

const lines = source();

const HOST = { env: { host: (x) => x, log: () => 0 } };

/** What only the package has. */
const OF_PACKAGE = ['__esModule', 'createInstance', 'default', 'init', 'initSync', 'module.exports'];

/** The hook of an instance: what it was told. */
function watch(instance) {
	const aborts = [];
	instance.set_on_abort((abort) => {
		aborts.push(abort);
	});
	return aborts;
}

/** A package of a flavour, and what createInstance() has to be given there. */
async function packaged(name, { target = 'web', flags = [] } = {}) {
	const { dir } = rewriteOk(flavourFile(name), ['--target', target, ...flags]);
	const { pkg, wasm } = await open(dir, 'mod', target);
	return { pkg, bytes: fs.readFileSync(wasm) };
}

/** Several instances of a flavour, each with its own host. */
async function several(name, count, options) {
	const { pkg, bytes } = await packaged(name, options);
	const module = new WebAssembly.Module(bytes);
	return Array.from({ length: count }, () => {
		const env = { host: (x) => x, log: () => 0 };
		const instance = pkg.createInstance({ module, imports: { env: {
			host: (x) => env.host(x),
			log: (x) => env.log(x),
		} } });
		return { pkg: instance, env, aborts: watch(instance), shared: pkg };
	});
}

for (const target of Object.keys(TARGETS)) {
	const options = targetRuns(target) ? {} : { skip: `this engine cannot load ${target}` };
	describe(`createInstance, ${target}`, options, () => {
		it('has the names of the package, and is not to be changed', async () => {
			const { pkg, bytes } = await packaged('abort', { target });
			pkg.initSync({ imports: HOST, ...wantsBytes(target) && { module: bytes } });
			const instance = pkg.createInstance({ module: bytes, imports: HOST });
			const expected = Object.getOwnPropertyNames(pkg).filter((key) => !OF_PACKAGE.includes(key));
			const ofFunction = target === 'no-modules' ? ['length', 'name'] : [];
			assert.deepEqual(Object.keys(instance).sort(), expected.filter((key) => !ofFunction.includes(key)).sort());
			assert.equal(Object.getPrototypeOf(instance), null);
			assert.ok(Object.isFrozen(instance));
			assert.equal(instance.PanicError, pkg.PanicError);
			assert.equal(instance.TerminatedError, pkg.TerminatedError);
			assert.notEqual(instance.memory, pkg.memory);
			assert.deepEqual([instance.add.name, instance.add.length], ['add', 2]);
			// Everything works apart from the object.
			const { bump, counter, recovery_state } = instance;
			assert.deepEqual([bump(), bump(), counter(), pkg.bump()], [1, 2, 2, 1]);
			assert.equal(recovery_state().generation, 0);
		});

		it('of bytes, of a module, of what there is', async () => {
			const { pkg, bytes } = await packaged('abort', { target });
			const given = { module: new WebAssembly.Module(bytes), bytes, buffer: bytes.buffer.slice(bytes.byteOffset,
				bytes.byteOffset + bytes.byteLength) };
			for (const [what, module] of Object.entries(given))
				assert.equal(pkg.createInstance({ module, imports: HOST }).bump(), 1, what);
			pkg.initSync({ imports: HOST, ...wantsBytes(target) && { module: bytes } });
			if (target === 'bundler')
				assert.match(thrown(() => pkg.createInstance({ imports: HOST })).message, /createInstance needs \{ module \}/);
			else
				assert.equal(pkg.createInstance({ imports: HOST }).bump(), 1);
			assert.equal(pkg.bump(), 1);
		});

		it('before there is an instance of the package', async () => {
			const { pkg, bytes } = await packaged('abort', { target });
			if (wantsBytes(target) || target === 'bundler') {
				const error = thrown(() => pkg.createInstance({ imports: HOST }));
				assert.ok(error instanceof TypeError);
				assert.match(error.message, /^createInstance needs \{ module \}/);
			} else {
				assert.equal(pkg.createInstance({ imports: HOST }).bump(), 1);
			}
			assert.equal(pkg.createInstance({ module: bytes, imports: HOST }).bump(), 1);
			assert.match(thrown(() => pkg.bump()).message, /not initialised/);
			assert.match(thrown(() => pkg.__wbg_reset_state()).message, /not initialised/);
		});

		it('what is wrong is said', async () => {
			const { pkg, bytes } = await packaged('abort', { target });
			for (const imports of [undefined, {}, { env: {} }, { env: { host: 5 } }]) {
				const error = thrown(() => pkg.createInstance({ module: bytes, imports }));
				assert.ok(error instanceof TypeError, show(error));
				assert.match(error.message, /^Missing imports(?=.* env\.host \(a function\))(?=.* env\.log \(a function\))/);
			}
			assert.ok(thrown(() => pkg.createInstance({ module: bytes.subarray(0, 50), imports: HOST }))
				instanceof WebAssembly.CompileError);
			assert.ok(thrown(() => pkg.createInstance({ module: {}, imports: HOST })) instanceof TypeError);
			// Another module that needs the same.
			const other = assemble('(module (import "x" "y" (func)))');
			assert.ok(thrown(() => pkg.createInstance({ module: other, imports: HOST })) instanceof Error);
			if (!wantsBytes(target) && target !== 'bundler') // nobody takes it for the right one
				assert.equal(pkg.createInstance({ imports: HOST }).bump(), 1);
			assert.equal(pkg.createInstance({ module: bytes, imports: HOST }).bump(), 1);
		});

		it('lives and dies alone', async () => {
			const { pkg, bytes } = await packaged('legacy', { target });
			pkg.initSync({ imports: HOST, ...wantsBytes(target) && { module: bytes } });
			const instance = pkg.createInstance({ module: bytes, imports: HOST });
			const [mine, other] = [watch(pkg), watch(instance)];
			pkg.bump();
			isPanic(instance, thrown(() => instance.boom_str()), { message: 'boom', fatal: false });
			const death = thrown(() => instance.trap());
			abortedOnce(other, { error: death, reason: 'trap', export: 'trap' });
			isTerminated(instance, () => instance.bump(), death);
			assert.deepEqual(mine, []);
			assert.equal(pkg.bump(), 2);
			isAtGeneration(pkg, 0, null);
			instance.__wbg_reset_state();
			assert.equal(instance.bump(), 1);
			isAtGeneration(instance, 1, death);
			isAtGeneration(pkg, 0, null);
		});
	});
}

eachFlavour('independent instances', (name, { unwinds }) => {
	for (const mode of [...RESETS, 'none']) {
		it(`state, hooks, policy and generations, ${mode}`, async () => {
			const [a, b, c] = await several(name, 3, { flags: resetBy(mode) });
			assert.deepEqual([a, b, b, c, b].map(({ pkg }) => pkg.bump()), [1, 1, 2, 1, 3]);
			new Uint8Array(a.pkg.memory.buffer).fill(0xff, 0, 64);
			const death = thrown(() => b.pkg.trap());
			abortedOnce(b.aborts, { error: death, reason: 'trap', export: 'trap' });
			isTerminated(b.pkg, () => b.pkg.bump(), death);
			assert.deepEqual([a.pkg.bump(), c.pkg.bump(), a.aborts, c.aborts], [2, 2, [], []]);
			if (mode === 'none')
				return;
			const resets = [];
			for (const one of [a, b, c])
				one.pkg.set_on_reset(({ generation }) => resets.push([[a, b, c].indexOf(one), generation]));
			c.pkg.set_recovery_policy({ mode: 'reset' });
			thrown(() => c.pkg.trap());
			assert.equal(c.pkg.bump(), 1);
			isTerminated(b.pkg, () => b.pkg.bump(), death);
			a.pkg.schedule_reinit();
			b.pkg.__wbg_reset_state();
			assert.deepEqual(resets, [[2, 1], [1, 1]]);
			assert.deepEqual([b.pkg.counter(), c.pkg.counter(), a.pkg.counter()], [0, 1, 0]);
			assert.deepEqual(resets, [[2, 1], [1, 1], [0, 1]]);
			// Each names the generation that is its own.
			for (let i = 0; i < 3; i++)
				b.pkg.__wbg_reset_state();
			const [deaths, refusals] = [a, b].map(({ pkg }) => thrown(() => pkg.trap()))
				.reduce(([one, two], error, i) => [[...one, error], [...two, thrown(() => [a, b][i].pkg.bump())]], [[], []]);
			isRefusal(a.pkg, refusals[0], { generation: 1, cause: deaths[0] });
			isRefusal(b.pkg, refusals[1], { generation: 4, cause: deaths[1] });
			isAtGeneration(c.pkg, 1);
		});
	}

	it('panics have the text of their own memory', async () => {
		const [a, b] = await several(name, 2);
		const inner = [];
		// One in the middle of the other.
		a.env.log = () => {
			inner.push(thrown(() => b.pkg.boom_fmt(2)));
		};
		a.pkg.call_log(1);
		const error = thrown(() => a.pkg.index(99));
		isPanic(a.pkg, error, { fatal: !unwinds, at: '[i as usize]', lines,
			message: 'index out of bounds: the len is 10 but the index is 99' });
		isPanic(b.pkg, inner[0], { message: 'value 2 is bad', fatal: !unwinds });
		assert.deepEqual([a.aborts.length, b.aborts.length], unwinds ? [0, 0] : [1, 1]);
	});

	it('an abort in a call that is nested in one of another', async () => {
		const [a, b] = await several(name, 2);
		// Swallowed: it is none of the other's.
		a.env.host = (x) => {
			const death = thrown(() => b.pkg.trap());
			abortedOnce(b.aborts, { error: death, reason: 'trap' });
			isRefusal(b.pkg, thrown(() => b.pkg.bump()), { generation: 0, cause: death });
			b.pkg.__wbg_reset_state();
			assert.equal(b.pkg.bump(), 1);
			return x + a.pkg.bump();
		};
		assert.equal(a.pkg.guarded_call(5), 6);
		assert.deepEqual(a.aborts, []);
		isAtGeneration(a.pkg, 0, null);
		isAtGeneration(b.pkg, 1);

		// Not swallowed: no frame can be unwound by a trap.
		b.aborts.length = 0;
		a.env.host = () => b.pkg.trap();
		const death = thrown(() => a.pkg.guarded_call(5));
		abortedOnce(a.aborts, { error: death, reason: 'foreign-exception' });
		assert.equal(b.aborts[0].error, death);
		assert.equal(b.aborts[0].reason, 'trap');
		isTerminated(a.pkg, () => a.pkg.bump(), death);
		isRefusal(b.pkg, thrown(() => b.pkg.bump()), { generation: 1, cause: death });
	});

	it('a panic, or a refusal, that crosses another instance', async () => {
		for (const what of ['boom_str', 'bump']) {
			const [a, b] = await several(name, 2);
			if (what === 'bump')
				thrown(() => b.pkg.trap());
			a.env.host = () => b.pkg[what]();
			const error = thrown(() => a.pkg.guarded_call(5));
			assert.ok(error instanceof (what === 'bump' ? b.pkg.TerminatedError : b.pkg.PanicError));
			if (unwinds) {
				assert.deepEqual(a.aborts, []);
				assert.equal(a.pkg.drops(), 1);
				isAtGeneration(a.pkg, 0, null);
			} else {
				abortedOnce(a.aborts, { error, reason: 'foreign-exception', export: 'guarded_call' });
			}
		}
	});

	it('a reset while a call of another is in progress, both ways', async () => {
		const [a, b] = await several(name, 2);
		a.env.host = () => b.pkg.guarded_call(1);
		b.env.host = (x) => {
			b.pkg.schedule_reinit();
			a.pkg.schedule_reinit();
			return x + b.pkg.bump() + a.pkg.bump();
		};
		assert.equal(a.pkg.guarded_call(1), 3);
		isAtGeneration(a.pkg, 0);
		isAtGeneration(b.pkg, 0);
		assert.deepEqual([a.pkg.bump(), b.pkg.bump()], [1, 1]);
		// The outer one is reset in the middle of the inner one.
		b.env.host = (x) => {
			a.pkg.__wbg_reset_state();
			return x + b.pkg.bump();
		};
		isRefusal(a.pkg, thrown(() => a.pkg.guarded_call(1)), { generation: 1 });
		assert.deepEqual([a.pkg.counter(), b.pkg.counter()], [0, 2]);
		isAtGeneration(a.pkg, 2);
		isAtGeneration(b.pkg, 1);
	});

	it('a host that gives up on one', async () => {
		const [a, b] = await several(name, 2);
		timeOut(() => b.pkg.spin(1n << 40n));
		isRefusal(b.pkg, thrown(() => b.pkg.bump()), { generation: 0 });
		assert.deepEqual(b.aborts.map(({ reason }) => reason), ['host-terminated']);
		assert.equal(a.pkg.bump(), 1);
		b.pkg.__wbg_reset_state();
		assert.equal(b.pkg.bump(), 1);
		assert.deepEqual([a.pkg.bump(), a.aborts], [2, []]);
	});

	it('a stack overflow through both', async () => {
		const [a, b] = await several(name, 2);
		a.env.host = () => b.pkg.guarded_call(1);
		b.env.host = () => a.pkg.guarded_call(1);
		const error = thrown(() => a.pkg.guarded_call(1));
		for (const { pkg, aborts } of [a, b]) {
			assert.equal(aborts.length, 1);
			assert.equal(pkg.recovery_state().terminated, true);
			pkg.__wbg_reset_state();
			assert.equal(pkg.bump(), 1);
		}
		assert.ok(error instanceof RangeError || error instanceof a.pkg.TerminatedError, show(error));
	});

	it('entrypoints follow their own', async () => {
		const [a, b] = await several(name, 2);
		const [one, two] = [a, b].map(({ pkg }) => new (pkg.entrypoint(class {
			born = pkg.bump();
		}))());
		a.pkg.bump();
		a.pkg.__wbg_reset_state();
		b.pkg.bump();
		assert.deepEqual([one.born, two.born], [1, 1]);
		assert.deepEqual([a.pkg.counter(), b.pkg.counter()], [1, 2]);
	});
});

describe('what is exported', () => {
	it('memories, globals and tables are those of the instance, also after it was made anew', async () => {
		for (const mode of ['in-place', 'reinstantiate']) {
			const pkg = await loaded(wat('kinds'), { flags: resetBy(mode) });
			const [a, b] = [pkg.createInstance(), pkg.createInstance()];
			const all = [pkg, a, b];
			for (const key of ['memory', 'count', 'objects', 'object']) {
				assert.equal(new Set(all.map((one) => one[key])).size, 3, key);
				assert.equal(a[key], a[key]);
			}
			all.forEach((one, i) => {
				new Uint8Array(one.memory.buffer)[100] = i + 1;
				one.count.value = 10 * (i + 1);
				one.objects.set(0, one);
			});
			assert.deepEqual(all.map((one) => [one.load(100), one.bump()]), [[1, 11], [2, 21], [3, 31]]);
			const before = { ...a };
			a.__wbg_reset_state();
			const same = mode === 'in-place';
			for (const key of ['memory', 'count', 'objects'])
				assert.equal(a[key] === before[key], same, key);
			assert.deepEqual([a.load(100), a.count.value, a.objects.get(0) ?? null, a.answer.value], [0, 5, null, 42]);
			new Uint8Array(a.memory.buffer)[100] = 9;
			a.count.value++;
			assert.deepEqual([a.load(100), a.bump()], [9, 7]);
			assert.deepEqual([pkg.load(100), pkg.bump(), b.load(100), b.bump()], [1, 12, 3, 32]);
			assert.ok(Object.isFrozen(a));
		}
	});

	it('names of every kind, also those that objects have', async () => {
		const pkg = await loaded(wat('names'), { target: 'nodejs' });
		const instance = pkg.createInstance();
		for (const name of ['constructor', 'toString', 'hasOwnProperty', '', '💥', 'line\nfeed\u2028', 'undefined'])
			assert.equal(instance[name](), pkg[name](), name);
		const own = ['__proto__', '__defineGetter__', 'valueOf', 'isPrototypeOf'];
		for (const target of ['nodejs', 'web']) {
			const odd = await loaded(assemble(`(module (memory 1)
				${own.map((key, i) => `(func (export "${key}") (result i32) i32.const ${i})`).join('\n')})`), { target });
			const made = odd.createInstance();
			assert.equal(Object.getPrototypeOf(made), null);
			assert.deepEqual(own.map((key) => Object.getOwnPropertyDescriptor(made, key).value()), [0, 1, 2, 3]);
			assert.equal(made.recovery_state().generation, 0);
		}
	});

	it('a function of one in a table of another', async () => {
		const pkg = await loaded(wat('table'), { imports: { env: { host: (x) => x } } });
		const [a, b] = [0, 0].map(() => pkg.createInstance({ imports: { env: { host: (x) => x } } }));
		const tables = [a, b].map((one) => Object.values(one).find((value) => value instanceof WebAssembly.Table));
		assert.notEqual(tables[0], tables[1]);
		const foreign = tables[0].get(0) ?? tables[0].get(1);
		tables[1].set(0, foreign);
		assert.equal(tables[1].get(0), foreign);
		isAtGeneration(a, 0);
		isAtGeneration(b, 0);
	});

	it('a module that needs nothing, and one that does not start', async () => {
		const empty = await loaded(wat('empty'), { target: 'nodejs' });
		assert.equal(empty.createInstance().recovery_state().terminated, false);
		let ready = 1;
		const imports = { env: { ready: () => ready } };
		for (const target of ['web', 'bundler'].filter(targetRuns)) {
			const { dir } = rewriteOk(wat('start-trap'), ['--target', target]);
			const pkg = await load(dir, 'mod', target, imports);
			const module = fs.readFileSync(path.join(dir, 'mod_bg.wasm'));
			ready = 0;
			const unhandled = thrown(() => pkg.createInstance({ module, imports }));
			assert.ok(unhandled instanceof WebAssembly.RuntimeError, show(unhandled));
			const mine = new Error('mine');
			const loud = { env: { ready() {
				throw mine;
			} } };
			assert.equal(thrown(() => pkg.createInstance({ module, imports: loud })), mine);
			ready = 1;
			const made = pkg.createInstance({ module, imports });
			assert.deepEqual([made.started(), made.loaded(), pkg.started(), pkg.loaded()], [1, 77, 1, 77]);
			isAtGeneration(pkg, 0, null);
		}
	});

	it('promises of one are not those of another', async () => {
		const done = noUnhandled();
		const imports = { env: { make: () => new Promise(() => {}), host: (x) => x } };
		const pkg = await loaded(wat('reset-promises'), { imports });
		const [a, b] = [0, 0].map(() => pkg.createInstance({ imports }));
		let state = 'pending';
		const [mine, other] = [a.ask(0), b.ask(0)];
		other.finally(() => {
			state = 'settled';
		}).catch(() => {});
		const death = thrown(() => a.trap());
		isRefusal(a, await refused(mine), { generation: 0, cause: death });
		assert.equal(state, 'pending');
		b.__wbg_reset_state();
		isRefusal(b, await refused(other), { generation: 0, cause: undefined });
		assert.equal(b.calls(), 0);
		await done();
	});
});

describe('packages in one isolate', () => {
	it('two of a module, and two copies of a file', async () => {
		const one = await flavour('legacy');
		const two = await flavour('legacy');
		const third = await flavour('abort');
		assert.notEqual(one.pkg, two.pkg);
		assert.notEqual(one.pkg.PanicError, two.pkg.PanicError);
		one.env.host = (x) => two.pkg.guarded_call(x);
		two.env.host = () => third.pkg.boom_str();
		const error = thrown(() => one.pkg.guarded_call(1));
		assert.ok(error instanceof third.pkg.PanicError && !(error instanceof one.pkg.PanicError));
		assert.deepEqual([one.aborts, two.aborts, third.aborts.length], [[], [], 1]);
		assert.deepEqual([one.pkg.drops(), two.pkg.drops()], [1, 1]);
		isAtGeneration(one.pkg, 0, null);
		third.pkg.__wbg_reset_state();
		assert.deepEqual([one.pkg.bump(), two.pkg.bump(), third.pkg.bump()], [1, 1, 1]);
		isAtGeneration(one.pkg, 0);
	});

	it('one file that is loaded twice, by another address', async () => {
		const { dir } = rewriteOk(flavourFile('abort'), ['--target', 'web']);
		const copy = freshDir('twice');
		fs.cpSync(dir, copy, { recursive: true });
		fs.writeFileSync(path.join(copy, 'package.json'), '{"type":"module"}');
		const url = pathToFileURL(path.join(copy, 'mod.js')).href;
		const [one, two] = [await import(url), await import(`${url}?again`)];
		const module = fs.readFileSync(path.join(copy, 'mod_bg.wasm'));
		for (const pkg of [one, two])
			pkg.initSync({ module, imports: HOST });
		const death = thrown(() => one.trap());
		isTerminated(one, () => one.bump(), death);
		assert.equal(two.bump(), 1);
		isAtGeneration(two, 0, null);
	});

	it('nothing is set on the global object', () => {
		for (const target of ['web', 'nodejs', 'no-modules']) {
			const { dir } = rewriteOk(flavourFile('legacy'), ['--target', target]);
			const copy = freshDir('globals');
			fs.cpSync(dir, copy, { recursive: true });
			const type = target === 'web' ? 'module' : 'commonjs';
			fs.writeFileSync(path.join(copy, 'package.json'), JSON.stringify({ type }));
			const file = JSON.stringify(path.join(copy, 'mod.js'));
			const get = { web: `await import(${file})`, nodejs: `require(${file})`,
				'no-modules': `vm.runInThisContext(fs.readFileSync(${file}, 'utf8') + ';wasm_bindgen')` }[target];
			fs.writeFileSync(path.join(copy, 'main.cjs'), `
				const fs = require('fs');
				const vm = require('vm');
				const path = require('path');
				const all = () => [globalThis, Object, Object.prototype, Function.prototype, Promise, Promise.prototype,
					Error, WebAssembly, Symbol, Reflect, Array.prototype, process._events].flatMap((one, i) =>
					Reflect.ownKeys(one).map((key) => [i, String(key)].join())).concat(Error.stackTraceLimit);
				const die = (fn) => { try { fn(); } catch {} };
				(async () => {
					const before = all();
					const mod = ${get};
					const imports = { env: { host: (x) => x, log() {} } };
					const module = fs.readFileSync(path.join(${JSON.stringify(copy)}, 'mod_bg.wasm'));
					mod.initSync({ module, imports });
					const other = mod.createInstance({ module, imports });
					for (const one of [mod, other]) {
						const object = new (one.entrypoint(class { async hit() { return one.bump(); } }))();
						die(() => one.boom_str());
						die(() => one.trap());
						one.set_recovery_policy({ mode: 'reset' });
						await object.hit();
						one.__wbg_reset_state();
					}
					const after = all();
					console.log(JSON.stringify([after.filter((key) => !before.includes(key)), before.filter((key) => !after.includes(key)),
						mod.recovery_state().generation]));
				})();`);
			const run = spawnSync(process.execPath, [path.join(copy, 'main.cjs')], { encoding: 'utf8', timeout: 60_000 });
			assert.equal(run.status, 0, run.stderr);
			assert.deepEqual(JSON.parse(run.stdout), [target === 'no-modules' ? ['0,wasm_bindgen'] : [], [], 2], target);
		}
	});

	it('a script that is run in two contexts, and twice in one', () => {
		const { dir } = rewriteOk(flavourFile('abort'), ['--target', 'no-modules']);
		const text = fs.readFileSync(path.join(dir, 'mod.js'), 'utf8');
		const module = fs.readFileSync(path.join(dir, 'mod_bg.wasm'));
		const contexts = [0, 0].map(() => vm.createContext({ WebAssembly, TextDecoder, TextEncoder, URL }));
		const packages = [contexts[0], contexts[0], contexts[1]].map((context) => {
			vm.runInContext(text, context);
			return vm.runInContext('wasm_bindgen', context);
		});
		for (const pkg of packages)
			pkg.initSync({ module, imports: HOST });
		const instance = packages[0].createInstance({ imports: HOST });
		const death = thrown(() => packages[1].trap());
		assert.equal(thrown(() => packages[1].bump()).cause, death);
		assert.deepEqual([packages[0], packages[2], instance].map((pkg) => pkg.bump()), [1, 1, 1]);
	});
});

describe('instances that nobody holds', () => {
	for (const mode of RESETS) {
		it(`are collected, with all that they have, ${mode}`, () => {
			const result = runBeside(flavourFile('legacy'), resetBy(mode), `
				const imports = { env: { host: (x) => x, log() {} } };
				const module = new WebAssembly.Module(wasm);
				const refs = [];
				const make = (i) => {
					const one = mod.createInstance({ module, imports });
					const object = new (one.entrypoint(class { born = one.bump(); never() { return new Promise(() => {}); } }))();
					object.never().catch(() => {});
					one.alloc(200_000);
					if (i % 4 === 1) thrown(() => one.boom_fmt(i));
					if (i % 4 === 2) thrown(() => one.trap());
					if (i % 4 === 3) {
						one.schedule_reinit();
						object.born;
					}
					refs.push(...[one, one.memory, one.bump, object].map((part) => new WeakRef(part)));
				};
				let most = 0;
				for (let i = 0; i < 200; i++) {
					make(i);
					if (i % 20 === 19) {
						for (let j = 0; j < 4; j++) {
							await tick();
							gc();
						}
						most = Math.max(most, refs.filter((ref) => ref.deref() !== undefined).length);
					}
				}
				return { count: refs.length, most };`, ['--expose-gc']);
			assert.equal(result.count, 800);
			assert.ok(result.most <= 12, `${result.most} parts of 800 are kept`);
		});
	}
});
