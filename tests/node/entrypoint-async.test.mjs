// SPDX-License-Identifier: MIT OR Apache-2.0
// entrypoint(): methods that return promises, and objects whose initialisation
// takes time.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { thrown } from './support/expect.mjs';
import { flavour, wat } from './support/fixtures.mjs';
import { loaded } from './support/load.mjs';
import { WAYS, eachFlavour, gate, noUnhandled, refused, rejection } from './support/objects.mjs';
import { settled, tick } from './support/promises.mjs';
import { isAtGeneration, isRefusal } from './support/recovery.mjs';

/** Methods of every kind that end later. */
const asynchronous = (pkg) => class {
	born = pkg.bump();
	never() {
		return new Promise(() => {});
	}
	async wait(promise, then = (x) => x) {
		const value = await promise;
		return then(value);
	}
	give(value) {
		return value;
	}
	async call(what, ...args) {
		return pkg[what](...args);
	}
	hit() {
		return pkg.bump();
	}
};

async function follow(name, options) {
	const loading = await flavour(name);
	return { ...loading, Followed: loading.pkg.entrypoint(asynchronous(loading.pkg), options) };
}

eachFlavour('promises of methods', (name, { unwinds }) => {
	it('settle as they do', async () => {
		const done = noUnhandled();
		const { pkg, Followed } = await follow(name);
		const object = new Followed();
		const value = { of: 'JavaScript' };
		const mine = Object.freeze(new Error('mine'));
		const { promise, resolve } = gate();
		const waiting = object.wait(promise);
		assert.ok(waiting instanceof Promise);
		assert.deepEqual(await settled(waiting), { pending: true });
		resolve(value);
		assert.equal(await waiting, value);
		assert.equal(await refused(object.wait(Promise.reject(mine))), mine);
		assert.equal(await refused(object.give(Promise.reject(mine))), mine);
		assert.equal(object.give(promise), object.give(promise));
		assert.equal(await object.call('counter'), 1);
		// What only looks like a promise is what it is.
		const thenable = { then: (fn) => fn(1) };
		const made = Object.create(Promise.prototype);
		const proxy = new Proxy(promise, {});
		for (const other of [thenable, made, proxy, Symbol.iterator, 5n, null, undefined])
			assert.equal(object.give(other), other);
		isAtGeneration(pkg, 0, null);
		await done();
	});

	it('one that dies at once has the error of the call', async () => {
		const done = noUnhandled();
		const { pkg, aborts, Followed } = await follow(name);
		const object = new Followed();
		const panic = await refused(object.call('boom_fmt', 5));
		assert.ok(panic instanceof pkg.PanicError);
		assert.equal(panic.message, 'value 5 is bad');
		assert.equal(panic.fatal, !unwinds);
		assert.equal(aborts.length, unwinds ? 0 : 1);
		pkg.__wbg_reset_state();
		const death = await refused(object.call('trap'));
		assert.equal(death, aborts.at(-1).error);
		isRefusal(pkg, await refused(object.call('bump')), { generation: 1, cause: death });
		await done();
	});

	it('one that dies later', async () => {
		const done = noUnhandled();
		const { pkg, aborts, Followed } = await follow(name);
		pkg.set_recovery_policy({ mode: 'reset' });
		const object = new Followed();
		const later = (what) => object.wait(tick(), () => pkg[what]());
		const panic = await rejection(later('boom_str'));
		if (unwinds) {
			assert.ok(panic instanceof pkg.PanicError);
			assert.equal(panic.message, 'boom');
			isAtGeneration(pkg, 0, null);
		} else {
			isRefusal(pkg, panic, { generation: 0, cause: aborts[0].error });
			assert.ok(aborts[0].error instanceof pkg.PanicError);
		}
		const { generation } = pkg.recovery_state();
		const life = unwinds ? generation : generation + 1;
		const errors = await Promise.all([later('trap'), later('bump')].map(rejection));
		assert.equal(aborts.length, unwinds ? 1 : 2);
		for (const error of errors)
			isRefusal(pkg, error, { generation: life, cause: aborts.at(-1).error });
		assert.equal(await object.call('add', 2, 3), 5);
		await done();
	});

	it('pending ones are rejected at once by an abort of another', async () => {
		const done = noUnhandled();
		const { pkg, Followed } = await follow(name);
		const [one, two] = [new Followed(), new Followed()];
		const { promise, resolve } = gate();
		const pending = Array.from({ length: 50 }, () => [one.never(), two.wait(promise)]).flat();
		const death = thrown(() => pkg.trap());
		const results = await Promise.all(pending.map(refused));
		for (const error of results)
			isRefusal(pkg, error, { generation: 0, cause: death });
		resolve(1);
		isRefusal(pkg, await refused(pending[1]), { generation: 0, cause: death });
		assert.equal(await one.wait(promise), 1);
		await done();
	});

	for (const [way, renew] of Object.entries(WAYS)) {
		it(`pending ones are rejected, and nobody has to handle that: ${way}`, async () => {
			const done = noUnhandled();
			const { pkg, Followed } = await follow(name);
			const object = new Followed();
			for (let life = 0; life < 3; life++) {
				const pending = Array.from({ length: 20 }, () => object.never());
				renew(pkg);
				assert.equal(object.born, 1);
				isRefusal(pkg, await refused(pending[0]), { generation: life });
				assert.deepEqual(await settled(object.never()), { pending: true });
			}
			await done();
		});
	}

	it('after an await, the state may be another: that call has failed', async () => {
		const done = noUnhandled();
		const { pkg } = await flavour(name);
		const log = [];
		const object = new (pkg.entrypoint(class {
			mark = 0;
			async run(renew) {
				this.mark++;
				log.push(pkg.bump(), pkg.bump());
				renew?.();
				log.push(pkg.bump());
				await null;
				log.push(pkg.bump(), this.mark);
				return 'done';
			}
		}))();
		assert.equal(await object.run(), 'done');
		const call = object.run(() => pkg.schedule_reinit());
		isAtGeneration(pkg, 0);
		isRefusal(pkg, await refused(call), { generation: 0 });
		// It went on, as its old self, on what there is.
		assert.deepEqual(log, [1, 2, 3, 4, 1, 5, 6, 7, 1, 2]);
		assert.equal(object.mark, 0);
		isAtGeneration(pkg, 1);
		await done();
	});

	it('never: what is pending is left alone', async () => {
		const done = noUnhandled();
		const { pkg, aborts, Followed } = await follow(name, { reconstruct: 'never' });
		const object = new Followed();
		const { promise, resolve } = gate();
		assert.equal(object.give(promise), promise);
		const pending = [object.never(), object.wait(promise)];
		for (const renew of Object.values(WAYS))
			renew(pkg);
		object.hit();
		resolve(object);
		assert.deepEqual(await settled(pending[0]), { pending: true });
		assert.deepEqual(await settled(pending[1]), { value: object });
		assert.equal(await refused(object.call('trap')), aborts.at(-1).error);
		assert.equal(object.hit(), 1);
		await done();
	});
});

