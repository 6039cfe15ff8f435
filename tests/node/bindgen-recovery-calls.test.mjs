// SPDX-License-Identifier: MIT OR Apache-2.0
// Recovery of crates with bindings: what is passed to the module and comes back.
// H… are the holes in the glue of wasm-bindgen that there must be none of here.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { each, hole, isStale, ours, oursDir, real, realDir, runAlone, crateFile, setHooks } from './support/bindgen.mjs';
import { abortedOnce, isTerminated, show, thrown } from './support/expect.mjs';
import { load, open } from './support/load.mjs';
import { isAtGeneration, isRefusal, withMaximum } from './support/recovery.mjs';
import { freshDir, rewriteOk } from './support/tool.mjs';

const SCHEDULES = 2; // the handler of the crate that asks for a fresh state
const ABORTING = ['abort', 'heap']; // panics do not unwind

// Calls that pass something through memory, with what they return.
const PASSING = {
	'a string': (pkg) => assert.equal(pkg.greet('wörld €'), 'hello wörld €'),
	'an owned string': (pkg) => assert.equal(pkg.greet_owned('abc'), 'abc!'),
	'a slice': (pkg) => assert.equal(pkg.sum(Uint32Array.of(1, 2, 39)), 42),
	'a vector': (pkg) => assert.equal(pkg.sum_floats([0.5, 1.5]), 2),
	'a slice that is written to': (pkg) => {
		const numbers = Uint32Array.of(1, 2, 3);
		pkg.double(numbers);
		assert.deepEqual(numbers, Uint32Array.of(2, 4, 6));
	},
	'a vector of strings': (pkg) => assert.equal(pkg.join(['a', 'ö', 'c']), 'a+ö+c'),
	'a constructor': (pkg) => {
		const counter = new pkg.Counter(3, 'näme');
		assert.deepEqual([counter.value, counter.name], [3, 'näme']);
	},
	'a value': (pkg) => {
		const value = {};
		assert.equal(thrown(() => pkg.fails_with(value)), value);
	},
};

// Ways to a fresh state at the next call.
const WAYS = {
	"the crate's own hook": (pkg) => {
		pkg.set_handler(SCHEDULES);
		thrown(() => pkg.trap());
	},
	'the policy': (pkg) => {
		pkg.set_recovery_policy({ mode: 'reset' });
		thrown(() => pkg.trap());
	},
	'schedule_reinit()': (pkg) => {
		pkg.bump();
		pkg.schedule_reinit();
	},
	'schedule_reinit of the crate': (pkg) => {
		pkg.bump();
		pkg.reinit();
	},
	'set_on_abort()': (pkg) => {
		pkg.set_on_abort(() => pkg.schedule_reinit());
		thrown(() => pkg.trap());
	},
	'__wbg_reset_state()': (pkg) => {
		thrown(() => pkg.trap());
		pkg.__wbg_reset_state();
	},
};

hole('H1: what is passed in the first call after a recovery arrives', {
	ours: async (flavour) => {
		const { pkg } = await ours(flavour);
		let generation = 0;
		for (const make of Object.values(WAYS)) {
			for (const pass of Object.values(PASSING)) {
				make(pkg);
				pass(pkg);
				assert.equal(pkg.recovery_state().generation, ++generation);
				assert.equal(pkg.count(), 0);
				pkg.set_recovery_policy({ mode: 'throw' });
				pkg.set_on_abort(null);
			}
		}
	},
	theirs: async (flavour) => {
		const { pkg } = await real(flavour);
		pkg.set_handler(SCHEDULES);
		thrown(() => pkg.trap());
		// The pointer of the dead instance is used in the fresh one, which dies of it.
		assert.notEqual(outcome(() => pkg.sum(Uint32Array.of(1, 2, 39))), 42);
	},
});

function outcome(fn) {
	try {
		return fn();
	} catch (error) {
		return error;
	}
}

// What was refused before the module was entered says nothing about later calls.
each('an error of a stale object that an import throws again is the error of that import', async (flavour) => {
	for (const use of [(counter) => counter.value, (counter) => counter.add(counter), (counter) => counter.name]) {
		const { pkg, hooks } = await ours(flavour);
		const counter = new pkg.Counter(1, 'a');
		pkg.__wbg_reset_state();
		const error = thrown(() => use(counter));
		isStale(pkg, error);
		hooks.call = () => {
			throw error;
		};
		assert.equal(thrown(() => pkg.calls(1)), error);
		// An exception of an import ends what cannot unwind.
		assert.equal(pkg.recovery_state().terminated, ABORTING.includes(flavour));
	}
});

