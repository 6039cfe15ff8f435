// SPDX-License-Identifier: MIT OR Apache-2.0
// Recovery of crates with bindings: what is told of an abort and of a panic, and the
// part that the crate itself has in it (wasm_bindgen::handler).

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { ALL, crateFile, each, hole, isStale, ours, real, runAlone, oursDir, UNWINDING } from './support/bindgen.mjs';
import { abortedOnce, isTerminated, show, thrown } from './support/expect.mjs';
import { fakeClock, isAtGeneration, isRefusal } from './support/recovery.mjs';
import { ROOT, runTool, freshDir } from './support/tool.mjs';
import path from 'node:path';

// The handlers of the crate, by number.
const [NOTES, SCHEDULES, ONLY_SCHEDULES, TELLS_FLAG, TRAPS, PANICS, LARGE_FRAME, CALLS_HOST] = Array(8).keys();

// What is reported while fn runs; it goes nowhere else.
function reports(fn) {
	const seen = [], { error } = console, { reportError } = globalThis;
	console.error = globalThis.reportError = (...args) => seen.push(...args);
	try {
		fn();
	} finally {
		console.error = error;
		if (reportError)
			globalThis.reportError = reportError;
		else
			delete globalThis.reportError;
	}
	return seen;
}

hole("H4: the crate's own hook runs to its end", {
	ours: async (flavour) => {
		for (const reset of ['in-place', 'reinstantiate']) {
			const { pkg, aborts, hooks } = await ours(flavour, { flags: ['--reset', reset] });
			assert.equal(pkg.set_handler(SCHEDULES), false);
			assert.equal(pkg.set_handler(SCHEDULES), true);
			pkg.bump();
			const error = thrown(() => pkg.trap());
			assert.deepEqual(hooks.notes, ['before', 'after']);
			abortedOnce(aborts, { error, reason: 'trap', export: 'trap' });
			assert.equal(pkg.recovery_state().terminated, true);
			assert.equal(pkg.greet('x'), 'hello x');
			isAtGeneration(pkg, 1, error);
			assert.equal(pkg.count(), 0);
			// The handler was of the state that is gone.
			assert.equal(pkg.set_handler(NOTES), false);
		}
	},
	theirs: async (flavour) => {
		const { pkg, hooks } = await real(flavour);
		pkg.set_handler(SCHEDULES);
		thrown(() => pkg.trap());
		assert.deepEqual(hooks.notes, ['before']);
		assert.equal(thrown(() => pkg.bump()).message, 'Module terminated');
	},
});

each("the crate's own hook runs on the dead module, and nobody else gets in", async (flavour) => {
	const { pkg, hooks } = await ours(flavour);
	let closure;
	hooks.keep = (given) => {
		closure = given;
	};
	pkg.keeps();
	const counter = new pkg.Counter(1, 'a');
	pkg.set_handler(CALLS_HOST);
	const seen = [];
	hooks.call = (x) => {
		seen.push(thrown(() => pkg.bump()), thrown(() => counter.bump()), closure(0), counter.free());
		assert.equal(pkg.recovery_state().terminated, true);
		return x + 1;
	};
	const error = thrown(() => pkg.trap());
	assert.deepEqual(hooks.notes, ['got 8']);
	for (const refusal of seen.slice(0, 2))
		isRefusal(pkg, refusal, { generation: 0, cause: error });
	assert.deepEqual(seen.slice(2), [undefined, undefined]);
	isTerminated(pkg, () => pkg.bump(), error);
	pkg.__wbg_reset_state();
	assert.equal(pkg.ran(), 0);
});