describe('promises of the module', () => {
	it('through a method they are what they are without', async () => {
		const done = noUnhandled();
		const made = [];
		const pkg = await loaded(wat('reset-promises'), { imports: { env: {
			make() {
				made.push(gate());
				return made.at(-1).promise;
			},
			host: (x) => x,
		} } });
		pkg.set_recovery_policy({ mode: 'reset' });
		const object = new (pkg.entrypoint(class {
			ask() {
				return pkg.ask(0);
			}
			async wait() {
				return [await pkg.ask(0)];
			}
			die() {
				pkg.trap();
			}
		}))();
		const answers = [object.ask(), object.wait()];
		for (const { resolve } of made)
			resolve(5);
		assert.deepEqual(await Promise.all(answers), [5, [5]]);
		const pending = [object.ask(), object.wait(), pkg.ask(0)];
		const death = thrown(() => object.die());
		for (const promise of pending)
			isRefusal(pkg, await refused(promise), { generation: 0, cause: death });
		const later = object.ask();
		isAtGeneration(pkg, 1);
		made.at(-1).reject(death);
		assert.equal(await refused(later), death);
		await done();
	});
});

/** What a host gives to constructors: its methods want the very object. */
class Context {
	#blocks = 0;
	blockConcurrencyWhile(fn) {
		this.#blocks++;
		return fn();
	}
	get blocks() {
		return this.#blocks;
	}
}