each('H1: the same with every way to reset', async (flavour) => {
	for (const reset of ['in-place', 'reinstantiate', 'auto']) {
		const { pkg } = await ours(flavour, { flags: ['--reset', reset] });
		pkg.set_recovery_policy({ mode: 'reset' });
		for (const pass of Object.values(PASSING)) {
			thrown(() => pkg.trap());
			pass(pkg);
			pass(pkg);
		}
		assert.equal(pkg.recovery_state().generation, Object.keys(PASSING).length);
	}
});

each('a vector of strings may be anything that has elements, and holes are none', async (flavour) => {
	const { pkg } = await ours(flavour);
	class Backwards extends Array {
		* [Symbol.iterator]() {
			for (let i = this.length; i > 0; i--)
				yield this[i - 1];
		}
	}
	for (const [texts, joined] of [[['a', 'b'], 'a+b'], [new Set(['a', 'b']), 'a+b'], [Backwards.of('a', 'b'), 'b+a'],
		[{ length: 2, 0: 'a', 1: 'b' }, 'a+b'], ['ab', 'a+b'], [new Proxy(['a', 'b'], {}), 'a+b']])
		assert.equal(pkg.join(texts), joined);
	for (const texts of [['a', , 'b'], ['a', 1], new Set([1])])
		assert.throws(() => pkg.join(texts), TypeError);
	function* forever() {
		for (;;)
			yield 1;
	}
	assert.throws(() => pkg.join(forever()), TypeError);
	assert.equal(pkg.recovery_state().terminated, false);
});

each('an array of the module\'s own memory arrives when passing it makes that grow', async (flavour) => {
	const { pkg } = await ours(flavour);
	const { memory } = pkg.initSync();
	const start = memory.buffer.byteLength;
	memory.grow(64); // these pages are nobody's
	const numbers = new Uint32Array(memory.buffer, start).fill(3);
	const { length } = numbers;
	assert.equal(pkg.sum(numbers), 3 * length);
	assert.equal(numbers.length, 0);
	// What the module has now is seen at once.
	assert.equal(pkg.sum(Uint32Array.of(1, 2, 39)), 42);
	assert.equal(pkg.join(['a', 'b']), 'a+b');
});

// A package whose memory cannot grow past 160 MiB.
function cramped(flavour) {
	const bytes = withMaximum(fs.readFileSync(crateFile(flavour)));
	const file = `${freshDir('cramped')}/mod.wasm`;
	fs.writeFileSync(file, bytes);
	return file;
}

const LARGE = 'x'.repeat(20 << 20);

hole('H6: running out of memory while an argument is lowered is an abort', {
	ours: async (flavour) => {
		const { dir } = rewriteOk(cramped(flavour), ['--target', 'nodejs']);
		for (const mode of ['throw', 'reset']) {
			for (const [name, call] of [
				['greet', (pkg) => pkg.greet(LARGE)],
				['greet_owned', (pkg) => pkg.greet_owned(`${LARGE}ö`)],
				['sum', (pkg) => pkg.sum(new Uint32Array(5 << 20))],
				['join', (pkg) => pkg.join([LARGE])],
				['Counter.constructor', (pkg) => new pkg.Counter(1, LARGE)],
			]) {
				setHooks();
				const pkg = await load(dir, 'mod', 'nodejs');
				const aborts = [];
				pkg.set_on_abort((abort) => aborts.push(abort));
				pkg.set_recovery_policy({ mode });
				pkg.hoard(145 << 20);
				pkg.bump();
				const error = thrown(() => call(pkg));
				assert.ok(error instanceof WebAssembly.RuntimeError, show(error));
				abortedOnce(aborts, { error, reason: 'out-of-memory', export: name });
				if (mode === 'throw') {
					isTerminated(pkg, () => pkg.bump(), error);
				} else {
					assert.equal(pkg.bump(), 1);
					call(pkg);
					isAtGeneration(pkg, 1, error);
				}
			}
		}
	},
	theirs: async (flavour) => {
		const dir = realDir(cramped(flavour), 'nodejs');
		setHooks();
		const { pkg } = await open(dir, 'mod', 'nodejs');
		pkg.set_handler(0);
		pkg.hoard(145 << 20);
		assert.ok(thrown(() => pkg.sum(new Uint32Array(5 << 20))) instanceof WebAssembly.RuntimeError);
		// Nobody noticed: no hook, and the instance goes on.
		assert.deepEqual(hooks.notes, []);
		assert.equal(pkg.bump(), 1);
	},
});

