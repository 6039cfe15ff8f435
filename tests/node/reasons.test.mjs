// SPDX-License-Identifier: MIT OR Apache-2.0
// What killed the module, told apart.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import vm from 'node:vm';
import { needs } from './support/engine.mjs';
import { abortedOnce, isAlive, isPanic, isTerminated, show, thrown } from './support/expect.mjs';
import { FLAVOURS, flavour } from './support/fixtures.mjs';

const ABORTS = [
	{ export: 'trap', reason: 'trap', error: WebAssembly.RuntimeError },
	{ export: 'oob', reason: 'trap', error: WebAssembly.RuntimeError },
	{ export: 'recurse', args: [-1], reason: 'stack-overflow', error: RangeError },
	{ export: 'shadow', args: [100_000], reason: 'stack-overflow',
		error: WebAssembly.RuntimeError },
	{ export: 'oom', reason: 'out-of-memory', error: WebAssembly.RuntimeError },
];

for (const { name, unwinds, needs: features } of FLAVOURS) {
	describe(`reasons, ${name}`, needs(...features), () => {
		for (const { export: failing, args = [], reason, error: type } of ABORTS) {
			it(`${failing}(${args}): ${reason}`, async () => {
				const { pkg, aborts } = await flavour(name);
				assert.equal(pkg.bump(), 1);
				const error = thrown(() => pkg[failing](...args));
				assert.ok(error instanceof type, show(error));
				assert.ok(!(error instanceof pkg.PanicError) && !(error instanceof pkg.TerminatedError));
				abortedOnce(aborts, { error, reason, export: failing });
				isTerminated(pkg, () => pkg.counter(), error);
				isTerminated(pkg, () => pkg[failing](...args), error);
				assert.equal(aborts.length, 1);
				const state = pkg.recovery_state();
				assert.deepEqual({ ...state }, { generation: 0, terminated: true, resets: 0,
					last_error: error });
			});
		}

		it('little recursion is no stack overflow', async () => {
			const { pkg, aborts } = await flavour(name);
			pkg.recurse(100);
			pkg.shadow(30);
			pkg.shadow(30);
			isAlive(pkg, aborts);
		});

		it('a plain trap after a panic that was survived is still a trap', async () => {
			const { pkg, aborts } = await flavour(name);
			if (unwinds) {
				thrown(() => pkg.boom_str());
				pkg.catch_inside();
				thrown(() => pkg.caught_then_boom());
			}
			const error = thrown(() => pkg.trap());
			assert.ok(error instanceof WebAssembly.RuntimeError);
			abortedOnce(aborts, { error, reason: 'trap', export: 'trap' });
		});

		it('an import that throws in the middle of nothing is no panic', async () => {
			const { pkg, env, aborts } = await flavour(name);
			if (unwinds)
				thrown(() => pkg.boom_str());
			env.host = () => pkg.trap();
			const error = thrown(() => pkg.guarded_call(1));
			assert.ok(error instanceof WebAssembly.RuntimeError);
			abortedOnce(aborts, { error, reason: 'trap', export: 'trap' });
		});

		it('host termination in the middle of wasm is found at the next call', async () => {
			const { pkg, aborts } = await flavour(name);
			assert.equal(pkg.bump(), 1);
			assert.equal(pkg.spin(10n), folded(10n));
			timeOut(() => pkg.spin(1n << 62n));
			assert.deepEqual(aborts, [], 'nobody could know yet');
			const refusal = thrown(() => pkg.counter());
			assert.ok(refusal instanceof pkg.TerminatedError, show(refusal));
			assert.equal(aborts.length, 1);
			assert.equal(aborts[0].reason, 'host-terminated');
			assert.equal(aborts[0].generation, 0);
			isTerminated(pkg, () => pkg.counter(), refusal.cause);
			isTerminated(pkg, () => pkg.add(1, 2), refusal.cause);
			assert.equal(aborts.length, 1);
		});

		it('host termination with frames outside: they die, the hook fires once', async () => {
			const { pkg, env, aborts } = await flavour(name);
			let inner;
			env.host = () => {
				timeOut(() => pkg.spin(1n << 62n));
				inner = thrown(() => pkg.add(1, 2));
				return 3;
			};
			const error = thrown(() => pkg.guarded_call(1));
			assert.ok(inner instanceof pkg.TerminatedError);
			assert.ok(error instanceof pkg.TerminatedError, show(error));
			assert.equal(aborts.length, 1);
			assert.equal(aborts[0].reason, 'host-terminated');
			isTerminated(pkg, () => pkg.counter());
		});

		it('host termination that nobody follows up kills the frame outside', async () => {
			const { pkg, env, aborts } = await flavour(name);
			env.host = () => {
				timeOut(() => pkg.spin(1n << 62n));
				return 3;
			};
			thrown(() => pkg.guarded_call(1));
			assert.equal(aborts.length, 1);
			isTerminated(pkg, () => pkg.counter());
			assert.equal(aborts.length, 1);
		});
	});

	if (unwinds) {
		it(`out of memory after a panic that was survived is no panic, ${name}`, needs(...features),
			async () => {
				const { pkg, aborts } = await flavour(name);
				isPanic(pkg, thrown(() => pkg.boom_fmt(1)), { message: 'value 1 is bad', fatal: false });
				const error = thrown(() => pkg.oom());
				abortedOnce(aborts, { error, reason: 'out-of-memory', export: 'oom' });
			});
	}
}

/** What spin(n) returns: all numbers below n, folded by exclusive or. */
function folded(n) {
	let sum = 0n;
	for (let i = 0n; i < n; i++)
		sum ^= i;
	return sum;
}

/** Calls fn in a script that the host gives up on. */
function timeOut(fn) {
	globalThis.patience = fn;
	try {
		const error = thrown(() => vm.runInThisContext('patience()', { timeout: 50 }));
		assert.equal(error.code, 'ERR_SCRIPT_EXECUTION_TIMEOUT');
	} finally {
		delete globalThis.patience;
	}
}
