// SPDX-License-Identifier: MIT OR Apache-2.0
// Promises that exports returned, when their state is gone.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import vm from 'node:vm';
import { show, thrown } from './support/expect.mjs';
import { wat } from './support/fixtures.mjs';
import { loaded } from './support/load.mjs';
import { settled, tick } from './support/promises.mjs';
import { RESETS, isAtGeneration, isRefusal, resetBy, runBeside } from './support/recovery.mjs';

for (const mode of [...RESETS, 'none']) {
	const resets = mode !== 'none';

	/** The module, and the promises that its import made. */
	async function fresh() {
		const made = [];
		const env = {
			make() {
				const entry = {};
				entry.promise = new Promise((resolve, reject) => {
					Object.assign(entry, { resolve, reject });
				});
				made.push(entry);
				return entry.promise;
			},
			host: (x) => x,
		};
		const imports = { env: { make: (x) => env.make(x), host: (x) => env.host(x) } };
		const pkg = await loaded(wat('reset-promises'), { flags: resetBy(mode), imports });
		return { pkg, env, made };
	}

	describe(`promises, ${mode}`, () => {
		it('settle as the original does', async () => {
			const { pkg, made } = await fresh();
			const [one, two, three] = [pkg.ask(0), pkg.ask(0), pkg.ask(0)];
			assert.ok(one instanceof Promise);
			const value = { of: 'JavaScript' };
			made[0].resolve(value);
			assert.equal((await settled(one)).value, value);
			const error = new Error('rejected');
			made[1].reject(error);
			assert.equal((await settled(two)).error, error);
			assert.deepEqual(await settled(three), { pending: true });
			made[2].resolve(made[0].promise);
			assert.equal((await settled(three)).value, value);
			isAtGeneration(pkg, 0, null);
		});

		it('an abort rejects all that are pending, with its error as the cause', async () => {
			const { pkg, made } = await fresh();
			const done = pkg.ask(0);
			made[0].resolve(1);
			assert.deepEqual(await settled(done), { value: 1 });
			const pending = Array.from({ length: 20 }, () => pkg.ask(0));
			const death = thrown(() => pkg.trap());
			for (const promise of pending)
				isRefusal(pkg, (await settled(promise)).error, { generation: 0, cause: death });
			assert.deepEqual(await settled(done), { value: 1 });
		});

		it('what comes later is ignored', async () => {
			const { pkg, made } = await fresh();
			const pending = [pkg.ask(0), pkg.ask(0), pkg.ask(0)];
			const death = thrown(() => pkg.trap());
			made[0].resolve(1);
			made[1].reject(new Error('too late'));
			for (const promise of pending)
				isRefusal(pkg, (await settled(promise)).error, { generation: 0, cause: death });
			made[2].resolve(3);
			isRefusal(pkg, (await settled(pending[2])).error, { generation: 0, cause: death });
		});

		it('one that is settled in the same tick, just before the abort', async () => {
			const { pkg, made } = await fresh();
			const promise = pkg.ask(0);
			made[0].resolve(5);
			const death = thrown(() => pkg.trap());
			const state = await settled(promise);
			if (!('value' in state))
				isRefusal(pkg, state.error, { generation: 0, cause: death });
		});

		it('an abort in a nested call', async () => {
			const { pkg, env } = await fresh();
			const pending = pkg.ask(0);
			let death;
			let inner;
			env.host = () => {
				inner = pkg.ask(0);
				death = thrown(() => pkg.trap());
				return 1;
			};
			thrown(() => pkg.call(1));
			for (const promise of [pending, inner])
				isRefusal(pkg, (await settled(promise)).error, { generation: 0, cause: death });
		});

		it('the hook of the abort sees them pending or rejected, never lost', async () => {
			const { pkg } = await fresh();
			const pending = pkg.ask(0);
			let state;
			pkg.set_on_abort(() => {
				state = settled(pending);
			});
			const death = thrown(() => pkg.trap());
			isRefusal(pkg, (await state).error, { generation: 0, cause: death });
		});

		it('a promise that never left the module changes nothing', async () => {
			const { pkg, made } = await fresh();
			const death = thrown(() => pkg.ask_then_trap(0));
			assert.ok(death instanceof WebAssembly.RuntimeError);
			made[0].resolve(1);
			assert.deepEqual(await settled(made[0].promise), { value: 1 });
		});

		it('other values are what they are', async () => {
			const { pkg } = await fresh();
			const thenable = { then: (f) => f(1) };
			const loud = { get then() {
				throw new Error('somebody looked at then');
			} };
			const made = Object.create(Promise.prototype);
			const proxy = new Proxy(Promise.resolve(1), {});
			const revoked = Proxy.revocable({}, {});
			revoked.revoke();
			const values = [undefined, null, 0, NaN, 'text', Symbol('s'), 5n, thenable, loud, made,
				proxy, revoked.proxy, () => {}, Promise, pkg];
			for (const value of values) {
				assert.ok(Object.is(pkg.same(value), value));
				assert.ok(Object.is(pkg.last(), null));
			}
			thrown(() => pkg.trap());
		});

		it('a promise of another realm', async () => {
			const { pkg } = await fresh();
			const realm = vm.runInNewContext(`
				const all = {};
				all.promise = new Promise((resolve, reject) => Object.assign(all, { resolve, reject }));
				all.pending = new Promise(() => {});
				all`);
			const one = pkg.same(realm.promise);
			const two = pkg.same(realm.pending);
			realm.resolve(6);
			assert.deepEqual(await settled(one), { value: 6 });
			const death = thrown(() => pkg.trap());
			isRefusal(pkg, (await settled(two)).error, { generation: 0, cause: death });
		});

		it('a promise whose then is not to be trusted', async () => {
			const { pkg } = await fresh();
			const liar = new Promise(() => {});
			liar.then = () => {
				throw new Error('no');
			};
			const result = pkg.same(liar);
			const death = thrown(() => pkg.trap());
			assert.equal(pkg.recovery_state().last_error, death);
			if (result !== liar)
				isRefusal(pkg, (await settled(result)).error, { generation: 0, cause: death });
		});

		it('the same promise twice', async () => {
			const { pkg } = await fresh();
			const first = pkg.ask(0);
			const second = pkg.last();
			const death = thrown(() => pkg.trap());
			for (const promise of [first, second])
				isRefusal(pkg, (await settled(promise)).error, { generation: 0, cause: death });
		});

		it('a promise that our own promise goes into', async () => {
			const { pkg, made } = await fresh();
			const outer = pkg.same(pkg.same(pkg.ask(0)));
			made[0].resolve(9);
			assert.deepEqual(await settled(outer), { value: 9 });
			const pending = pkg.same(pkg.same(pkg.ask(0)));
			const death = thrown(() => pkg.trap());
			isRefusal(pkg, (await settled(pending)).error, { generation: 0, cause: death });
		});

		if (!resets)
			return;

		it('a reset rejects all that are pending, without a cause', async () => {
			const { pkg, made } = await fresh();
			const pending = [pkg.ask(0), pkg.ask(0)];
			pkg.__wbg_reset_state();
			made[0].resolve(1);
			for (const promise of pending) {
				isRefusal(pkg, (await settled(promise)).error,
					{ generation: 0, cause: undefined });
			}
			const later = pkg.ask(0);
			made[2].resolve(2);
			assert.deepEqual(await settled(later), { value: 2 });
			isAtGeneration(pkg, 1, null);
		});

		it('a scheduled reset rejects them when it happens', async () => {
			const { pkg, made } = await fresh();
			const pending = pkg.ask(0);
			pkg.schedule_reinit();
			assert.deepEqual(await settled(pending), { pending: true });
			const fresher = pkg.ask(0);
			isRefusal(pkg, (await settled(pending)).error, { generation: 0, cause: undefined });
			made[1].resolve(4);
			assert.deepEqual(await settled(fresher), { value: 4 });
		});

		it('after an abort, the reset leaves them as they are', async () => {
			const { pkg } = await fresh();
			const pending = pkg.ask(0);
			const death = thrown(() => pkg.trap());
			pkg.__wbg_reset_state();
			const error = (await settled(pending)).error;
			isRefusal(pkg, error, { generation: 0, cause: death });
		});

		it('of two generations: each ends with its own', async () => {
			const { pkg, made } = await fresh();
			const first = pkg.ask(0);
			pkg.__wbg_reset_state();
			const second = pkg.ask(0);
			const death = thrown(() => pkg.trap());
			pkg.__wbg_reset_state();
			const third = pkg.ask(0);
			made.forEach(({ resolve }, i) => resolve(i));
			isRefusal(pkg, (await settled(first)).error, { generation: 0, cause: undefined });
			isRefusal(pkg, (await settled(second)).error, { generation: 1, cause: death });
			assert.deepEqual(await settled(third), { value: 2 });
		});

		it('a reset in the reaction to a rejection, again and again', async () => {
			const { pkg } = await fresh();
			const generations = [];
			for (let i = 0; i < 5; i++) {
				pkg.ask(0).catch((error) => {
					generations.push(error.generation);
					if (pkg.recovery_state().generation < 4) {
						pkg.ask(0).catch(({ generation }) => generations.push(generation));
						pkg.__wbg_reset_state();
					}
				});
			}
			pkg.__wbg_reset_state();
			await tick();
			assert.deepEqual(generations.sort(), [0, 0, 0, 0, 0, 1, 2, 3]);
			isAtGeneration(pkg, 4);
		});

		it('made by a frame whose state was reset meanwhile', async () => {
			const { pkg, env, made } = await fresh();
			env.make = () => {
				pkg.__wbg_reset_state();
				const entry = Promise.resolve(1);
				made.push(entry);
				return entry;
			};
			isRefusal(pkg, thrown(() => pkg.ask(0)), { generation: 0 });
			assert.equal(pkg.calls(), 0);
			isAtGeneration(pkg, 1, null);
		});
	});
}