const mine = new Error('mine');
const BAD_ARGUMENTS = {
	'a valueOf that throws': [(pkg) => pkg.add({ valueOf() {
		throw mine;
	} }, 1), mine],
	'a Symbol for a number': [(pkg) => pkg.add(Symbol('s'), 1), TypeError],
	'a BigInt for a number': [(pkg) => pkg.add(1n, 1), TypeError],
	'a number for an i64': [(pkg) => pkg.negate(5), TypeError],
	'no string': [(pkg) => pkg.greet(5), TypeError],
	'an iterator that throws': [(pkg) => pkg.join({ *[Symbol.iterator]() {
		yield 'a';
		throw mine;
	} }), mine],
	'a getter that throws': [(pkg) => pkg.sum_floats({ length: 2, get 0() {
		throw mine;
	} }), mine],
	'no string in a list': [(pkg) => pkg.join(['a', 5]), TypeError],
	'no object of the class': [(pkg) => pkg.labelled('x', {}), TypeError],
	'an object that was freed': [(pkg) => {
		const counter = new pkg.Counter(1, 'a');
		counter.free();
		return counter.bump();
	}, Error],
};

hole('H7: an argument that is refused does not end the module', {
	ours: async (flavour) => {
		const { pkg, aborts } = await ours(flavour);
		for (const [name, [call, expected]] of Object.entries(BAD_ARGUMENTS)) {
			const count = pkg.bump();
			const error = thrown(() => call(pkg));
			if (typeof expected === 'function')
				assert.ok(error instanceof expected, `${name}: ${show(error)}`);
			else
				assert.equal(error, expected, name);
			assert.equal(pkg.count(), count, name);
			assert.deepEqual(aborts, [], name);
		}
		assert.equal(pkg.recovery_state().terminated, false);
	},
	theirs: async (flavour) => {
		const { pkg } = await real(flavour);
		pkg.bump();
		assert.equal(thrown(() => BAD_ARGUMENTS['a valueOf that throws'][0](pkg)), mine);
		assert.equal(thrown(() => pkg.count()).message, 'Module terminated');
	},
});

each("H7: the caller's code runs before the state is decided about", async (flavour) => {
	const { pkg } = await ours(flavour);
	// What dies in the middle of an argument is not met by the call itself.
	pkg.set_recovery_policy({ mode: 'reset' });
	pkg.bump();
	const dying = { valueOf() {
		thrown(() => pkg.trap());
		return 4;
	} };
	assert.equal(pkg.add(dying, 1), 5);
	isAtGeneration(pkg, 1);
	const resetting = { *[Symbol.iterator]() {
		yield 'a';
		pkg.bump();
		pkg.__wbg_reset_state();
		yield 'b';
	} };
	assert.equal(pkg.join(resetting), 'a+b');
	isAtGeneration(pkg, 2);
	assert.equal(pkg.count(), 0);
	// An object that is lost to an argument behind it.
	const counter = new pkg.Counter(1, 'a');
	isStale(pkg, thrown(() => counter.rename({ toString() {
		throw mine;
	} }) ?? 0) instanceof TypeError ? thrown(() => {
			pkg.__wbg_reset_state();
			counter.rename('b');
		}) : undefined);
});

hole('H8: a call that was to return a string throws the error itself', {
	ours: async (flavour, { unwinds }) => {
		const { pkg, aborts } = await ours(flavour);
		if (unwinds) {
			const panic = thrown(() => pkg.panics_text('x'));
			assert.ok(panic instanceof pkg.PanicError);
			assert.equal(panic.message, 'panicked: x');
		}
		const error = thrown(() => pkg.trap_text('x'));
		assert.ok(error instanceof WebAssembly.RuntimeError, show(error));
		abortedOnce(aborts, { error, reason: 'trap', export: 'trap_text' });
		isTerminated(pkg, () => pkg.greet('x'), error);
	},
	theirs: async (flavour) => {
		const { pkg } = await real(flavour);
		const error = thrown(() => pkg.trap_text('x'));
		assert.equal(error.message, 'Module terminated');
	},
});

