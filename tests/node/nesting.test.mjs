// SPDX-License-Identifier: MIT OR Apache-2.0
// Calls that go back and forth: JavaScript -> wasm -> JavaScript -> wasm …

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { needs } from './support/engine.mjs';
import { abortedOnce, isAlive, isPanic, isTerminated, show, thrown } from './support/expect.mjs';
import { FLAVOURS, flavour } from './support/fixtures.mjs';

const DEPTH = 4;

// How the innermost call may die, and what the hook calls that.
const DEATHS = [
	{ export: 'trap', reason: 'trap' },
	{ export: 'oob', reason: 'trap' },
	{ export: 'boom_c', reason: 'panic' },
	{ export: 'shadow', args: [1000], reason: 'stack-overflow' },
	{ export: 'oom', reason: 'out-of-memory' },
];

/**
 * DEPTH frames of guarded_call, and @innermost below the last. JavaScript
 * between them swallows the errors of the levels in @swallow. Returns what
 * came out of each level's call, innermost first.
 */
function dive({ pkg, env }, innermost, swallow, through = 'guarded_call') {
	const outcomes = [];
	env.host = (level) => {
		const call = level === 0 ? innermost : () => pkg[through](level - 1);
		try {
			const value = call();
			outcomes.push({ value });
			return value;
		} catch (error) {
			outcomes.push({ error });
			if (!swallow.includes(level))
				throw error;
			return 1000 + level;
		}
	};
	try {
		outcomes.push({ value: pkg[through](DEPTH - 1) });
	} catch (error) {
		outcomes.push({ error });
	}
	return outcomes;
}

