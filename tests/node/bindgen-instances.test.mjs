// SPDX-License-Identifier: MIT OR Apache-2.0
// createInstance() for crates with bindings: nothing of one instance is ever taken
// for something of another.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { ALL, crateFile, each, isStale, open, ours, oursDir, rejection, runAlone, setHooks } from './support/bindgen.mjs';
import { abortedOnce, show, thrown } from './support/expect.mjs';
import { TARGETS, load, targetRuns, wantsBytes } from './support/load.mjs';
import { noUnhandled } from './support/objects.mjs';
import { RESETS, isAtGeneration, isRefusal, resetBy } from './support/recovery.mjs';
import { rewriteOk } from './support/tool.mjs';

const OF_PACKAGE = ['__esModule', 'createInstance', 'default', 'init', 'initSync', 'module.exports', 'length', 'name'];

/** A package, and further instances of it. */
async function several(flavour, count, options) {
	const { pkg, hooks } = await ours(flavour, options);
	return { pkg, hooks, instances: Array.from({ length: count }, () => pkg.createInstance()) };
}

const watch = (instance) => {
	const aborts = [];
	instance.set_on_abort((abort) => {
		aborts.push(abort);
	});
	return aborts;
};

for (const target of Object.keys(TARGETS)) {
	const options = targetRuns(target) ? {} : { skip: `this engine cannot load ${target}` };
	test(`what an instance has, ${target}`, options, async () => {
		setHooks();
		const { dir } = rewriteOk(crateFile('legacy'), ['--target', target]);
		const pkg = await load(dir, 'mod', target);
		const module = fs.readFileSync(path.join(dir, 'mod_bg.wasm'));
		const instance = pkg.createInstance({ module });
		const expected = Object.getOwnPropertyNames(pkg).filter((key) => !OF_PACKAGE.includes(key));
		assert.deepEqual(Object.keys(instance).sort(), expected.sort());
		assert.ok(Object.isFrozen(instance));
		assert.equal(Object.getPrototypeOf(instance), null);
		assert.equal(instance.StaleInstanceError, pkg.StaleInstanceError);
		assert.notEqual(instance.Counter, pkg.Counter);
		assert.deepEqual([pkg.bump(), pkg.bump(), instance.bump()], [1, 2, 1]);
		assert.equal(instance.greet('x'), 'hello x');
		assert.equal(new instance.Counter(5, 'five').bump(), 6);
		assert.equal(await instance.wait_text(Promise.resolve(), 'x'), 'waited for x');
		const death = thrown(() => instance.trap());
		isRefusal(instance, thrown(() => instance.bump()), { generation: 0, cause: death });
		assert.equal(pkg.bump(), 3);
		// The bundler keeps its module to itself.
		if (target === 'bundler')
			assert.match(thrown(() => pkg.createInstance()).message, /needs \{ module \}/);
		else
			assert.equal(pkg.createInstance().bump(), 1);
	});
}

for (const target of Object.keys(TARGETS).filter(wantsBytes)) {
	test(`before there is an instance, ${target}`, async () => {
		const { dir } = rewriteOk(crateFile('abort'), ['--target', target]);
		const { pkg, wasm } = await open(dir, 'mod', target);
		assert.match(thrown(() => pkg.createInstance()).message, /^createInstance needs \{ module \}/);
		const instance = pkg.createInstance({ module: fs.readFileSync(wasm) });
		assert.equal(instance.bump(), 1);
		assert.match(thrown(() => pkg.bump()).message, /not initialised/);
	});
}