hole('H9: a dead module is not given anything', {
	ours: async (flavour) => {
		const { pkg } = await ours(flavour, { target: 'web' });
		const { memory } = pkg.initSync();
		thrown(() => pkg.trap());
		const before = memory.buffer.byteLength;
		const large = 'x'.repeat(10 << 20);
		for (const call of [() => pkg.greet(large), () => pkg.sum(new Uint32Array(1 << 20)), () => pkg.join([large]), () => new pkg.Counter(1, large)])
			isTerminated(pkg, call);
		assert.equal(memory.buffer.byteLength, before);
	},
	theirs: async (flavour) => {
		const { pkg } = await real(flavour, { target: 'web' });
		const { memory } = pkg.initSync();
		thrown(() => pkg.trap());
		const before = memory.buffer.byteLength;
		assert.equal(thrown(() => pkg.greet('x'.repeat(10 << 20))).message, 'Module terminated');
		assert.ok(memory.buffer.byteLength > before + (9 << 20));
	},
});

hole('H10: free() of an object of an old state does nothing', {
	ours: async (flavour) => {
		for (const way of Object.values(WAYS)) {
			const { pkg } = await ours(flavour);
			const old = new pkg.Counter(1, 'old'), other = new pkg.Counter(2, 'other');
			const taken = new pkg.Counter(3, 'taken');
			way(pkg);
			// Before anybody called, and so before the reset.
			taken.free();
			const { generation } = pkg.recovery_state();
			pkg.count();
			const fresh = [1, 2, 3].map((n) => new pkg.Counter(n, `fresh ${n}`));
			old.free();
			old.free();
			other[Symbol.dispose ?? 'free']();
			assert.equal(pkg.freed(), 0);
			assert.deepEqual(fresh.map((counter) => [counter.bump(), counter.name]), [[2, 'fresh 1'], [3, 'fresh 2'], [4, 'fresh 3']]);
			assert.ok(pkg.recovery_state().generation >= generation);
			fresh.forEach((counter) => counter.free());
			assert.equal(pkg.freed(), 3);
		}
	},
	theirs: async (flavour) => {
		const { pkg } = await real(flavour);
		const old = new pkg.Counter(1, 'old');
		pkg.__wbg_reset_state();
		const fresh = new pkg.Counter(5, 'fresh');
		old.free();
		// It was the fresh object that went.
		assert.equal(pkg.freed(), 1);
		assert.equal(fresh.__wbg_ptr !== 0, true);
	},
});

each('H10: free() asks for no other state, and is quiet on a dead module', async (flavour) => {
	const { pkg, aborts } = await ours(flavour);
	const counter = new pkg.Counter(1, 'a');
	pkg.schedule_reinit();
	counter.free();
	assert.equal(pkg.recovery_state().generation, 0);
	assert.equal(pkg.count(), 0);
	isAtGeneration(pkg, 1);

	const next = new pkg.Counter(1, 'b'), last = new pkg.Counter(1, 'c');
	pkg.set_recovery_policy({ mode: 'reset' });
	thrown(() => pkg.trap());
	next.free();
	assert.equal(pkg.recovery_state().terminated, true);
	pkg.set_recovery_policy({ mode: 'throw' });
	last.free();
	assert.equal(pkg.recovery_state().terminated, true);
	assert.equal(aborts.length, 1);
});

each('H10: an object of an old state is stale, and nothing was lowered for it', async (flavour) => {
	const { pkg } = await ours(flavour);
	for (const way of Object.values(WAYS)) {
		const old = new pkg.Counter(1, 'old');
		way(pkg);
		const uses = [
			() => old.bump(), () => old.value, () => old.name, () => old.add(old),
			() => {
				old.value = 5;
			},
			() => old.rename('x'.repeat(1 << 20)), () => old.into_value(),
			() => pkg.total(old, old), () => pkg.total_of([old]),
			() => pkg.labelled('x'.repeat(1 << 20), old),
			() => {
				const fresh = new pkg.Counter(7, 'fresh');
				try {
					fresh.add(old);
				} finally {
					assert.equal(fresh.value, 7);
					fresh.free();
				}
			},
		];
		for (const use of uses)
			isStale(pkg, thrown(use));
		assert.equal(pkg.recovery_state().terminated, false);
		assert.equal(pkg.greet('a'), 'hello a');
		pkg.set_recovery_policy({ mode: 'throw' });
		pkg.set_on_abort(null);
	}
});