each("what the crate's own hook throws is reported, and nothing else", async (flavour, { unwinds }) => {
	for (const [kind, call, check] of [
		[TRAPS, undefined, (error) => assert.ok(error instanceof WebAssembly.RuntimeError, show(error))],
		[PANICS, undefined, (error) => {
			assert.equal(error.name, 'PanicError');
			assert.equal(error.message, 'in the handler');
			assert.match(error.location.file, /guest\.rs$/);
		}],
		[CALLS_HOST, () => {
			throw mine;
		}, (error) => assert.equal(error, mine)],
		[CALLS_HOST, function dig() {
			return dig() + 1;
		}, (error) => assert.ok(error instanceof RangeError, show(error))],
	]) {
		const { pkg, aborts, hooks } = await ours(flavour);
		hooks.call = call;
		pkg.set_handler(kind);
		let error;
		const seen = reports(() => {
			error = thrown(() => pkg.trap());
		});
		assert.ok(error instanceof WebAssembly.RuntimeError);
		assert.equal(seen.length, 1, show(seen));
		check(seen[0]);
		abortedOnce(aborts, { error, reason: 'trap', export: 'trap' });
		isTerminated(pkg, () => pkg.bump(), error);
		pkg.__wbg_reset_state();
		assert.equal(pkg.greet('x'), 'hello x');
		assert.equal(pkg.bump(), 1);
		// What was noted of the handler's end is not taken for that of others.
		aborts.length = 0;
		const next = thrown(() => pkg.trap());
		abortedOnce([{ ...aborts[0], generation: 0 }], { error: next, reason: 'trap', export: 'trap' });
		assert.ok(unwinds || next instanceof WebAssembly.RuntimeError);
	}
});

const mine = new Error('mine');

each("a fresh state in the middle of the crate's own hook", async (flavour) => {
	for (const reset of ['in-place', 'reinstantiate']) {
		const { pkg, aborts, hooks } = await ours(flavour, { flags: ['--reset', reset] });
		pkg.set_handler(CALLS_HOST);
		hooks.call = () => {
			pkg.__wbg_reset_state();
			pkg.bump();
			return 1;
		};
		let error;
		assert.deepEqual(reports(() => {
			error = thrown(() => pkg.trap());
		}), []);
		abortedOnce(aborts, { error, reason: 'trap', export: 'trap' });
		isAtGeneration(pkg, 1, error);
		assert.equal(pkg.count(), 1);
		assert.equal(pkg.greet('x'), 'hello x');
		assert.deepEqual(hooks.notes, []);
	}
});

each('B9: the flag that crates can read is set when the hook runs', async (flavour) => {
	const { pkg, hooks } = await ours(flavour);
	pkg.set_handler(TELLS_FLAG);
	thrown(() => pkg.trap());
	assert.deepEqual(hooks.notes, ['flag 1']);
	pkg.__wbg_reset_state();
	pkg.set_handler(TELLS_FLAG);
	thrown(() => pkg.trap());
	assert.deepEqual(hooks.notes, ['flag 1', 'flag 1']);
});

hole('H14: the hook has a stack, also when that is what ran out', {
	ours: async (flavour) => {
		for (const [name, call, reason] of [
			['overflow', (pkg) => pkg.overflow(1e6), 'stack-overflow'],
			['recurse', (pkg) => pkg.recurse(1e9), 'stack-overflow'],
			['trap', (pkg) => pkg.trap(), 'trap'],
		]) {
			const { pkg, aborts, hooks } = await ours(flavour);
			pkg.set_handler(LARGE_FRAME);
			const error = thrown(() => call(pkg));
			assert.deepEqual(hooks.notes, ['frame 60000']);
			abortedOnce(aborts, { error, reason, export: name });
			assert.equal(pkg.bump(), 1);
			isAtGeneration(pkg, 1, error);
			// The whole stack is there again.
			assert.equal(pkg.overflow(20), pkg.overflow(20));
		}
	},
	theirs: async (flavour) => {
		const { pkg, hooks } = await real(flavour);
		pkg.set_handler(LARGE_FRAME);
		thrown(() => pkg.overflow(1e6));
		assert.deepEqual(hooks.notes, []);
		assert.equal(thrown(() => pkg.bump()).message, 'Module terminated');
	},
});

hole('H14: nothing is lost of the shadow stack, whatever leaves the module', {
	flavours: UNWINDING,
	ours: async (flavour) => {
		const { pkg, hooks } = await ours(flavour);
		hooks.call = () => {
			throw mine;
		};
		for (let i = 0; i < 3000; i++) {
			thrown(() => pkg.panics('x'));
			thrown(() => pkg.calls(1));
			thrown(() => pkg.throws('x'));
			thrown(() => pkg.fails('x'));
		}
		assert.equal(pkg.overflow(20), pkg.overflow(20));
		assert.equal(pkg.drops(), 12000);
		assert.equal(pkg.recovery_state().generation, 0);
	},
});

