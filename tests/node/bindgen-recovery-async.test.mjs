// SPDX-License-Identifier: MIT OR Apache-2.0
// Recovery of crates with bindings: what goes on after a call has returned. Promises,
// tasks, timers, and closures that JavaScript has kept.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ALL, deferred, each, hole, ours, oursDir, realDir, crateFile, rejection, runAlone, tick, UNWINDING } from './support/bindgen.mjs';
import { abortedOnce, isTerminated, show, thrown } from './support/expect.mjs';
import { isAtGeneration, isRefusal } from './support/recovery.mjs';

const never = () => new Promise(() => {});

hole('H12: promises of the state that is over are rejected', {
	ours: async (flavour) => {
		for (const end of ['trap', 'reset', 'task']) {
			const { pkg } = await ours(flavour);
			const gate = deferred();
			const pending = [pkg.wait(never()), pkg.wait_text(gate.promise, 'x'), pkg.wait_panic(gate.promise, 'y')];
			const done = pkg.wait(Promise.resolve(5));
			assert.equal(await done, 5);
			let error;
			if (end === 'trap') {
				error = thrown(() => pkg.trap());
			} else if (end === 'reset') {
				pkg.__wbg_reset_state();
			} else {
				const trapped = rejection(pkg.wait_trap(Promise.resolve()));
				error = (await trapped).cause;
				assert.ok(error instanceof WebAssembly.RuntimeError);
			}
			for (const promise of pending) {
				const refusal = await rejection(promise);
				if (end === 'reset')
					isRefusal(pkg, refusal, { generation: 0 });
				else
					isRefusal(pkg, refusal, { generation: 0, cause: error });
			}
			if (end !== 'reset') {
				isTerminated(pkg, () => pkg.wait(never()), error);
				pkg.__wbg_reset_state();
			}
			// What it waited for settles now: nobody is there to hear.
			gate.resolve(1);
			await tick();
			isAtGeneration(pkg, 1);
			assert.ok(pkg.recovery_state().stale_calls >= 1);
			assert.equal(await pkg.wait_text(Promise.resolve(), 'z'), 'waited for z');
		}
	},
	theirs: (flavour) => {
		const run = runAlone(realDir(crateFile(flavour), 'nodejs'), `
			let settled = false;
			let open;
			const gate = new Promise((resolve) => { open = resolve; });
			pkg.wait(gate).finally(() => { settled = true; }).catch(() => {});
			await tick(5);
			thrown(() => pkg.trap());
			await tick(20);
			console.log(JSON.stringify(settled));
			open(1);
			await tick(20);
			return 'not reached';
		`);
		// It is for ever pending, and what wakes it ends the process.
		assert.equal(run.stdout.trim(), 'false');
		assert.equal(run.status, 1);
		assert.match(run.stderr, /Module terminated/);
	},
});

hole('H12: an abort in a task rejects, and does not end the process', {
	ours: (flavour, { unwinds }) => {
		for (const mode of ['throw', 'reset']) {
			const run = runAlone(oursDir(flavour), `
				pkg.set_recovery_policy({ mode: '${mode}' });
				const aborts = [];
				pkg.set_on_abort(({ reason, export: name }) => aborts.push([reason, name]));
				const sleep = () => new Promise((resolve) => setTimeout(resolve, 10));
				const all = [
					outcome(pkg.wait_trap(sleep())),
					outcome(pkg.wait(sleep())),
					outcome(pkg.wait_panic(sleep(), 'no')),
				];
				const results = await Promise.all(all);
				await tick(20);
				const state = pkg.recovery_state();
				if ('${mode}' === 'throw') pkg.__wbg_reset_state();
				return { aborts, results, terminated: state.terminated, next: pkg.greet('x'), later: await pkg.wait_text(sleep(), 'y') };
			`);
			assert.equal(run.status, 0, run.stderr);
			assert.equal(run.stderr, '');
			assert.deepEqual(run.result.aborts, [['trap', null]]);
			for (const result of run.result.results)
				assert.deepEqual(result, ['rejected', 'TerminatedError', 'Module terminated: trap']);
			assert.equal(run.result.terminated, true);
			assert.equal(run.result.next, 'hello x');
			assert.equal(run.result.later, 'waited for y');
		}
		assert.equal(typeof unwinds, 'boolean');
	},
	theirs: (flavour) => {
		const run = runAlone(realDir(crateFile(flavour), 'nodejs'), `
			await outcome(pkg.wait_trap(tick(5)));
			return 'not reached';
		`);
		assert.equal(run.status, 1);
		assert.match(run.stderr, /unreachable/);
	},
});