each('H10: finalizers of old objects do nothing', (flavour) => {
	const run = runAlone(oursDir(flavour), `
		const collect = async () => { for (let i = 0; i < 8; i++) { gc(); await tick(5); } };
		let litter = [];
		for (let i = 0; i < 500; i++) litter.push(new pkg.Counter(i, 'old'));
		pkg.keeps_none?.();
		thrown(() => pkg.trap());
		pkg.__wbg_reset_state();
		const fresh = [];
		for (let i = 0; i < 500; i++) fresh.push(new pkg.Counter(i, 'fresh ' + i));
		litter = null;
		await collect();
		const freed = pkg.freed();
		const intact = fresh.every((counter, i) => counter.name === 'fresh ' + i && counter.bump() === i + 1);
		// One that is to be collected while a reset is due must not bring that about.
		(() => { for (let i = 0; i < 100; i++) new pkg.Counter(i, 'due'); })();
		pkg.schedule_reinit();
		await collect();
		const { generation } = pkg.recovery_state();
		const after = pkg.freed();
		return { freed, intact, generation, after, state: pkg.recovery_state() };
	`, ['--expose-gc']);
	assert.equal(run.status, 0, run.stderr);
	assert.equal(run.stderr, '');
	assert.equal(run.result.freed, 0);
	assert.equal(run.result.intact, true);
	assert.equal(run.result.generation, 1);
	assert.equal(run.result.after, 0);
	assert.equal(run.result.state.generation, 2);
	assert.equal(run.result.state.terminated, false);
});

each('every class of failure ends as it should', async (flavour, { unwinds }) => {
	const cases = {
		recurse: ['stack-overflow', (pkg) => pkg.recurse(1e9), RangeError],
		overflow: ['stack-overflow', (pkg) => pkg.overflow(1e6), WebAssembly.RuntimeError],
		exhaust: ['out-of-memory', (pkg) => pkg.exhaust(), WebAssembly.RuntimeError],
		trap: ['trap', (pkg) => pkg.trap(), WebAssembly.RuntimeError],
		'Counter.trap': ['trap', (pkg) => new pkg.Counter(1, 'a').trap(), WebAssembly.RuntimeError],
	};
	for (const [name, [reason, call, Class]] of Object.entries(cases)) {
		for (const mode of ['throw', 'reset']) {
			const { pkg, aborts } = await ours(flavour);
			pkg.set_recovery_policy({ mode });
			pkg.bump();
			const error = thrown(() => call(pkg));
			assert.ok(error instanceof Class, `${name}: ${show(error)}`);
			abortedOnce(aborts, { error, reason, export: name });
			if (mode === 'throw') {
				isTerminated(pkg, () => pkg.bump(), error);
				pkg.__wbg_reset_state();
			}
			assert.equal(pkg.bump(), 1);
			assert.equal(pkg.greet('x'), 'hello x');
			isAtGeneration(pkg, 1, error);
		}
	}
	const { pkg, aborts } = await ours(flavour);
	const counter = new pkg.Counter(1, 'a');
	const error = thrown(() => counter.panics('no'));
	assert.ok(error instanceof pkg.PanicError);
	assert.equal(error.message, 'no');
	assert.match(error.location.file, /objects\.rs$/);
	assert.equal(error.fatal, !unwinds);
	if (unwinds) {
		assert.equal(counter.value, 2);
		assert.equal(pkg.drops(), 1);
		assert.deepEqual(aborts, []);
	} else {
		abortedOnce(aborts, { error, reason: 'panic', export: 'Counter.panics' });
		isTerminated(pkg, () => counter.value, error);
	}
});

test('a call that was refused leaves its objects as they are', async () => {
	const { pkg } = await ours('abort');
	const counter = new pkg.Counter(1, 'a');
	thrown(() => pkg.trap());
	isRefusal(pkg, thrown(() => counter.into_value()), { generation: 0 });
	pkg.__wbg_reset_state();
	isStale(pkg, thrown(() => counter.into_value()));
});

each('of a very long text of a panic the beginning is told, and no half character', async (flavour) => {
	const { pkg } = await ours(flavour);
	for (const [text, least] of [['é'.repeat(1 << 20), (1 << 19) - 8], [`x${'é'.repeat(1 << 20)}`, (1 << 19) - 8], ['short', 5]]) {
		const { message } = thrown(() => pkg.panics(text));
		assert.ok(`panicked: ${text}`.startsWith(message), 'another text');
		assert.ok(message.length >= least, `${message.length} characters`);
		if (pkg.recovery_state().terminated) pkg.__wbg_reset_state();
	}
});