/** A module, and a class with initialisation by what `hooks.init` does. */
async function initialised(options) {
	const { pkg, aborts } = await flavour('legacy');
	const log = [];
	const hooks = { init: async () => tick() };
	let made = 0;
	const Followed = pkg.entrypoint(class {
		constructor(...contexts) {
			this.number = ++made;
			for (const context of contexts) {
				context.blockConcurrencyWhile(async () => {
					log.push(`begin ${this.number}`);
					await hooks.init(this);
					this.ready = pkg.bump();
					log.push(`end ${this.number}`);
				});
			}
		}
		hit(name) {
			log.push(`${name} in ${this.number}`);
			return this.ready;
		}
		async later(name) {
			await null;
			return this.hit(name);
		}
		change() {
			this.ready = 'changed';
		}
		get state() {
			return this.ready;
		}
	}, options?.(hooks));
	return { pkg, aborts, log, hooks, Followed };
}

describe('blockConcurrencyWhile', () => {
	it('is waited for before methods are called, in their order', async () => {
		const { pkg, log, Followed } = await initialised();
		const context = new Context();
		const object = new Followed(context);
		for (let life = 1; life <= 3; life++) {
			const calls = [object.hit('a'), object.later('b'), object.hit('c')];
			assert.equal(object.state, undefined); // no method
			assert.deepEqual(log, [`begin ${life}`]);
			assert.deepEqual(await Promise.all(calls), [1, 1, 1]);
			assert.deepEqual(log, [`begin ${life}`, `end ${life}`, `a in ${life}`, `c in ${life}`, `b in ${life}`]);
			assert.equal(object.hit('d'), 1); // nothing to wait for
			assert.equal(context.blocks, life);
			pkg.__wbg_reset_state();
			log.length = 0;
		}
	});

	it('several at once, of two contexts, and of one that is given twice', async () => {
		const { pkg, log, Followed } = await initialised();
		const contexts = [new Context(), new Context()];
		for (const args of [contexts, [contexts[0], contexts[0]]]) {
			const object = new Followed(...args);
			assert.ok(await object.hit('a') >= 2);
			assert.deepEqual(log.map((line) => line.split(' ')[0]), ['begin', 'begin', 'end', 'end', 'a']);
			for (const context of contexts)
				assert.deepEqual(Reflect.ownKeys(context), []);
			log.length = 0;
		}
		assert.deepEqual(contexts.map(({ blocks }) => blocks), [3, 1]);
		isAtGeneration(pkg, 0);
	});

	it('a context is as it was, whatever it is', async () => {
		const { pkg, hooks, log, Followed } = await initialised();
		hooks.init = async () => {};
		const fn = (run) => run();
		// As hosts do it whose objects are proxies: any name is a function.
		const get = (target, key) => target[key]?.bind?.(target) ?? (() => {});
		const own = { blockConcurrencyWhile: fn };
		const hidden = Object.defineProperty({}, 'blockConcurrencyWhile', { value: fn, configurable: true });
		// Nobody can listen to these: their host has to wait.
		const deaf = [Object.freeze({ blockConcurrencyWhile: fn }), Object.seal(new Context())];
		for (const context of [own, hidden, new Proxy(own, {}), new Proxy(new Context(), { get }), ...deaf]) {
			const before = Object.getOwnPropertyDescriptors(context);
			const object = new Followed(context);
			assert.deepEqual(Object.getOwnPropertyDescriptors(context), before);
			await tick();
			assert.ok(object.hit('a'));
			pkg.__wbg_reset_state();
			await object.hit('b');
			assert.deepEqual(Object.getOwnPropertyDescriptors(context), before);
			assert.deepEqual(log.map((line) => line.split(' ')[0]), deaf.includes(context)
				? ['begin', 'end', 'a', 'begin', 'b', 'end'] : ['begin', 'end', 'a', 'begin', 'end', 'b']);
			log.length = 0;
		}
	});

	it('arguments that do not want to be looked at', async () => {
		const { pkg } = await flavour('abort');
		const { proxy, revoke } = Proxy.revocable({}, {});
		revoke();
		const loud = { get blockConcurrencyWhile() {
			throw new Error('somebody looked');
		} };
		const shy = new Proxy({ blockConcurrencyWhile() {} }, { defineProperty() {
			throw new Error('somebody touched it');
		} });
		const args = [loud, proxy, shy, null, undefined, 5, 'text', () => {}, { blockConcurrencyWhile: 5 }];
		const object = new (pkg.entrypoint(class {
			constructor(...given) {
				this.given = given;
			}
		}))(...args);
		assert.ok(args.every((arg, i) => Object.is(object.given[i], arg)));
		pkg.__wbg_reset_state();
		assert.ok(args.every((arg, i) => Object.is(object.given[i], arg)));
	});

	it('the context is left alone when the constructor throws, or later calls it', async () => {
		const { pkg } = await flavour('abort');
		const mine = new Error('mine');
		const context = new Context();
		const Followed = pkg.entrypoint(class {
			constructor(given, fails) {
				this.context = given;
				given.blockConcurrencyWhile(() => null);
				if (fails)
					throw mine;
			}
			block() {
				return this.context.blockConcurrencyWhile(() => 5);
			}
		});
		assert.equal(thrown(() => new Followed(context, true)), mine);
		assert.deepEqual(Reflect.ownKeys(context), []);
		const object = new Followed(context);
		await tick();
		assert.equal(object.block(), 5);
		assert.equal(context.blocks, 3);
	});

	for (const reconstruct of ['lazy', 'never']) {
		it(`an initialisation that fails, ${reconstruct}`, async () => {
			const done = noUnhandled();
			const { pkg, log, hooks, Followed } = await initialised(() => ({ reconstruct,
				onReset: ({ generation }) => told.push(generation) }));
			const told = [];
			const mine = new Error('mine');
			hooks.init = async () => {
				await tick();
				throw mine;
			};
			const object = new Followed(new Context());
			for (let i = 1; i <= 2; i++) {
				const calls = [object.hit('a'), object.later('b')];
				assert.deepEqual(await Promise.all(calls.map(rejection)), [mine, mine]);
			}
			hooks.init = async () => tick();
			assert.equal(await object.hit('c'), 1);
			assert.deepEqual(log, ['begin 1', 'begin 2', 'begin 3', 'end 3', 'c in 3']);
			assert.deepEqual(told, []); // of no reset
			if (reconstruct === 'lazy') {
				// The same after a reset.
				hooks.init = async () => Promise.reject(mine);
				pkg.__wbg_reset_state();
				assert.equal(await refused(object.hit('d')), mine);
				hooks.init = async () => {};
				assert.equal(await object.hit('e'), 1);
				assert.deepEqual(log.slice(5), ['begin 4', 'begin 5', 'end 5', 'e in 5']);
			}
			isAtGeneration(pkg, reconstruct === 'lazy' ? 1 : 0);
			await done();
		});
	}

	it('whose call was refused while it waited, its call is not made', async () => {
		const done = noUnhandled();
		for (const renew of Object.values(WAYS)) {
			const { pkg, log, hooks, Followed } = await initialised();
			const { promise, resolve } = gate();
			hooks.init = () => promise;
			const object = new Followed(new Context());
			const call = object.hit('lost');
			renew(pkg);
			pkg.counter();
			isRefusal(pkg, await refused(call), { generation: 0 });
			const next = object.hit('a');
			resolve();
			assert.ok(await next >= 1);
			assert.deepEqual(log.filter((line) => line.includes(' in ')), ['a in 2']);
		}
		await done();
	});

	it('an abort in the course of it', async () => {
		const done = noUnhandled();
		const { pkg, aborts, log, hooks, Followed } = await initialised();
		pkg.set_recovery_policy({ mode: 'reset' });
		hooks.init = async () => {
			await tick();
			hooks.init = async () => {};
			pkg.trap();
		};
		const object = new Followed(new Context());
		const lost = object.hit('lost');
		await tick();
		isRefusal(pkg, await refused(lost), { generation: 0, cause: aborts[0].error });
		assert.equal(await object.hit('a'), 1);
		isAtGeneration(pkg, 1);
		assert.deepEqual(log, ['begin 1', 'begin 2', 'end 2', 'a in 2']);
		await done();
	});

	it('frozen objects are complete before they are frozen again', async () => {
		const { pkg, log, Followed } = await initialised();
		const object = new Followed(new Context());
		await object.hit('a');
		Object.freeze(object);
		pkg.bump();
		pkg.__wbg_reset_state();
		assert.equal(await object.hit('b'), 1);
		assert.deepEqual(log.slice(-3), ['begin 2', 'end 2', 'b in 2']);
		assert.equal(object.number, 1);
		assert.ok(Object.isFrozen(object));
		assert.throws(() => object.change(), TypeError);
	});

	it('onReset that takes time is waited for, after the initialisation', async (t) => {
		const { mock } = t.mock.method(console, 'error', () => {});
		for (const reconstruct of ['lazy', 'never']) {
			const { pkg, log, hooks, Followed } = await initialised((all) => ({ reconstruct,
				onReset: (event) => all.told(event) }));
			hooks.told = async ({ generation, instance }) => {
				log.push(`told ${generation}`);
				await tick();
				await tick();
				instance.ready = `restored ${generation}`;
			};
			const object = new Followed(new Context());
			await object.hit('a');
			log.length = 0;
			pkg.__wbg_reset_state();
			assert.equal(await object.hit('b'), 'restored 1');
			assert.deepEqual(log, reconstruct === 'lazy'
				? ['begin 2', 'told 1', 'end 2', 'b in 2'] : ['told 1', 'b in 1']);
			assert.equal(object.hit('c'), 'restored 1');

			// Whichever takes longer.
			hooks.init = async () => {
				for (let i = 0; i < 5; i++)
					await tick();
			};
			pkg.__wbg_reset_state();
			assert.equal(await object.hit('x'), reconstruct === 'lazy' ? 1 : 'restored 2');
			assert.equal(log.at(-1), reconstruct === 'lazy' ? 'x in 3' : 'x in 1');

			// Its failure is nobody's who calls.
			const mine = new Error('mine');
			hooks.told = async () => {
				await tick();
				throw mine;
			};
			pkg.__wbg_reset_state();
			await object.hit('d');
			assert.equal(object.hit('e'), reconstruct === 'lazy' ? 1 : 'restored 2');
			assert.deepEqual(mock.calls.map((call) => call.arguments), [[mine]]);
			mock.resetCalls();
		}
	});

	it('an object that is used by the initialisation of another', async () => {
		const { pkg, log, Followed } = await initialised();
		const first = new Followed(new Context());
		const Second = pkg.entrypoint(class {
			constructor(context, other) {
				context.blockConcurrencyWhile(async () => {
					this.seen = await other.hit('inside');
				});
			}
			get() {
				return this.seen;
			}
		});
		const second = new Second(new Context(), first);
		for (let life = 1; life <= 2; life++) {
			assert.equal(await second.get(), 1);
			assert.deepEqual(log, [`begin ${life}`, `end ${life}`, `inside in ${life}`]);
			log.length = 0;
			pkg.__wbg_reset_state();
		}
	});
});