each('an async call that panics is rejected', async (flavour, { unwinds }) => {
	const { pkg, aborts } = await ours(flavour);
	const gate = deferred(), other = deferred();
	const sibling = pkg.wait(other.promise);
	const failing = pkg.wait_panic(gate.promise, 'async');
	gate.resolve();
	const error = await rejection(failing);
	if (unwinds) {
		assert.ok(error instanceof pkg.PanicError, show(error));
		assert.equal(error.message, 'async');
		assert.equal(error.fatal, false);
		assert.match(error.location.file, /asynchronous\.rs$/);
		assert.deepEqual(aborts, []);
		assert.equal(pkg.drops(), 1);
		other.resolve(7);
		assert.equal(await sibling, 7);
		isAtGeneration(pkg, 0);
	} else {
		isRefusal(pkg, error, { generation: 0 });
		assert.ok(error.cause instanceof pkg.PanicError);
		assert.equal(error.cause.message, 'async');
		isRefusal(pkg, await rejection(sibling), { generation: 0, cause: error.cause });
		abortedOnce(aborts, { error: error.cause, reason: 'panic' });
	}
});

each('an async call whose promise is rejected is rejected with that', async (flavour) => {
	const { pkg, aborts } = await ours(flavour);
	const mine = new Error('mine');
	assert.equal(await rejection(pkg.wait(Promise.reject(mine))), mine);
	assert.equal(pkg.drops(), 1);
	assert.deepEqual(aborts, []);
});

hole('H13: a task that panics does not hold up its siblings', {
	flavours: UNWINDING,
	ours: (flavour) => {
		const run = runAlone(oursDir(flavour), `
			const uncaught = [];
			process.on('uncaughtException', (error) => uncaught.push([error.name, error.message]));
			pkg.spawn_all(6, 2, 1);
			await tick(20);
			pkg.spawn_all(3, 0, 1);
			pkg.spawn(7, null, 1);
			await tick(20);
			return { notes, uncaught, state: pkg.recovery_state() };
		`);
		assert.equal(run.status, 0, run.stderr);
		const ended = run.result.notes.filter((text) => text.endsWith('ended'));
		assert.deepEqual(ended, ['0 ended', '1 ended', '3 ended', '4 ended', '5 ended', '1 ended', '2 ended']);
		assert.deepEqual(run.result.uncaught, [2, 0, 7].map((id) => ['PanicError', `task ${id}`]));
		assert.equal(run.result.state.terminated, false);
	},
	theirs: (flavour) => {
		const run = runAlone(realDir(crateFile(flavour), 'nodejs'), `
			process.on('uncaughtException', () => {});
			pkg.spawn_all(6, 2, 1);
			await tick(20);
			return notes;
		`);
		assert.deepEqual(run.result.filter((text) => text.endsWith('ended')), ['0 ended', '1 ended']);
	},
});

each('a task that traps where nobody waits ends the process, unless somebody listens', (flavour) => {
	for (const listening of [false, true]) {
		const run = runAlone(oursDir(flavour), `
			const seen = [];
			${listening ? "process.on('uncaughtException', (error) => seen.push(error.name));" : ''}
			pkg.spawn_all(3, 1, 2);
			await tick(20);
			pkg.__wbg_reset_state();
			pkg.spawn(9, null, 0);
			await tick(20);
			return { seen, notes };
		`);
		assert.equal(run.status, listening ? 0 : 1, run.stderr);
		if (!listening)
			assert.match(run.stderr, /RuntimeError: unreachable/);
		else
			assert.deepEqual(run.result, { seen: ['RuntimeError'], notes: ['0 began', '0 ended', '1 began', '9 began', '9 ended'] });
	}
});

each('timers and microtasks of an old state end quietly', (flavour) => {
	for (const way of ['trap, reset', 'trap', 'reset', 'policy']) {
		const run = runAlone(oursDir(flavour), `
			const way = '${way}';
			const timers = [];
			hooks.later = (closure, ms) => { setTimeout(() => timers.push(closure(0) ?? null), ms); };
			if (way === 'policy') pkg.set_recovery_policy({ mode: 'reset' });
			for (let i = 0; i < 5; i++) pkg.after(10);
			for (let i = 0; i < 4; i++) pkg.spawn(i, tick(10), 0);
			for (let i = 0; i < 3; i++) pkg.spawn(10 + i, null, 2);
			const pending = [outcome(pkg.wait(tick(10))), outcome(pkg.wait_text(tick(10), 'x'))];
			let error;
			if (way !== 'reset') error = thrown(() => pkg.trap());
			if (way.endsWith('reset')) pkg.__wbg_reset_state();
			if (way === 'policy') pkg.bump();
			const results = await Promise.all(pending);
			await tick(50);
			const { stale_calls, generation, terminated } = pkg.recovery_state();
			return { timers, results, notes, stale_calls, generation, terminated };
		`);
		assert.equal(run.status, 0, `${way}: ${run.stderr}`);
		assert.equal(run.stderr, '');
		assert.deepEqual(run.result.timers, [null, null, null, null, null]);
		assert.deepEqual(run.result.notes, []);
		assert.equal(run.result.generation, way === 'trap' ? 0 : 1);
		assert.equal(run.result.terminated, way === 'trap');
		for (const [state, name] of run.result.results)
			assert.deepEqual([state, name], ['rejected', 'TerminatedError']);
		// The timers, and the microtask of the queue of tasks.
		assert.ok(run.result.stale_calls >= 6, String(run.result.stale_calls));
	}
});

