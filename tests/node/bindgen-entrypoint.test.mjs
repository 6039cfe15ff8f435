// SPDX-License-Identifier: MIT OR Apache-2.0
// entrypoint() for classes of crates with bindings, and for classes made of them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deferred, each, isStale, ours, oursDir, rejection, runAlone, tick } from './support/bindgen.mjs';
import { abortedOnce, thrown } from './support/expect.mjs';
import { WAYS, noUnhandled } from './support/objects.mjs';
import { isAtGeneration, isRefusal, resetBy } from './support/recovery.mjs';

for (const mode of ['in-place', 'reinstantiate']) {
	each(`a class of the crate goes on over resets, ${mode}`, async (flavour) => {
		for (const renew of Object.values(WAYS)) {
			const { pkg } = await ours(flavour, { flags: resetBy(mode) });
			const Followed = pkg.entrypoint(pkg.Counter);
			const counter = new Followed(5, 'five');
			const { bump } = counter;
			const USES = {
				method: [() => counter.bump(), 6],
				held: [() => bump(), 6],
				getter: [() => counter.value, 5],
				text: [() => counter.name, 'five'],
				setter: [() => {
					counter.value = 70;
					return counter.value;
				}, 70],
				rename: [() => {
					counter.rename('an argument that needs memory');
					return counter.name;
				}, 'an argument that needs memory'],
				keys: [() => Object.keys(counter), ['__wbg_ptr']],
				argument: [() => new pkg.Counter(1, '').add(counter), 6],
				first: [() => counter.add(new pkg.Counter(1, '')), 6],
			};
			for (const [use, [run, expected]] of Object.entries(USES)) {
				counter.bump();
				renew(pkg);
				assert.deepEqual(run(), expected, use);
			}
			isAtGeneration(pkg, Object.keys(USES).length);
			assert.ok(counter instanceof pkg.Counter && counter instanceof Followed);
			assert.equal(counter.constructor, Followed);
			assert.equal(counter.bump, bump);
		}
	});
}

each('never: its methods say that it is stale', async (flavour) => {
	const told = [];
	const { pkg } = await ours(flavour);
	const Followed = pkg.entrypoint(pkg.Counter, { reconstruct: 'never', onReset: (event) => told.push(event) });
	const counter = new Followed(5, 'five');
	counter.mark = 1;
	pkg.__wbg_reset_state();
	for (const use of [() => counter.bump(), () => counter.value, () => counter.name, () => {
		counter.value = 1;
	}, () => new pkg.Counter(1, '').add(counter), () => pkg.labelled('x', counter), () => pkg.total_of([counter])])
		isStale(pkg, thrown(use));
	assert.equal(counter.mark, 1);
	assert.deepEqual(told.map(({ generation, instance }) => [generation, instance instanceof pkg.Counter]), [[1, true]]);
	counter.free();
	isAtGeneration(pkg, 1, null);
});