describe('unhandled rejections', () => {
	const PROGRAM = `
		const made = [];
		mod.initSync({ module: wasm, imports: { env: {
			make() {
				return new Promise((resolve, reject) => made.push({ resolve, reject }));
			},
			host: (x) => x,
		} } });
		const unhandled = [];
		process.on('unhandledRejection', (error) => unhandled.push(error?.message ?? String(error)));
		process.on('uncaughtException', (error) => unhandled.push('uncaught ' + error));`;
	const run = (mode, text) => runBeside(wat('reset-promises'), resetBy(mode),
		`${PROGRAM}\n${text}\nawait tick(); await tick(); return unhandled;`);

	for (const mode of RESETS) {
		it(`none of ours: aborts, resets, late settlements, ${mode}`, () => {
			assert.deepEqual(run(mode, `
				for (let i = 0; i < 10; i++) mod.ask(0);
				thrown(() => mod.trap());
				made[0].resolve(1);
				made[1].reject(new Error('too late'));
				await tick();
				mod.__wbg_reset_state();
				for (let i = 0; i < 10; i++) mod.ask(0);
				mod.__wbg_reset_state();
				made[12].reject(new Error('too late'));
				await tick();
				mod.ask(0);
				mod.schedule_reinit();
				mod.ask(0);
				thrown(() => mod.trap());
				await tick();`), []);
		});

		it(`genuine ones, as before, ${mode}`, () => {
			assert.deepEqual(run(mode, `
				mod.ask(0);
				made[0].reject(new Error('nobody cares'));
				await tick();
				mod.ask(0).catch(() => {});
				made[1].reject(new Error('somebody cares'));
				await tick();
				mod.ask(0).then(() => {});
				made[2].reject(new Error('half'));
				await tick();
				mod.ask(0);
				made[3].resolve(1);`), ['nobody cares', 'half']);
		});

		it(`of those who built on one, ${mode}`, () => {
			// The caller's own chain is the caller's: as with any rejection.
			assert.deepEqual(run(mode, `
				const promise = mod.ask(0);
				(async () => {
					try {
						await promise;
					} catch (error) {
						if (!(error instanceof mod.TerminatedError)) unhandled.push('wrong');
					}
				})();
				mod.__wbg_reset_state();`), []);
		});
	}

	it('a program that goes on after an abort ends well', () => {
		const status = runBeside(wat('reset-promises'), [], `
			mod.initSync({ module: wasm, imports: { env: {
				make: () => new Promise(() => {}), host: (x) => x } } });
			mod.ask(0);
			thrown(() => mod.trap());
			await tick();
			return 'alive';`);
		assert.equal(status, 'alive', show(status));
	});
});