each('schedule_reinit of the crate outside of any abort', async (flavour) => {
	const { pkg, aborts } = await ours(flavour);
	const resets = [];
	pkg.set_on_reset((event) => resets.push(event));
	pkg.bump();
	const counter = new pkg.Counter(1, 'a');
	pkg.reinit();
	assert.deepEqual(resets, []);
	assert.equal(pkg.count(), 0);
	assert.deepEqual(resets, [{ generation: 1 }]);
	isStale(pkg, thrown(() => counter.bump()));
	assert.deepEqual(aborts, []);
});

test('schedule_reinit of the crate where the module cannot be reset', async () => {
	const { pkg, hooks } = await ours('abort', { flags: ['--reset', 'none'] });
	pkg.bump();
	const seen = reports(() => pkg.reinit());
	assert.equal(seen.length, 1);
	assert.match(seen[0].message, /--reset none/);
	assert.equal(pkg.bump(), 2);
	// The hook of the crate works all the same.
	pkg.set_handler(NOTES);
	thrown(() => pkg.trap());
	assert.deepEqual(hooks.notes, ['handler']);
	isTerminated(pkg, () => pkg.bump());
});

// What the source has at a place. Columns are those of a screen.
function lineOf(location) {
	const file = path.join(ROOT, 'tests/bindgen/recovery', location.file);
	const line = fs.readFileSync(file, 'utf8').split('\n')[location.line - 1];
	return line.replace(/\t/g, '    ').slice(location.column - 1);
}

hole('H22: errors say what happened, and are of classes that can be asked for', {
	ours: async (flavour, { unwinds }) => {
		const { pkg, aborts } = await ours(flavour);
		pkg.set_recovery_policy({ mode: 'reset' });
		for (const [call, message, at] of [
			[() => pkg.panics('x'), 'panicked: x', 'panic!("panicked: {text}")'],
			[() => pkg.index(99), 'index out of bounds: the len is 3 but the index is 99', '[1, 2, 3][i]'],
			[() => new pkg.Counter(1, 'a').panics('y'), 'y', 'panic!("{text}")'],
		]) {
			const error = thrown(call);
			assert.ok(error instanceof pkg.PanicError && error instanceof Error);
			assert.equal(error.name, 'PanicError');
			assert.equal(error.message, message);
			assert.equal(error.fatal, !unwinds);
			assert.ok(lineOf(error.location).startsWith(at), `${show(error.location)}: ${lineOf(error.location)}`);
			assert.equal(error.cause instanceof WebAssembly.RuntimeError, !unwinds);
			assert.ok((error.cause ?? error).stack.includes('wasm'), error.stack);
		}
		assert.equal(aborts.length, unwinds ? 0 : 3);
		pkg.set_recovery_policy({ mode: 'throw' });
		pkg.__wbg_reset_state();
		const error = thrown(() => pkg.trap());
		const refusal = thrown(() => pkg.greet('x'));
		assert.ok(refusal instanceof pkg.TerminatedError);
		assert.match(refusal.message, /^Module terminated: trap in trap$/);
		assert.equal(refusal.cause, error);
		assert.equal(pkg.recovery_state().last_error, error);
	},
	theirs: async (flavour, { unwinds }) => {
		const { pkg } = await real(flavour);
		const error = thrown(() => pkg.panics('x'));
		assert.equal(pkg.PanicError, undefined);
		assert.equal(error.location, undefined);
		if (!unwinds)
			assert.equal(error.message, 'unreachable');
		thrown(() => pkg.trap());
		const refusal = thrown(() => pkg.bump());
		assert.deepEqual([refusal.constructor, refusal.message, refusal.cause], [Error, 'Module terminated', undefined]);
	},
});

each('the text and the place are those of the panic that came out', async (flavour) => {
	const { pkg } = await ours(flavour);
	assert.equal(pkg.panics_twice('first'), 'first');
	for (const [first, second] of [['a', 'b'], ['same', 'same'], ['b', 'a']]) {
		const error = thrown(() => pkg.panics_twice(first, second));
		assert.equal(error.message, second);
		assert.ok(lineOf(error.location).startsWith('panic!("{second}")'));
	}
	// One that was caught, and then one without a text that can be had.
	pkg.panics_twice('No panic message available');
	const number = thrown(() => pkg.panics_with_number());
	assert.equal(number.message, 'No panic message available');
	assert.ok(lineOf(number.location).startsWith('panic_any'));
	const both = thrown(() => pkg.panics_while_dropping());
	assert.ok(both instanceof pkg.PanicError);
	assert.ok(['in a destructor', 'the first'].includes(both.message));
	assert.ok(lineOf(both.location).startsWith(both.message === 'the first' ? 'panic!("the first")' : 'panic!("in a destructor")'));
}, UNWINDING);

