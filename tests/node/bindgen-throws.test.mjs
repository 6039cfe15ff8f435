// SPDX-License-Identifier: MIT OR Apache-2.0
// What Rust throws itself, in modules that cannot unwind: where nothing was done
// before, it is an exception like others and the module lives on; else an abort.

import assert from 'node:assert/strict';
import { ALL, each, ours } from './support/bindgen.mjs';
import { abortedOnce, isTerminated, thrown } from './support/expect.mjs';

const PLAIN = ALL.filter(({ unwinds }) => !unwinds);
const MODES = ['in-place', 'reinstantiate', 'none'];

const plain = (title, fn) => each(title, fn, PLAIN);

const open = (flavour, options) => ours(flavour, { crate: 'throws', ...options });

// The call throws an Error with `message`, and that is all.
function throwsText(fn, message) {
	const error = thrown(fn);
	assert.equal(Object.getPrototypeOf(error), Error.prototype);
	assert.equal(error.message, message);
	return error;
}

function isWell({ pkg, aborts }) {
	assert.deepEqual(aborts, []);
	assert.equal(pkg.recovery_state().terminated, false);
	assert.equal(pkg.is_free(), true);
	assert.equal(pkg.twice(21), 42);
}

// Every throw of the crate before which nothing was done.
function throwAll(pkg) {
	throwsText(() => pkg.throw_text(), 'a text');
	for (const value of [new Error('mine'), 'text', 0, undefined, null, Symbol('mine')])
		assert.equal(thrown(() => pkg.throw_value(value)), value);
	assert.equal(thrown(() => pkg.throw_new(true)), 'made');
	assert.equal(thrown(() => pkg.throw_new(false)).constructor, TypeError);
	throwsText(() => pkg.twice(-1), 'negative');
	throwsText(() => pkg.unwrapped(undefined), 'called `Option::unwrap_throw()` on a `None` value');
	throwsText(() => pkg.lent({}, null), 'null');
	throwsText(() => pkg.lent(null, {}), 'null');
	throwsText(() => pkg.deep(-1), 'not positive');
	throwsText(() => new pkg.Counter(-1), 'not positive');
}

plain('throws with nothing done before leave the module alive', async (flavour) => {
	for (const mode of MODES) {
		const crate = await open(flavour, { flags: ['--reset', mode] });
		throwAll(crate.pkg);
		isWell(crate);
		assert.equal(crate.pkg.lent({}, {}), 'fine');
		assert.equal(crate.pkg.unwrapped(5), 5);
		assert.equal(crate.pkg.deep(5), 6);
	}
});

plain('for every level of optimization', async (flavour) => {
	for (const level of ['1', '3', 's', 'z']) {
		const crate = await open(flavour, { flags: ['-O', level] });
		throwAll(crate.pkg);
		const once = crate.pkg.once('text');
		once();
		throwsText(once, 'FnOnce called more than once');
		isWell(crate);
	}
});

plain('what is not marked stays an abort', async (flavour) => {
	const held = [
		['behind_borrow', 'not positive'], ['behind_lock', 'locked'], ['behind_push', 'pushed'],
		['behind_import', 'not positive'], ['behind_drop', 'dropped'],
	];
	for (const [name, message] of held) {
		const { pkg, aborts } = await open(flavour);
		pkg[name](5);
		assert.equal(pkg.is_free(), true);
		const error = throwsText(() => pkg[name](-5), message);
		abortedOnce(aborts, { error, reason: 'foreign-exception', export: name });
		isTerminated(pkg, () => pkg.twice(1), error);
		pkg.__wbg_reset_state();
		assert.equal(pkg.is_free(), true);
		throwAll(pkg);
		assert.equal(pkg[name](5), name === 'behind_push' ? 1 : 5);
		assert.equal(aborts.length, 1);
	}
});

plain('an abort after a harmless throw is one', async (flavour) => {
	const { pkg, aborts } = await open(flavour);
	throwAll(pkg);
	const error = thrown(() => pkg.behind_lock(-1));
	abortedOnce(aborts, { error, reason: 'foreign-exception', export: 'behind_lock' });
});

// ---- objects ----

plain('null pointers', async (flavour) => {
	const crate = await open(flavour);
	const { Counter, count_of } = crate.pkg;
	const counter = new Counter(1);
	counter.free();
	for (const use of [() => counter.get(), () => counter.add(1), () => counter.count, () => {
		counter.count = 1;
	}, () => count_of(counter)])
		throwsText(use, 'null pointer passed to rust');
	// The same, by what gets past the JavaScript.
	const other = new Counter(1);
	other.free();
	Object.defineProperty(other, '__wbg_ptr', { get: (() => {
		let reads = 0;
		return () => (reads++ === 0 ? 8 : 0);
	})() });
	assert.match(throwsText(() => other.get(), 'null pointer passed to rust').stack, /wasm:/);
	isWell(crate);
});