each('objects of one are refused by another', async (flavour) => {
	const { pkg, instances: [a, b] } = await several(flavour, 2);
	const alive = (one, value) => assert.deepEqual([one.value, one.name], [value, 'its own']);
	for (const [from, to] of [[a, b], [b, a], [pkg, a], [a, pkg]]) {
		// At the same address, so that nothing would fail by luck.
		const mine = new from.Counter(5, 'its own');
		const other = new to.Counter(7, 'its own');
		assert.equal(mine.__wbg_ptr, other.__wbg_ptr);
		const { prototype } = to.Counter;
		const USES = {
			'by reference': () => to.total(mine, new to.Counter(1, '')),
			'by value': () => to.total(other, mine),
			optional: () => to.labelled('x', mine),
			list: () => to.total_of([other, mine]),
			'argument of a method': () => other.add(mine),
			method: () => prototype.bump.call(mine),
			consuming: () => prototype.into_value.call(mine),
			getter: () => Reflect.get(prototype, 'value', mine),
			setter: () => Reflect.set(prototype, 'value', 9, mine),
			free: () => prototype.free.call(mine),
		};
		for (const [use, run] of Object.entries(USES)) {
			const error = thrown(run);
			assert.ok(error instanceof TypeError, `${use}: ${show(error)}`);
			assert.match(error.message, /expected (instance of Counter|an object of this instance)/, use);
			alive(mine, 5);
			alive(other, 7);
		}
		// Not even if it says that it is one.
		Object.setPrototypeOf(mine, prototype);
		for (const use of [() => to.total(mine, new to.Counter(1, '')), () => mine.bump(), () => to.labelled('x', mine), () => to.total_of([mine])])
			isStale(to, thrown(use));
		Object.setPrototypeOf(mine, from.Counter.prototype);
		alive(mine, 5);
		for (const one of [mine, other])
			one.free();
		for (const one of [from, to])
			isAtGeneration(one, one.recovery_state().generation, null);
		to.__wbg_reset_state();
	}
});

each('also if they are of the same generation, or follow it', async (flavour) => {
	const { instances: [a, b] } = await several(flavour, 2);
	const [one, two] = [a, b].map((instance) => new (instance.entrypoint(instance.Counter))(5, 'five'));
	for (let life = 1; life <= 3; life++) {
		assert.ok(thrown(() => a.total(one, two)) instanceof TypeError);
		assert.ok(thrown(() => two.add(one)) instanceof TypeError);
		assert.deepEqual([one.bump(), two.value], [6, 5]);
		a.__wbg_reset_state();
		assert.deepEqual([one.value, two.value], [5, 5]);
		isAtGeneration(a, life, null);
		isAtGeneration(b, 0, null);
	}
});

each('a class of one does not make objects of another', async (flavour) => {
	const { instances: [a, b] } = await several(flavour, 2);
	class Mixed extends a.Counter {
		constructor(...args) {
			super(...args);
			Object.setPrototypeOf(this, b.Counter.prototype);
		}
	}
	isStale(b, thrown(() => new Mixed(5, '').bump()));
	const made = Reflect.construct(a.Counter, [5, 'five'], b.Counter);
	isStale(b, thrown(() => made.bump()));
	isStale(b, thrown(() => b.total_of([made])));
	assert.equal(a.Counter.make(3).value, 3);
	assert.ok(!(a.Counter.make(3) instanceof b.Counter));
	isAtGeneration(b, 0, null);
});

each('closures and callbacks run where they come from', async (flavour) => {
	const { hooks, instances: [a, b] } = await several(flavour, 2);
	const [one, two] = [a, b].map((instance) => instance.closure_value());
	assert.deepEqual([one(0), one(0), two(0)], [1, 2, 1]);
	assert.deepEqual([a.ran(), b.ran()], [2, 1]);
	// One is called in a call of the other.
	hooks.call = () => one(0);
	assert.equal(b.calls(1), 4);
	assert.deepEqual([a.ran(), b.ran()], [3, 1]);
	// And dies there.
	const aborts = [watch(a), watch(b)];
	hooks.attempt = () => {
		throw thrown(() => one(2));
	};
	hooks.call = () => {
		const death = thrown(() => one(2));
		abortedOnce(aborts[0], { error: death, reason: 'trap' });
		return 5;
	};
	assert.equal(b.calls(1), 6);
	assert.deepEqual(aborts[1], []);
	assert.equal(one(0), undefined);
	assert.deepEqual([a.recovery_state().stale_calls, b.recovery_state().stale_calls], [1, 0]);
	assert.equal(two(0), 2);
	// A closure that was lent to the host by one is none of the other's.
	hooks.run = (closure) => closure(0) + b.ran();
	a.__wbg_reset_state();
	assert.equal(a.lends(), 4);
});