each("a closure's argument that ends its state", async (flavour) => {
	const { kept, keep } = keeping();
	const { pkg } = await ours(flavour, { hooks: { keep } });
	for (const end of [() => pkg.__wbg_reset_state(), () => thrown(() => pkg.trap())]) {
		pkg.keeps();
		assert.equal(kept.at(-1)({ valueOf() {
			end();
			return 0;
		} }), undefined);
	}
	assert.equal(pkg.recovery_state().stale_calls, 2);
	pkg.__wbg_reset_state();
	assert.equal(pkg.ran(), 0);
	assert.equal(pkg.greet('x'), 'hello x');
});

function keeping() {
	const kept = [];
	return { kept, keep: (closure) => kept.push(closure) };
}

each('closures belong to their state', async (flavour) => {
	for (const way of ['trap', 'reset', 'reinstantiate']) {
		const { kept, keep } = keeping();
		const { pkg } = await ours(flavour, { hooks: { keep }, flags: way === 'reinstantiate' ? ['--reset', way] : [] });
		pkg.keeps();
		kept.push(pkg.closure_value());
		assert.deepEqual(kept.map((closure) => closure(0)), [1, 2]);
		if (way === 'trap')
			thrown(() => pkg.trap());
		else
			pkg.__wbg_reset_state();
		assert.deepEqual(kept.map((closure) => closure(0)), [undefined, undefined]);
		assert.equal(pkg.recovery_state().stale_calls, 2);
		if (way === 'trap')
			pkg.__wbg_reset_state();
		pkg.keeps();
		assert.equal(kept[2](0), 1);
		assert.equal(kept[0](2), undefined);
		assert.equal(pkg.recovery_state().stale_calls, 3);
		assert.equal(pkg.ran(), 1);
		assert.equal(pkg.recovery_state().terminated, false);
		// Giving up an old one takes nothing from the fresh state.
		kept[0]._wbg_cb_unref();
		assert.equal(kept[2](0), 2);
	}
});

each('a closure never asks for a fresh state', async (flavour) => {
	const { kept, keep } = keeping();
	const { pkg } = await ours(flavour, { hooks: { keep } });
	pkg.keeps();
	pkg.schedule_reinit();
	assert.equal(kept[0](0), 1);
	assert.equal(pkg.recovery_state().generation, 0);
	assert.equal(pkg.ran(), 0);
	isAtGeneration(pkg, 1);

	pkg.set_recovery_policy({ mode: 'reset' });
	pkg.keeps();
	thrown(() => pkg.trap());
	assert.equal(kept[1](0), undefined);
	assert.equal(pkg.recovery_state().generation, 1);
	assert.equal(pkg.recovery_state().terminated, true);
	assert.equal(pkg.ran(), 0);
});

each('a closure that fails', async (flavour, { unwinds }) => {
	const { kept, keep } = keeping();
	const { pkg, aborts, hooks } = await ours(flavour, { hooks: { keep } });
	const mine = new Error('mine');
	pkg.keeps();
	const panic = thrown(() => kept[0](1));
	assert.ok(panic instanceof pkg.PanicError, show(panic));
	assert.equal(panic.message, 'in a closure');
	if (unwinds) {
		assert.equal(kept[0](0), 2);
		assert.deepEqual(aborts, []);
		hooks.call = () => {
			throw mine;
		};
		assert.equal(thrown(() => kept[0](3)), mine);
		assert.equal(pkg.drops(), 3);
	} else {
		abortedOnce(aborts, { error: panic, reason: 'panic', export: undefined });
		aborts.length = 0;
		pkg.__wbg_reset_state();
		pkg.keeps();
	}
	const closure = kept.at(-1);
	const error = thrown(() => closure(2));
	assert.ok(error instanceof WebAssembly.RuntimeError);
	assert.equal(aborts.length, 1);
	assert.equal(aborts[0].error, error);
	assert.equal(closure(0), undefined);
	isTerminated2(pkg, error);
});

function isTerminated2(pkg, cause) {
	const { generation, terminated } = pkg.recovery_state();
	assert.equal(terminated, true);
	isRefusal(pkg, thrown(() => pkg.bump()), { generation, cause });
}