plain('objects that are in use', async (flavour) => {
	const crate = await open(flavour);
	const counter = new crate.pkg.Counter(1);
	const other = new crate.pkg.Counter(10);
	const inside = () => {
		for (const use of [() => counter.get(), () => counter.add(1), () => counter.count,
			() => crate.pkg.count_of(counter), () => {
				counter.count = 7;
			}])
			assert.match(thrown(use).message, /^recursive use of an object/);
		throwAll(crate.pkg);
		assert.equal(other.add(1), 11);
		return 'done';
	};
	assert.equal(counter.hold(inside), 'done');
	assert.equal(counter.get(), 2);
	isWell(crate);
});

plain('an object is freed while it is in use, as soon as it is not', async (flavour) => {
	const crate = await open(flavour);
	const counter = new crate.pkg.Counter(1);
	counter.hold(() => {
		assert.match(thrown(() => counter.free()).message, /^attempted to take ownership/);
	});
	throwsText(() => counter.get(), 'null pointer passed to rust');
	isWell(crate);
	const next = new crate.pkg.Counter(3);
	assert.equal(next.get(), 3);
});

// ---- activations within others ----

plain('what nobody catches inside ends the outer activation', async (flavour) => {
	const { pkg, aborts } = await open(flavour);
	const counter = new pkg.Counter(1);
	let inner;
	const error = thrown(() => counter.pass({ run: () => {
		inner = thrown(() => pkg.twice(-1));
		assert.deepEqual(aborts, []);
		assert.equal(pkg.twice(2), 4);
		throw inner;
	} }));
	assert.equal(error, inner);
	abortedOnce(aborts, { error, reason: 'foreign-exception', export: 'Counter.pass' });
	isTerminated(pkg, () => pkg.twice(1), error);
});

plain('the outer activation keeps its stack and what it was lent', async (flavour) => {
	const crate = await open(flavour);
	const { pkg } = crate;
	const counter = new pkg.Counter(0);
	const nested = (n) => counterAt(n).hold(() => {
		const before = pkg.stack_address();
		throwAll(pkg);
		if (n > 0)
			nested(n - 1);
		throwAll(pkg);
		assert.equal(pkg.stack_address(), before);
	});
	const counters = [counter];
	const counterAt = (n) => (counters[n] ??= new pkg.Counter(n));
	nested(50);
	counters.forEach((one, n) => assert.equal(one.get(), n + 1));
	isWell(crate);
});

plain('nothing runs away', async (flavour) => {
	for (const mode of MODES) {
		const crate = await open(flavour, { flags: ['--reset', mode] });
		const { pkg } = crate;
		const once = pkg.once('text');
		once();
		const counter = new pkg.Counter(1);
		const used = new pkg.Counter(1);
		const round = () => {
			throwAll(pkg);
			thrown(once);
		};
		round();
		const before = [pkg.stack_address(), pkg.values()];
		const pages = pkg.pages();
		for (let i = 0; i < 100_000 / 16; i++)
			round();
		used.hold(() => {
			for (let i = 0; i < 1000; i++)
				thrown(() => used.add(1));
		});
		assert.deepEqual([pkg.stack_address(), pkg.values()], before);
		assert.equal(pkg.pages(), pages);
		assert.equal(counter.get(), 1);
		isWell(crate);
	}
});

// ---- closures ----

plain('a closure that is called once more than it can be', async (flavour) => {
	const crate = await open(flavour);
	const once = crate.pkg.once('text');
	assert.equal(once(), 'text');
	for (let i = 0; i < 3; i++)
		throwsText(once, 'FnOnce called more than once');
	isWell(crate);
	assert.equal(crate.pkg.once('other')(), 'other');
});

plain('closures that throw', async (flavour) => {
	const crate = await open(flavour);
	const checking = crate.pkg.checking();
	assert.equal(checking(5), 5);
	throwsText(() => checking(-5), 'checked');
	assert.equal(checking(6), 6);
	isWell(crate);
	for (const make of ['holding', 'running']) {
		const { pkg, aborts } = await open(flavour);
		const closure = pkg[make]();
		assert.equal(closure(5), 5);
		const error = thrown(() => closure(-5));
		assert.equal(aborts.length, 1, make);
		assert.equal(aborts[0].error, error);
		isTerminated(pkg, () => pkg.twice(1), error);
	}
});