each('values go through: JavaScript\'s own belong to nobody', async (flavour) => {
	const { instances: [a, b] } = await several(flavour, 2);
	const value = { of: 'JavaScript' };
	assert.equal(thrown(() => a.fails_with(value)), value);
	assert.equal(thrown(() => b.fails_with(value)), value);
	assert.equal(await a.wait(b.wait(Promise.resolve(value))), value);
	const counter = new a.Counter(5, 'five');
	assert.equal(await b.wait(Promise.resolve(counter)), counter);
	assert.equal(counter.bump(), 6);
});

for (const mode of RESETS) {
	each(`state, hooks and generations, ${mode}`, async (flavour, { unwinds }) => {
		const { pkg, instances: [a, b] } = await several(flavour, 2, { flags: resetBy(mode) });
		const aborts = [watch(a), watch(b)];
		const counters = [pkg, a, b].map((one, i) => new one.Counter(i, 'x'));
		const panic = thrown(() => a.panics('of a'));
		assert.ok(panic instanceof a.PanicError);
		assert.deepEqual([panic.message, panic.fatal], ['panicked: of a', !unwinds]);
		const death = unwinds ? thrown(() => a.trap()) : panic;
		assert.equal(aborts[0].length, 1);
		isRefusal(a, thrown(() => counters[1].bump()), { generation: 0, cause: death });
		assert.deepEqual([counters[0].bump(), counters[2].bump(), aborts[1]], [1, 3, []]);
		a.__wbg_reset_state();
		isStale(a, thrown(() => counters[1].bump()));
		counters[1].free();
		assert.deepEqual([counters[0].bump(), counters[2].bump(), a.greet('x')], [2, 4, 'hello x']);
		isAtGeneration(a, 1, death);
		for (const one of [pkg, b])
			isAtGeneration(one, 0, null);
		// The crate's own hook asks for a fresh state of its instance alone.
		b.set_handler(2);
		a.set_handler(0);
		thrown(() => b.trap());
		assert.equal(b.bump(), 1);
		isAtGeneration(b, 1);
		thrown(() => a.trap());
		isRefusal(a, thrown(() => a.bump()), { generation: 1 });
		assert.equal(pkg.bump(), 1);
		isAtGeneration(pkg, 0, null);
	});
}

each('a call in a call of another', async (flavour, { unwinds }) => {
	const { hooks, instances: [a, b] } = await several(flavour, 2);
	const aborts = [watch(a), watch(b)];
	hooks.call = (x) => {
		thrown(() => b.trap());
		b.__wbg_reset_state();
		return x + b.bump();
	};
	assert.equal(a.calls(5), 7);
	hooks.call = () => b.panics('of b');
	const panic = thrown(() => a.calls(5));
	assert.ok(panic instanceof b.PanicError);
	assert.equal(panic.message, 'panicked: of b');
	assert.deepEqual(aborts.map((list) => list.map(({ reason }) => reason)),
		unwinds ? [[], ['trap']] : [['foreign-exception'], ['trap', 'panic']]);
	assert.equal(a.recovery_state().terminated, !unwinds);
	// A `catch` import has the other's error as a value, unless that is a trap.
	for (const one of [a, b])
		one.__wbg_reset_state();
	hooks.attempt = () => b.fails('of b');
	assert.equal(a.attempts(1)[0].message, 'of b');
	hooks.attempt = () => b.trap();
	const death = thrown(() => a.attempts(1));
	isRefusal(a, thrown(() => a.bump()), { generation: a.recovery_state().generation, cause: death });
});