each('a closure that traps inside a call takes that with it', async (flavour) => {
	const { pkg, aborts, hooks } = await ours(flavour);
	let inner;
	hooks.run = (closure) => {
		assert.equal(closure(0), 2);
		inner = thrown(() => closure(2));
		assert.equal(closure(0), undefined);
		return 1;
	};
	isRefusal(pkg, thrown(() => pkg.lends()), { generation: 0, cause: inner });
	abortedOnce(aborts, { error: inner, reason: 'trap' });
	pkg.__wbg_reset_state();

	// Not swallowed, it is what the caller gets; also if a promise was pending.
	const pending = rejection(pkg.wait(never()));
	hooks.run = (closure) => closure(2);
	const error = thrown(() => pkg.lends());
	assert.ok(error instanceof WebAssembly.RuntimeError);
	isRefusal(pkg, await pending, { generation: 1, cause: error });
	assert.equal(aborts.length, 2);
});

each('a closure that JavaScript was lent is over with the call', async (flavour) => {
	const { pkg, hooks } = await ours(flavour);
	let kept;
	hooks.run = (closure) => {
		kept = closure;
		return closure(0);
	};
	assert.equal(pkg.lends(), 2);
	assert.match(thrown(() => kept(0)).message, /after being dropped/);
	pkg.__wbg_reset_state();
	assert.equal(kept(0), undefined);
	assert.equal(pkg.ran(), 0);

	hooks.keep = (closure) => {
		kept = closure;
	};
	pkg.keeps_short();
	assert.match(thrown(() => kept(0)).message, /after being dropped/);
	assert.equal(pkg.recovery_state().terminated, false);
});

each('a closure is collected with its state', (flavour) => {
	const run = runAlone(oursDir(flavour), `
		const collect = async () => { for (let i = 0; i < 8; i++) { gc(); await tick(5); } };
		for (let i = 0; i < 200; i++) pkg.closure_value();
		thrown(() => pkg.trap());
		pkg.__wbg_reset_state();
		const fresh = Array.from({ length: 200 }, () => pkg.closure_value());
		await collect();
		const good = fresh.every((closure, i) => closure(0) === i + 1);
		// Those of this state are dropped.
		for (let i = 0; i < 200; i++) pkg.closure_value();
		await collect();
		return { good, greet: pkg.greet('x'), state: pkg.recovery_state() };
	`, ['--expose-gc']);
	assert.equal(run.status, 0, run.stderr);
	assert.equal(run.stderr, '');
	assert.equal(run.result.good, true);
	assert.equal(run.result.greet, 'hello x');
	assert.equal(run.result.state.terminated, false);
	assert.equal(run.result.state.stale_calls, 0);
});

test('a promise that was pending through many generations', async () => {
	for (const { name } of ALL) {
		const { pkg } = await ours(name);
		pkg.set_recovery_policy({ mode: 'reset' });
		const gates = [], results = [];
		for (let i = 0; i < 20; i++) {
			const gate = deferred();
			gates.push(gate);
			results.push(rejection(pkg.wait(gate.promise)));
			thrown(() => pkg.trap());
		}
		const last = pkg.wait_text(deferredNow(gates), 'last');
		for (const [i, result] of (await Promise.all(results)).entries())
			isRefusal(pkg, result, { generation: i });
		assert.equal(await last, 'waited for last');
		isAtGeneration(pkg, 20);
	}
});

function deferredNow(gates) {
	for (const gate of gates)
		gate.resolve();
	return Promise.resolve();
}

hole('event handlers and timers of a dead module', {
	ours: (flavour) => {
		const run = runAlone(oursDir(flavour), `
			const target = new EventTarget();
			hooks.keep = (closure) => target.addEventListener('tick', () => closure(0));
			pkg.keeps();
			target.dispatchEvent(new Event('tick'));
			const ran = pkg.ran();
			thrown(() => pkg.trap());
			for (let i = 0; i < 3; i++) target.dispatchEvent(new Event('tick'));
			return { ran, stale: pkg.recovery_state().stale_calls };
		`);
		assert.equal(run.status, 0, run.stderr);
		assert.deepEqual(run.result, { ran: 1, stale: 3 });
	},
	theirs: (flavour) => {
		const run = runAlone(realDir(crateFile(flavour), 'nodejs'), `
			const target = new EventTarget();
			hooks.keep = (closure) => target.addEventListener('tick', () => closure(0));
			pkg.keeps();
			thrown(() => pkg.trap());
			target.dispatchEvent(new Event('tick'));
			await tick();
			return 'not reached';
		`);
		assert.equal(run.status, 1);
		assert.match(run.stderr, /Module terminated/);
	},
});