each('B3, B4: errors that are no panics come out as they are', async (flavour) => {
	const { pkg, aborts, hooks } = await ours(flavour);
	assert.equal(thrown(() => pkg.throws('text')).message, 'text');
	for (const value of [mine, undefined, 5, { a: 1 }, Symbol.iterator])
		assert.ok(Object.is(thrown(() => pkg.throws_value(value)), value));
	for (const value of [mine, null, 'text'])
		assert.ok(Object.is(thrown(() => pkg.fails_with(value)), value));
	assert.equal(thrown(() => pkg.fails('typed')).message, 'typed');
	const foreign = new WebAssembly.Exception(new WebAssembly.Tag({ parameters: [] }), []);
	hooks.call = () => {
		throw foreign;
	};
	assert.equal(thrown(() => pkg.calls(1)), foreign);
	assert.equal(pkg.drops(), 8);
	assert.deepEqual(aborts, []);
	assert.equal(pkg.bump(), 1);
}, UNWINDING);

each('Results and catch imports are no aborts in any build', async (flavour) => {
	const { pkg, aborts, hooks } = await ours(flavour);
	for (let i = 0; i < 300; i++) {
		assert.equal(thrown(() => pkg.fails('typed')).message, 'typed');
		assert.equal(thrown(() => pkg.fails_with(mine)), mine);
		hooks.attempt = () => {
			throw mine;
		};
		assert.equal(pkg.attempts(1)[0], mine);
		assert.equal(thrown(() => pkg.sum_of({ next() {
			throw mine;
		} })), mine);
		assert.equal(pkg.sum_of([1, 2, 3].values()), 6);
	}
	assert.equal(pkg.drops(), 600);
	assert.deepEqual(aborts, []);
	assert.equal(pkg.recovery_state().terminated, false);
});

test('H23: a limit for resets, hooks after them, and memory that is given back', async (t) => {
	for (const { name } of ALL) {
		const clock = fakeClock(t);
		const { pkg, aborts } = await ours(name, { target: 'web' });
		const resets = [];
		pkg.set_on_reset((event) => resets.push(event));
		pkg.set_recovery_policy({ mode: 'reset', max_resets: 2, window_ms: 1000, recycle_bytes: 4 << 20 });
		for (let i = 1; i <= 2; i++) {
			thrown(() => pkg.trap());
			assert.equal(pkg.bump(), 1);
			assert.deepEqual(resets.at(-1), { generation: i });
		}
		const error = thrown(() => pkg.trap());
		isRefusal(pkg, thrown(() => pkg.bump()), { generation: 2, cause: error });
		clock.pass(1001);
		assert.equal(pkg.greet('x'), 'hello x');
		assert.equal(pkg.recovery_state().resets, 3);
		assert.equal(aborts.length, 3);
		// What grew is not kept for ever.
		for (let i = 0; i < 4; i++)
			pkg.hoard(16 << 20);
		assert.ok(pkg.initSync().memory.buffer.byteLength > 60 << 20);
		pkg.__wbg_reset_state();
		assert.equal(pkg.bump(), 1);
		assert.ok(pkg.initSync().memory.buffer.byteLength < 4 << 20);
		assert.equal(pkg.greet('after'), 'hello after');
		t.mock.restoreAll();
	}
});

each('H23: resets do not leak', (flavour) => {
	const run = runAlone(oursDir(flavour), `
		pkg.set_recovery_policy({ mode: 'reset' });
		const step = () => { new pkg.Counter(1, 'a'); pkg.wait(new Promise(() => {})); thrown(() => pkg.trap()); pkg.greet('x'); };
		const used = async () => { for (let i = 0; i < 4; i++) { gc(); await tick(2); } return process.memoryUsage().heapUsed; };
		for (let i = 0; i < 200; i++) step();
		const before = await used();
		for (let i = 0; i < 2000; i++) step();
		return { grown: await used() - before, state: pkg.recovery_state().generation };
	`, ['--expose-gc']);
	assert.equal(run.status, 0, run.stderr);
	assert.equal(run.result.state, 2200);
	assert.ok(run.result.grown < 1 << 20, `${run.result.grown} bytes`);
});