each('promises and tasks', async (flavour) => {
	const done = noUnhandled();
	const { hooks, instances: [a, b] } = await several(flavour, 2);
	const never = new Promise(() => {});
	const [mine, other] = [rejection(a.wait(never)), b.wait(Promise.resolve(5))];
	const death = thrown(() => a.trap());
	isRefusal(a, await mine, { generation: 0, cause: death });
	assert.equal(await other, 5);
	b.spawn(1, Promise.resolve(), 0);
	a.__wbg_reset_state();
	a.spawn(2, Promise.resolve(), 0);
	await b.wait(new Promise((resolve) => setTimeout(resolve, 5)));
	assert.deepEqual(hooks.notes.sort(), ['1 began', '1 ended', '2 began', '2 ended']);
	await done();
});

each('a start function that fails', async (flavour, { unwinds }) => {
	let kind = 0;
	const { pkg } = await ours(flavour, { crate: 'starting', hooks: { at_start: () => kind } });
	for (kind of [1, 2, 3]) {
		const error = thrown(() => pkg.createInstance());
		if (kind === 1)
			assert.ok(error instanceof pkg.PanicError && error.fatal === !unwinds, show(error));
		else if (kind === 2)
			assert.ok(error instanceof WebAssembly.RuntimeError, show(error));
		else
			assert.equal(error, 'refused');
	}
	kind = 0;
	const instance = pkg.createInstance();
	assert.deepEqual([pkg.bump(), instance.bump()], [101, 101]);
	kind = 2;
	thrown(() => instance.__wbg_reset_state());
	assert.equal(pkg.bump(), 102);
	isAtGeneration(pkg, 0, null);
});

each('finalizers of each, and instances that nobody holds', (flavour) => {
	const run = runAlone(oursDir(flavour), `
		const collect = async () => { for (let i = 0; i < 8; i++) { gc(); await tick(5); } };
		const [a, b] = [pkg.createInstance(), pkg.createInstance()];
		const kept = Array.from({ length: 300 }, (_, i) => new pkg.Counter(i, 'kept'));
		(() => {
			for (let i = 0; i < 100; i++) new a.Counter(i, 'x');
			for (let i = 0; i < 200; i++) { new b.Counter(i, 'x'); b.closure_value(); }
		})();
		await collect();
		const freed = [pkg, a, b].map((one) => one.freed());
		const good = kept.every((counter, i) => counter.value === i);
		const refs = [];
		const make = (i) => {
			const one = pkg.createInstance();
			const counter = new (one.entrypoint(one.Counter))(i, 'x');
			const closure = one.closure_value();
			one.wait(new Promise(() => {})).catch(() => {});
			one.keeps_short && (hooks.keep = () => {}, one.keeps());
			if (i % 2) thrown(() => one.trap());
			refs.push(...[one, counter, closure, one.Counter].map((part) => new WeakRef(part)));
		};
		for (let i = 0; i < 60; i++) make(i);
		await collect();
		await collect();
		return { freed, good, left: refs.filter((ref) => ref.deref() !== undefined).length, count: pkg.recovery_state() };
	`, ['--expose-gc']);
	assert.equal(run.status, 0, run.stderr);
	assert.equal(run.stderr, '');
	assert.deepEqual(run.result.freed, [0, 100, 200]);
	assert.equal(run.result.good, true);
	assert.ok(run.result.left <= 8, `${run.result.left} parts of 240 are kept`);
	assert.equal(run.result.count.generation, 0);
});

test('packages of the same crate', async () => {
	const packages = [];
	for (const { name } of ALL)
		packages.push((await ours(name)).pkg, (await ours(name)).pkg);
	const counters = packages.map((pkg, i) => new pkg.Counter(i, 'x'));
	packages.forEach((pkg, i) => {
		counters.forEach((counter, j) => {
			if (i !== j)
				assert.match(thrown(() => pkg.labelled('x', counter)).message, /expected instance of Counter/);
		});
	});
	packages.forEach((pkg, i) => {
		thrown(() => pkg.trap());
		counters.forEach((counter, j) => {
			if (j > i)
				assert.equal(counter.value, j);
			else
				isRefusal(packages[j], thrown(() => counter.value), { generation: 0 });
		});
	});
});