for (const { name, unwinds, needs: features } of FLAVOURS) {
	describe(`nested calls, ${name}`, needs(...features), () => {
		it('four levels that all go well', async () => {
			const fixture = await flavour(name);
			const outcomes = dive(fixture, () => 7, []);
			assert.deepEqual(outcomes, Array(DEPTH + 1).fill({ value: 7 }));
			assert.equal(fixture.pkg.drops(), DEPTH);
			isAlive(fixture.pkg, fixture.aborts);
		});

		for (const death of DEATHS) {
			it(`${death.export}: every level sees the identical error`, async () => {
				const fixture = await flavour(name);
				const { pkg, aborts } = fixture;
				const outcomes = dive(fixture, () => pkg[death.export](...death.args ?? []), []);
				const { error } = outcomes[0];
				assert.equal(outcomes.length, DEPTH + 1);
				for (const outcome of outcomes)
					assert.equal(outcome.error, error);
				abortedOnce(aborts, { error, reason: death.reason, export: death.export });
				isTerminated(pkg, () => pkg.counter(), error);
			});
		}

		for (const swallowed of [0, 1, 2, 3]) {
			it(`a trap swallowed at level ${swallowed} kills the frames outside`, async () => {
				const fixture = await flavour(name);
				const { pkg, aborts } = fixture;
				const outcomes = dive(fixture, () => pkg.trap(), [swallowed]);
				const { error } = outcomes[0];
				assert.ok(error instanceof WebAssembly.RuntimeError);
				for (let i = 0; i <= DEPTH; i++) {
					if (i <= swallowed)
						assert.equal(outcomes[i].error, error);
					else
						isRefusal(pkg, outcomes[i].error, error);
				}
				abortedOnce(aborts, { error, reason: 'trap', export: 'trap' });
				isTerminated(pkg, () => pkg.counter(), error);
			});
		}

		it('swallowed at every level, still nobody goes on', async () => {
			const fixture = await flavour(name);
			const { pkg, aborts } = fixture;
			const outcomes = dive(fixture, () => pkg.trap(), [0, 1, 2, 3]);
			const { error } = outcomes[0];
			for (const outcome of outcomes.slice(1))
				isRefusal(pkg, outcome.error, error);
			abortedOnce(aborts, { error, reason: 'trap', export: 'trap' });
			isTerminated(pkg, () => pkg.counter(), error);
		});

		it('an import that throws another error instead: that is what comes out', async () => {
			const { pkg, env, aborts } = await flavour(name);
			const wrapped = new Error('something else');
			env.host = () => {
				wrapped.cause = thrown(() => pkg.trap());
				throw wrapped;
			};
			assert.equal(thrown(() => pkg.guarded_call(1)), wrapped);
			abortedOnce(aborts, { error: wrapped.cause, reason: 'trap', export: 'trap' });
			isTerminated(pkg, () => pkg.counter(), wrapped.cause);
		});

		it('calls after the death and before the frames return are refused', async () => {
			const { pkg, env, aborts } = await flavour(name);
			env.host = () => {
				const death = thrown(() => pkg.trap());
				isTerminated(pkg, () => pkg.add(1, 2), death);
				isTerminated(pkg, () => pkg.guarded_call(1), death);
				throw death;
			};
			const error = thrown(() => pkg.guarded_call(1));
			assert.ok(error instanceof WebAssembly.RuntimeError);
			abortedOnce(aborts, { error, reason: 'trap', export: 'trap' });
		});

		it('two modules: the death of one is no death of the other\'s', async () => {
			const a = await flavour(name);
			const b = await flavour(name);
			a.env.host = () => {
				isRefusable(b.pkg, thrown(() => b.pkg.trap()));
				return 4;
			};
			assert.equal(a.pkg.guarded_call(1), 4);
			isAlive(a.pkg, a.aborts);
			isTerminated(b.pkg, () => b.pkg.counter());
			assert.equal(b.aborts.length, 1);
		});

		it('two modules: what the inner throws goes through the outer', async () => {
			const a = await flavour(name);
			const b = await flavour(name);
			a.env.host = () => b.pkg.boom_str();
			const error = thrown(() => a.pkg.guarded_call(1));
			isPanic(b.pkg, error, { message: 'boom', fatal: !unwinds });
			assert.ok(!(error instanceof a.pkg.PanicError), 'classes of two packages are one');
			if (unwinds)
				isAlive(a.pkg, a.aborts);
			else
				isTerminated(a.pkg, () => a.pkg.counter(), error);
		});
	});

	if (unwinds) {
		describe(`nested unwinds, ${name}`, needs(...features), () => {
			for (const swallowed of [0, 1, 2, 3]) {
				it(`a panic swallowed at level ${swallowed}: the rest goes on`, async () => {
					const fixture = await flavour(name);
					const { pkg, aborts } = fixture;
					const outcomes = dive(fixture, () => pkg.boom_str(), [swallowed]);
					const { error } = outcomes[0];
					isPanic(pkg, error, { message: 'boom', fatal: false });
					for (let i = 0; i <= DEPTH; i++) {
						assert.deepEqual(outcomes[i],
							i <= swallowed ? { error } : { value: 1000 + swallowed });
					}
					assert.equal(pkg.drops(), DEPTH);
					assert.equal(pkg.is_panicking(), 0);
					isAlive(pkg, aborts);
				});
			}

			it('a panic that nobody swallows is the same object everywhere', async () => {
				const fixture = await flavour(name);
				const { pkg, aborts } = fixture;
				const outcomes = dive(fixture, () => pkg.boom_str(), []);
				for (const { error } of outcomes)
					assert.equal(error, outcomes[0].error);
				isPanic(pkg, outcomes[0].error, { message: 'boom', fatal: false });
				assert.equal(pkg.drops(), DEPTH);
				isAlive(pkg, aborts);
			});

			it('a JavaScript error through four levels', async () => {
				const fixture = await flavour(name);
				const { pkg, aborts } = fixture;
				for (const error of [new Error('x'), undefined, 42]) {
					const outcomes = dive(fixture, () => {
						throw error;
					}, []);
					for (const outcome of outcomes)
						assert.ok(Object.is(outcome.error, error));
				}
				assert.equal(pkg.drops(), 3 * DEPTH);
				isAlive(pkg, aborts);
			});

			it('swallowed, then the same error object thrown again', async () => {
				const { pkg, env, aborts } = await flavour(name);
				let kept;
				env.host = () => {
					kept ??= thrown(() => pkg.boom_str());
					throw kept;
				};
				for (let i = 1; i <= 3; i++) {
					assert.equal(thrown(() => pkg.guarded_call(1)), kept);
					assert.equal(pkg.drops(), i);
				}
				isAlive(pkg, aborts);
			});

			it('an unwind that was swallowed does not excuse the trap that follows', async () => {
				const { pkg, env, aborts } = await flavour(name);
				env.host = () => {
					thrown(() => pkg.boom_str());
					return pkg.trap();
				};
				const error = thrown(() => pkg.guarded_call(1));
				assert.ok(error instanceof WebAssembly.RuntimeError);
				abortedOnce(aborts, { error, reason: 'trap', export: 'trap' });
				isTerminated(pkg, () => pkg.counter(), error);
			});

			it('a panic, then an extern "C" panic on the way: the abort wins', async () => {
				const { pkg, env, aborts } = await flavour(name);
				env.host = () => {
					thrown(() => pkg.boom_fmt(1));
					return pkg.boom_c();
				};
				const error = thrown(() => pkg.guarded_call(1));
				isPanic(pkg, error, { message: 'c boom', fatal: true });
				abortedOnce(aborts, { error, reason: 'panic', export: 'boom_c' });
				isTerminated(pkg, () => pkg.counter(), error);
			});
		});
	}
}

function isRefusal(pkg, error, cause) {
	assert.ok(error instanceof pkg.TerminatedError, show(error));
	assert.equal(error.cause, cause);
	assert.match(error.message, /^Module terminated/);
}

function isRefusable(pkg, error) {
	assert.ok(error instanceof WebAssembly.RuntimeError);
	assert.ok(pkg.recovery_state().terminated);
}