each('a class that extends one of the crate', async (flavour) => {
	const { pkg } = await ours(flavour);
	class Named extends pkg.Counter {
		#calls = 0;
		constructor(value) {
			super(value, 'named');
			this.twin = new pkg.Counter(value * 10, 'twin');
		}
		bump() {
			this.#calls++;
			return super.bump() + this.#calls;
		}
		get both() {
			return [this.value, this.twin.value, this.#calls];
		}
		toJSON() {
			return { both: this.both };
		}
	}
	const Followed = pkg.entrypoint(Named);
	const object = new Followed(5);
	for (const renew of Object.values(WAYS)) {
		assert.equal(object.bump(), 7);
		assert.equal(object.twin.bump(), 51);
		assert.equal(JSON.stringify(object), '{"both":[6,51,1]}');
		assert.equal(object.add(object.twin), 57);
		renew(pkg);
	}
	assert.deepEqual(object.both, [5, 50, 0]);
	for (const Class of [Followed, Named, pkg.Counter])
		assert.ok(object instanceof Class);
});

each('panics and aborts in its methods', async (flavour, { unwinds }) => {
	const { pkg, aborts } = await ours(flavour);
	pkg.set_recovery_policy({ mode: 'reset' });
	const counter = new (pkg.entrypoint(pkg.Counter))(5, 'five');
	const panic = thrown(() => counter.panics('of the counter'));
	assert.ok(panic instanceof pkg.PanicError);
	assert.deepEqual([panic.message, panic.fatal], ['of the counter', !unwinds]);
	assert.equal(counter.value, unwinds ? 6 : 5);
	assert.equal(aborts.length, unwinds ? 0 : 1);
	const life = unwinds ? 0 : 1;
	isAtGeneration(pkg, life);

	aborts.length = 0;
	const death = thrown(() => counter.trap());
	assert.equal(aborts[0].error, death);
	assert.deepEqual([counter.value, counter.bump()], [5, 6]);
	isAtGeneration(pkg, life + 1, death);
	assert.equal(aborts.length, 1);
});

each('terminated: what is of the module throws', async (flavour) => {
	const { pkg, aborts } = await ours(flavour);
	const Followed = pkg.entrypoint(pkg.Counter);
	const counter = new Followed(5, 'five');
	counter.mark = 1;
	const death = thrown(() => counter.trap());
	for (const use of [() => counter.value, () => counter.bump(), () => new Followed(1, ''), () => pkg.labelled('x', counter)])
		isRefusal(pkg, thrown(use), { generation: 0, cause: death });
	assert.equal(counter.mark, 1);
	abortedOnce(aborts, { error: death, reason: 'trap' });
	pkg.__wbg_reset_state();
	assert.equal(counter.value, 5);
});

each('wrong arguments of its constructor are nothing but that', async (flavour) => {
	const { pkg, aborts } = await ours(flavour);
	pkg.set_recovery_policy({ mode: 'reset' });
	const Followed = pkg.entrypoint(pkg.Counter);
	pkg.bump();
	assert.match(thrown(() => new Followed(1)).message, /expected a string/);
	const mine = new Error('mine');
	const loud = { valueOf() {
		throw mine;
	} };
	assert.equal(thrown(() => new Followed(loud, '')), mine);
	assert.equal(pkg.count(), 1);
	assert.deepEqual(aborts, []);
	isAtGeneration(pkg, 0, null);
});

each('moved, freed, and there again', async (flavour) => {
	const { pkg } = await ours(flavour);
	const Followed = pkg.entrypoint(pkg.Counter);
	const gone = /null pointer passed to rust/;
	const MOVES = {
		argument: (object) => assert.equal(pkg.total(new pkg.Counter(1, ''), object), 6),
		optional: (object) => assert.equal(pkg.labelled('label', object), 'label 5'),
		list: (object) => assert.equal(pkg.total_of([object, new pkg.Counter(1, '')]), 6),
		self: (object) => assert.equal(object.into_value(), 5),
		free: (object) => object.free(),
		...Symbol.dispose && { dispose: (object) => object[Symbol.dispose]() },
	};
	for (const [how, move] of Object.entries(MOVES)) {
		const object = new Followed(5, 'five');
		move(object);
		assert.match(thrown(() => object.value).message, gone, how);
		assert.match(thrown(() => object.free()).message, gone, how);
		assert.match(thrown(() => pkg.labelled('', object)).message, gone, how);
		const freed = pkg.freed();
		pkg.__wbg_reset_state();
		assert.equal(object.bump(), 6, how);
		// An old free() is that of the object that there is now.
		const { free } = object;
		pkg.__wbg_reset_state();
		free();
		assert.equal(pkg.freed(), 1);
		assert.ok(freed > 0);
		assert.match(thrown(() => object.value).message, gone, how);
	}
});

each('what a reset or an abort in the middle of a method does', async (flavour) => {
	const { pkg, hooks } = await ours(flavour);
	const counter = new (pkg.entrypoint(pkg.Counter))(5, 'five');
	hooks.call = () => {
		pkg.schedule_reinit();
		return 3;
	};
	assert.equal(counter.calls(1), 8);
	isAtGeneration(pkg, 0);
	assert.equal(counter.value, 5);
	isAtGeneration(pkg, 1);

	let inside;
	hooks.call = () => {
		pkg.__wbg_reset_state();
		inside = counter.bump();
		return 3;
	};
	isRefusal(pkg, thrown(() => counter.calls(1)), { generation: 1 });
	assert.deepEqual([inside, counter.value], [6, 6]);

	let death;
	hooks.call = () => {
		death = thrown(() => pkg.trap());
		return 3;
	};
	isRefusal(pkg, thrown(() => counter.calls(1)), { generation: 2, cause: death });
	pkg.set_recovery_policy({ mode: 'reset' });
	assert.equal(counter.bump(), 6);
	isAtGeneration(pkg, 3, death);
});

each('a hook of the crate that asks for a fresh state', async (flavour) => {
	const { pkg } = await ours(flavour);
	class Service {
		constructor(value) {
			this.counter = new pkg.Counter(value, 'service');
			pkg.set_handler(1);
		}
		die() {
			this.counter.trap();
		}
	}
	const service = new (pkg.entrypoint(Service))(5);
	for (let life = 1; life <= 3; life++) {
		thrown(() => service.die());
		assert.equal(service.counter.bump(), 6);
		isAtGeneration(pkg, life);
	}
});

each('closures that an object keeps', async (flavour) => {
	const { pkg } = await ours(flavour);
	const object = new (pkg.entrypoint(class {
		closure = pkg.closure_value();
		run() {
			return this.closure(0);
		}
	}))();
	const { closure } = object;
	for (const renew of Object.values(WAYS)) {
		assert.equal(object.closure(0), 1);
		assert.equal(object.run(), 2);
		renew(pkg);
	}
	assert.equal(object.run(), 1);
	assert.equal(closure(0), undefined);
	assert.equal(pkg.recovery_state().stale_calls, 1);
});

each('async functions of the crate', async (flavour, { unwinds }) => {
	const done = noUnhandled();
	const { pkg, aborts } = await ours(flavour);
	pkg.set_recovery_policy({ mode: 'reset' });
	const object = new (pkg.entrypoint(class {
		counter = new pkg.Counter(5, 'five');
		plain(what, ...args) {
			return pkg[what](...args);
		}
		async later(what, ...args) {
			return [await pkg[what](...args)];
		}
	}))();
	assert.equal(await object.plain('wait', Promise.resolve(5)), 5);
	assert.deepEqual(await object.later('wait', Promise.resolve(5)), [5]);
	const mine = new Error('mine');
	for (const how of ['plain', 'later'])
		assert.equal(await rejection(object[how]('wait', Promise.reject(mine))), mine);
	isAtGeneration(pkg, 0, null);

	let life = 0;
	for (const how of ['plain', 'later']) {
		// A promise that is rejected has died like a call.
		const sibling = rejection(object[how]('wait', new Promise(() => {})));
		const error = await rejection(object[how]('wait_trap', tick()));
		isRefusal(pkg, error, { generation: life, cause: aborts.at(-1).error });
		isRefusal(pkg, await sibling, { generation: life, cause: aborts.at(-1).error });
		object.counter.bump();
		isAtGeneration(pkg, ++life);
		assert.equal(object.counter.value, 6);

		const panic = await rejection(object[how]('wait_panic', tick(), 'later'));
		if (unwinds) {
			assert.ok(panic instanceof pkg.PanicError);
			assert.deepEqual([panic.message, object.counter.value], ['later', 6]);
		} else {
			assert.ok((panic instanceof pkg.PanicError ? panic : panic.cause) instanceof pkg.PanicError);
			assert.equal(object.counter.value, 5);
			life++;
		}
		isAtGeneration(pkg, life);
	}
	await done();
});

each('an object with its state in a storage', async (flavour) => {
	const done = noUnhandled();
	const { pkg } = await ours(flavour);
	pkg.set_recovery_policy({ mode: 'reset' });
	const stored = new Map([['value', 40]]);
	const context = {
		storage: { async get(key) {
			await tick();
			return stored.get(key);
		} },
		blockConcurrencyWhile: (fn) => fn(),
	};
	let made = 0;
	const Room = pkg.entrypoint(class extends pkg.Counter {
		#visits = 0;
		constructor(given, env) {
			super(0, env.name);
			made++;
			this.context = given;
			given.blockConcurrencyWhile(async () => {
				this.value = await pkg.wait(given.storage.get('value'));
			});
		}
		async fetch(dies) {
			if (dies)
				this.trap();
			const answer = `${this.name} ${this.bump()} ${++this.#visits}`;
			stored.set('value', this.value);
			await null;
			return answer;
		}
	});
	const room = new Room(context, { name: 'hall' });
	assert.deepEqual(await Promise.all([room.fetch(), room.fetch()]), ['hall 41 1', 'hall 42 2']);
	const [before, death, after] = await Promise.allSettled([room.fetch(), room.fetch(true), room.fetch()]);
	assert.ok(death.reason instanceof WebAssembly.RuntimeError);
	isRefusal(pkg, before.reason, { generation: 0, cause: death.reason });
	assert.equal(after.value, 'hall 44 1');
	assert.equal(await room.fetch(), 'hall 45 2');
	assert.equal(made, 2);
	assert.deepEqual(Object.keys(context), ['storage', 'blockConcurrencyWhile']);
	isAtGeneration(pkg, 1);
	await done();
});

each('finalizers free each once, and only what is of their state', (flavour) => {
	const run = runAlone(oursDir(flavour), `
		const collect = async () => { for (let i = 0; i < 8; i++) { gc(); await tick(5); } };
		const Followed = pkg.entrypoint(pkg.Counter);
		const make = (n, use) => { for (let i = 0; i < n; i++) use(new Followed(i, 'x')); };
		make(200, (counter) => counter.bump());
		make(100, (counter) => counter.free());
		make(100, (counter) => counter.into_value());
		make(100, (counter) => pkg.total_of([counter]));
		await collect();
		const first = pkg.freed();
		// Those of before a reset are not freed; those that were used after it are.
		const kept = [];
		make(300, (counter) => kept.push(counter));
		pkg.__wbg_reset_state();
		kept.slice(0, 100).forEach((counter) => { counter.bump(); });
		kept.length = 0;
		await collect();
		return { first, second: pkg.freed(), greet: pkg.greet('x'), state: pkg.recovery_state() };
	`, ['--expose-gc']);
	assert.equal(run.status, 0, run.stderr);
	assert.equal(run.stderr, '');
	assert.deepEqual([run.result.first, run.result.second], [500, 100]);
	assert.equal(run.result.greet, 'hello x');
	assert.equal(run.result.state.terminated, false);
});

each('what was moved by an argument is not freed once more', (flavour) => {
	const run = runAlone(oursDir(flavour), `
		const Followed = pkg.entrypoint(pkg.Counter);
		const zero = new pkg.Counter(0, '');
		(() => {
			for (let i = 0; i < 50; i++) {
				pkg.total(zero, new Followed(i, 'x'));
				pkg.labelled('x', new Followed(i, 'x'));
				pkg.total_of([new Followed(i, 'x')]);
			}
		})();
		// They are where those were.
		const kept = Array.from({ length: 200 }, (_, i) => new pkg.Counter(i, 'kept'));
		for (let i = 0; i < 10; i++) { gc(); await tick(5); }
		return [pkg.freed(), kept.filter((counter, i) => counter.value === i && counter.name === 'kept').length];
	`, ['--expose-gc']);
	assert.equal(run.status, 0, run.stderr);
	assert.deepEqual(run.result, [150, 200]);
});

each('a constructor that throws when its object is an argument', async (flavour) => {
	const { pkg, aborts } = await ours(flavour);
	const mine = Object.freeze(new Error('mine'));
	let fails = false;
	const object = new (pkg.entrypoint(class extends pkg.Counter {
		constructor(value) {
			super(value, 'x');
			if (fails)
				throw mine;
		}
	}))(5);
	const USES = [() => pkg.total(object, new pkg.Counter(1, '')), () => pkg.labelled('x', object), () => pkg.total_of([object]),
		() => new pkg.Counter(1, '').add(object), () => pkg.Counter.prototype.bump.call(object)];
	for (const renew of Object.values(WAYS)) {
		for (const use of USES) {
			renew(pkg);
			aborts.length = 0;
			fails = true;
			pkg.bump();
			const { generation } = pkg.recovery_state();
			for (let i = 0; i < 2; i++)
				assert.equal(thrown(use), mine);
			assert.equal(pkg.bump(), 2);
			assert.deepEqual(aborts, []);
			isAtGeneration(pkg, generation);
			fails = false;
			use();
		}
	}
	// And if it dies there, that is an abort, once.
	const dying = new (pkg.entrypoint(class extends pkg.Counter {
		constructor(value) {
			super(value, 'x');
			if (fails)
				this.trap();
		}
	}))(5);
	pkg.set_recovery_policy({ mode: 'throw' });
	pkg.__wbg_reset_state();
	fails = true;
	const death = thrown(() => pkg.labelled('x', dying));
	abortedOnce(aborts.map((abort) => ({ ...abort, generation: 0 })), { error: death, reason: 'trap' });
	isRefusal(pkg, thrown(() => pkg.bump()), { generation: pkg.recovery_state().generation, cause: death });
});

test('what waits when the state is over is rejected, over many generations', async () => {
	const done = noUnhandled();
	const { pkg } = await ours('abort');
	pkg.set_recovery_policy({ mode: 'reset' });
	const object = new (pkg.entrypoint(class {
		wait(promise) {
			return pkg.wait(promise);
		}
		die() {
			pkg.trap();
		}
	}))();
	const results = [];
	for (let i = 0; i < 20; i++) {
		results.push(rejection(object.wait(new Promise(() => {}))));
		thrown(() => object.die());
	}
	const { promise, resolve } = deferred();
	const last = object.wait(promise);
	resolve(5);
	for (const [i, error] of (await Promise.all(results)).entries())
		isRefusal(pkg, error, { generation: i });
	assert.equal(await last, 5);
	isAtGeneration(pkg, 20);
	await done();
});
