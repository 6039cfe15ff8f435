// SPDX-License-Identifier: MIT OR Apache-2.0
// What happens between JavaScript and the module before wasm runs: coercions
// that fail are no aborts, calls that are refused touch nothing, and exports
// that JavaScript calls to pass data are guarded like any other.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import util from 'node:util';
import { needs } from './support/engine.mjs';
import { abortedOnce, isAlive, isTerminated, show, thrown } from './support/expect.mjs';
import { FLAVOURS, flavour } from './support/fixtures.mjs';
import { fingerprint } from './support/memory.mjs';

const ARITIES = {
	add: 2, add64: 2, bump: 0, counter: 0, index: 1, boom_str: 0, boom_fmt: 1, boom_c: 0,
	guarded_call: 1, plain_call: 1, drops: 0, oom: 0, recurse: 1, shadow: 1, trap: 0, oob: 0,
	spin: 1, alloc: 1, dealloc: 2, sum: 2, mem_pages: 0, stack_pointer_drift_probe: 0,
};

for (const { name, needs: features } of FLAVOURS) {
	describe(`functions, ${name}`, needs(...features), () => {
		it('are plain functions with the right name and length', async () => {
			const { pkg } = await flavour(name);
			for (const [key, arity] of Object.entries(ARITIES)) {
				const fn = pkg[key];
				assert.equal(typeof fn, 'function', key);
				assert.equal(fn.name, key);
				assert.equal(fn.length, arity, key);
				assert.equal(util.types.isProxy(fn), false, key);
				assert.equal(pkg[key], fn, 'another function each time');
			}
		});

		it('what is the protocol\'s own is not among the exports', async () => {
			const { pkg } = await flavour(name);
			assert.deepEqual(Object.keys(pkg).filter((key) => key.startsWith('__unpoison')), []);
		});

		it('whatever a name of section 5 promises is there', async () => {
			const { pkg } = await flavour(name);
			for (const key of ['init', 'initSync', 'set_on_abort', 'recovery_state', 'PanicError',
				'TerminatedError', 'default'])
				assert.equal(typeof pkg[key], 'function', key);
			assert.equal(pkg.default, pkg.init);
			assert.ok(pkg.PanicError.prototype instanceof Error);
			assert.ok(pkg.TerminatedError.prototype instanceof Error);
		});

		it('recovery_state() of a module that is well', async () => {
			const { pkg } = await flavour(name);
			const { last_error, ...state } = pkg.recovery_state();
			assert.deepEqual(state, { generation: 0, terminated: false, resets: 0 });
			assert.ok(last_error === undefined || last_error === null);
		});

		it('recovery_state() is a copy', async () => {
			const { pkg, aborts } = await flavour(name);
			Object.assign(pkg.recovery_state(), { terminated: true, generation: 7 });
			assert.equal(pkg.recovery_state().generation, 0);
			isAlive(pkg, aborts);
		});

		it('numbers are coerced as the engine coerces them', async () => {
			const { pkg } = await flavour(name);
			assert.equal(pkg.add('2', 3), 5);
			assert.equal(pkg.add(2 ** 32 + 1, 1), 2);
			assert.equal(pkg.add(0x7fffffff, 1), -0x80000000);
			assert.equal(pkg.add(1.9, -1.9), 0);
			assert.equal(pkg.add(null, true), 1);
			assert.equal(pkg.add(NaN, Infinity), 0);
			assert.equal(pkg.add([4], new Date(1)), 5);
			assert.equal(pkg.add(), 0);
			assert.equal(pkg.add(1), 1);
			assert.equal(pkg.add(1, 2, 3), 3);
			assert.equal(pkg.add64(1n << 64n, 5n), 5n);
			assert.equal(pkg.add64(2n ** 63n - 1n, 1n), -(2n ** 63n));
			assert.equal(pkg.add64('7', true), 8n);
			assert.equal(pkg.bump('ignored', Symbol('ignored')), 1);
		});

		it('are coerced from left to right, once', async () => {
			const { pkg } = await flavour(name);
			const order = [];
			const arg = (value) => ({ valueOf() {
				order.push(value);
				return value;
			} });
			assert.equal(pkg.add(arg(1), arg(2)), 3);
			assert.deepEqual(order, [1, 2]);
		});

		it('a coercion may call the module', async () => {
			const { pkg, aborts } = await flavour(name);
			assert.equal(pkg.add({ valueOf: () => pkg.add(1, { valueOf: () => pkg.bump() }) }, 5), 7);
			isAlive(pkg, aborts);
		});

		it('a coercion that kills the module: the call is refused', async () => {
			const { pkg, aborts } = await flavour(name);
			let death;
			const error = thrown(() => pkg.add(1, { valueOf() {
				death = thrown(() => pkg.trap());
				return 1;
			} }));
			assert.ok(error instanceof pkg.TerminatedError, show(error));
			assert.equal(error.cause, death);
			abortedOnce(aborts, { error: death, reason: 'trap', export: 'trap' });
		});

		const user = new Error('user valueOf');
		const throwing = { valueOf() {
			throw user;
		} };
		const FAILING = [
			['a throwing valueOf, first', (pkg) => pkg.add(throwing, 1), user],
			['a throwing valueOf, last', (pkg) => pkg.add(1, throwing), user],
			['a throwing valueOf for an i64', (pkg) => pkg.add64(throwing, 1n), user],
			['a Number for an i64', (pkg) => pkg.add64(1, 2n), TypeError],
			['nothing for an i64', (pkg) => pkg.spin(), TypeError],
			['no number for an i64', (pkg) => pkg.add64('x', 2n), SyntaxError],
			['a BigInt for an i32', (pkg) => pkg.add(1n, 2), TypeError],
			['a Symbol', (pkg) => pkg.add(Symbol('x'), 2), TypeError],
			['a Symbol for an i64', (pkg) => pkg.add64(1n, Symbol('x')), TypeError],
			['an object without a value', (pkg) => pkg.add(Object.create(null), 2), TypeError],
			['a valueOf that runs out of stack', (pkg) => pkg.add({ valueOf: function dive() {
				return dive() + 1;
			} }, 2), RangeError],
			['a valueOf that throws a RuntimeError', (pkg) => pkg.add({ valueOf() {
				throw new WebAssembly.RuntimeError('not ours');
			} }, 2), WebAssembly.RuntimeError],
		];
		for (const [what, call, expected] of FAILING) {
			it(`${what} is not an abort`, async () => {
				const { pkg, aborts } = await flavour(name);
				for (let i = 0; i < 2; i++) {
					const error = thrown(() => call(pkg));
					if (expected === user)
						assert.equal(error, user);
					else
						assert.ok(error instanceof expected, show(error));
				}
				isAlive(pkg, aborts);
			});

			it(`${what}, inside a call: the frame outside goes on`, async () => {
				const { pkg, env, aborts } = await flavour(name);
				env.host = () => {
					thrown(() => call(pkg));
					return 6;
				};
				assert.equal(pkg.guarded_call(1), 6);
				isAlive(pkg, aborts);
			});
		}
	});

	describe(`memory, ${name}`, needs(...features), () => {
		it('JavaScript passes bytes through the allocator', async () => {
			const { pkg, aborts } = await flavour(name);
			const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i);
			const block = pkg.alloc(bytes.length) >>> 0;
			new Uint8Array(pkg.memory.buffer).set(bytes, block);
			assert.equal(pkg.sum(block, bytes.length), bytes.reduce((a, b) => a + b));
			pkg.dealloc(block, bytes.length);
			isAlive(pkg, aborts);
		});

		it('an allocator that runs out of memory is found out', async () => {
			const { pkg, aborts } = await flavour(name);
			let error;
			let blocks = 0;
			while (!error && blocks++ < 8) {
				try {
					pkg.alloc(0x7000_0000);
				} catch (caught) {
					error = caught;
				}
			}
			assert.ok(error instanceof WebAssembly.RuntimeError, show(error));
			abortedOnce(aborts, { error, reason: 'out-of-memory', export: 'alloc' });
			isTerminated(pkg, () => pkg.alloc(1), error);
			isTerminated(pkg, () => pkg.dealloc(0, 0), error);
			isTerminated(pkg, () => pkg.counter(), error);
		});

		it('an allocator entry that traps on a wild pointer is found out', async () => {
			const { pkg, aborts } = await flavour(name);
			const error = thrown(() => pkg.sum(0xffff_ff00, 0x1000));
			assert.ok(error instanceof WebAssembly.RuntimeError, show(error));
			abortedOnce(aborts, { error, reason: 'trap', export: 'sum' });
			isTerminated(pkg, () => pkg.alloc(1), error);
		});

		it('is neither touched nor grown after the end', async () => {
			const { pkg, env } = await flavour(name);
			const block = pkg.alloc(1000) >>> 0;
			const { memory } = pkg;
			const error = thrown(() => pkg.trap());
			const before = fingerprint(memory);
			let reached = 0;
			env.host = () => reached++;
			env.log = () => reached++;
			const calls = [
				() => pkg.alloc(10 << 20), () => pkg.alloc(1), () => pkg.dealloc(block, 1000),
				() => pkg.sum(block, 1000), () => pkg.bump(), () => pkg.counter(),
				() => pkg.boom_str(), () => pkg.boom_fmt(1), () => pkg.lock_panics(),
				() => pkg.guarded_call(1), () => pkg.plain_call(1), () => pkg.call_log(1),
				() => pkg.oom(), () => pkg.shadow(5), () => pkg.recurse(5), () => pkg.trap(),
				() => pkg.mem_pages(), () => pkg.add64(1n, 2n), () => pkg.spin(1n << 62n),
			];
			for (const call of calls)
				isTerminated(pkg, call, error);
			assert.equal(reached, 0);
			assert.equal(fingerprint(memory), before);
			assert.equal(pkg.memory, memory);
		});

		it('is not touched by calls of a hook either', async () => {
			const { pkg } = await flavour(name);
			const { memory } = pkg;
			let before;
			pkg.set_on_abort(() => {
				before = fingerprint(memory);
				thrown(() => pkg.alloc(10 << 20));
				thrown(() => pkg.bump());
			});
			thrown(() => pkg.trap());
			assert.equal(fingerprint(memory), before);
		});

		it('an unused argument is refused or coerced, but wasm never runs', async () => {
			const { pkg } = await flavour(name);
			const error = thrown(() => pkg.trap());
			const before = fingerprint(pkg.memory);
			const refusal = thrown(() => pkg.add64(1, 2));
			assert.ok(refusal instanceof TypeError || refusal instanceof pkg.TerminatedError);
			isTerminated(pkg, () => pkg.add64(1n, 2n), error);
			assert.equal(fingerprint(pkg.memory), before);
		});
	});
}
