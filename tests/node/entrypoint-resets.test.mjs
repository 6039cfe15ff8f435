// SPDX-License-Identifier: MIT OR Apache-2.0
// entrypoint(): when objects are made anew, and what becomes of calls in progress.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { thrown } from './support/expect.mjs';
import { flavour, flavourFile } from './support/fixtures.mjs';
import { WAYS, eachFlavour } from './support/objects.mjs';
import { RESETS, isAtGeneration, isRefusal, resetBy, runBeside } from './support/recovery.mjs';

/** A module, and objects that note what becomes of them. */
async function follow(name, { options, mode = 'in-place' } = {}) {
	const { pkg, env, aborts } = await flavour(name, { flags: resetBy(mode) });
	const log = [];
	const hooks = {};
	class Thing {
		constructor(...args) {
			hooks.constructing?.(this);
			this.args = args;
			this.born = pkg.bump();
			log.push(`made in ${pkg.recovery_state().generation}`);
		}
		hit() {
			return pkg.bump();
		}
		call(what, ...args) {
			return pkg[what](...args);
		}
		run(fn) {
			return fn(this);
		}
	}
	const Followed = pkg.entrypoint(Thing, options?.(hooks, pkg));
	return { pkg, env, aborts, log, hooks, Thing, Followed };
}

const onReset = (hooks) => ({ onReset: (event) => hooks.told?.(event) });

eachFlavour('generations', (name) => {
	for (const mode of RESETS) {
		for (const [way, renew] of Object.entries(WAYS)) {
			it(`${way}, ${mode}: once per generation, at the first use`, async () => {
				const { pkg, log, Followed } = await follow(name, { mode });
				const argument = {};
				const [one, two] = [new Followed(argument), new Followed()];
				for (let life = 1; life <= 3; life++) {
					renew(pkg);
					log.length = 0;
					assert.equal(one.hit(), 2);
					assert.equal(two.born, 3);
					for (let i = 0; i < 3; i++) {
						assert.equal(one.born, 1);
						assert.equal(one.args[0], argument);
						two.hit();
					}
					assert.deepEqual(log, Array(2).fill(`made in ${life}`));
					isAtGeneration(pkg, life);
				}
			});
		}
	}

	it('policy throw: what is no call of the module works', async () => {
		const { pkg, aborts, log, Followed } = await follow(name);
		const object = new Followed(5);
		const death = thrown(() => object.call('trap'));
		for (let i = 0; i < 2; i++) {
			assert.deepEqual(object.args, [5]);
			object.mark = i;
			assert.deepEqual([object.mark, 'mark' in object, Object.keys(object)], [i, true, ['args', 'born', 'mark']]);
			assert.equal(object.run((self) => self.mark), i);
			isRefusal(pkg, thrown(() => object.hit()), { generation: 0, cause: death });
			isRefusal(pkg, thrown(() => new Followed()), { generation: 0, cause: death });
		}
		assert.equal(aborts.length, 1);
		assert.equal(log.length, 1);
		pkg.__wbg_reset_state();
		assert.deepEqual([object.mark, object.hit()], [undefined, 2]);
		assert.deepEqual(log, ['made in 0', 'made in 1']);
	});

	it('a constructor\'s own error is that, and resets nothing', async () => {
		const { pkg, aborts, log, hooks, Followed } = await follow(name, { options: onReset });
		pkg.set_recovery_policy({ mode: 'reset' });
		const told = [];
		hooks.told = ({ generation }) => told.push(generation);
		pkg.bump();
		const mine = Object.freeze(new RangeError('mine'));
		const fail = () => {
			throw mine;
		};
		hooks.constructing = fail;
		for (let i = 0; i < 2; i++)
			assert.equal(thrown(() => new Followed()), mine);
		hooks.constructing = undefined;
		const object = new Followed();
		assert.equal(object.born, 2);
		isAtGeneration(pkg, 0, null);

		const { hit } = object;
		thrown(() => object.call('trap'));
		hooks.constructing = fail;
		for (const use of [() => object.born, () => object.hit(), hit, () => 'born' in object, () => ({ ...object }), () => {
			object.born = 1;
		}])
			assert.equal(thrown(use), mine);
		assert.equal(aborts.length, 1);
		assert.equal(pkg.recovery_state().generation, 1);
		assert.deepEqual([pkg.bump(), told], [1, []]);
		hooks.constructing = undefined;
		assert.deepEqual([hit(), told], [3, [1]]);
		isAtGeneration(pkg, 1);
		assert.deepEqual(log, ['made in 0', 'made in 1']);
	});

	it('a constructor that dies', async () => {
		const { pkg, aborts, hooks, Followed } = await follow(name);
		pkg.set_recovery_policy({ mode: 'reset' });
		const die = () => pkg.trap();
		hooks.constructing = die;
		assert.equal(thrown(() => new Followed()), aborts[0].error);
		hooks.constructing = undefined;
		const object = new Followed();
		isAtGeneration(pkg, 1);
		hooks.constructing = die;
		thrown(() => object.call('trap'));
		assert.equal(thrown(() => object.born), aborts[2].error);
		assert.equal(thrown(() => object.hit()), aborts[3].error);
		hooks.constructing = undefined;
		assert.equal(object.hit(), 2);
		isAtGeneration(pkg, 4);
		assert.equal(aborts.length, 4);
	});

	it('in the middle of a method: by hand', async () => {
		const { pkg, log, Followed } = await follow(name);
		const object = new Followed();
		const seen = object.run((self) => {
			self.mark = 1;
			pkg.__wbg_reset_state();
			const fresh = object.born; // this one is used by another
			return [self.mark, self.born, fresh, object.mark, pkg.counter()];
		});
		assert.deepEqual(seen, [1, 1, 1, undefined, 1]);
		assert.deepEqual(log, ['made in 0', 'made in 1']);
		assert.equal(object.mark, undefined);
		assert.equal(object.hit(), 2);
		isAtGeneration(pkg, 1);
	});

	it('in the middle of a method: scheduled, or after an abort', async () => {
		const { pkg, log, Followed } = await follow(name);
		pkg.set_recovery_policy({ mode: 'reset' });
		const object = new Followed();
		const seen = object.run((self) => {
			pkg.schedule_reinit();
			self.mark = pkg.bump();
			return [object.mark, object.hit(), object.born];
		});
		assert.deepEqual(seen, [2, 3, 1]);
		isAtGeneration(pkg, 0);
		assert.deepEqual([object.mark, object.born], [undefined, 1]);

		const death = object.run((self) => {
			self.mark = 1;
			const error = thrown(() => pkg.trap());
			assert.equal(object.mark, 1);
			isRefusal(pkg, thrown(() => object.hit()), { generation: 1, cause: error });
			return error;
		});
		assert.equal(pkg.recovery_state().terminated, true);
		assert.deepEqual([object.mark, object.hit()], [undefined, 2]);
		isAtGeneration(pkg, 2, death);
		assert.deepEqual(log, ['made in 0', 'made in 1', 'made in 2']);
	});

	it('in the middle of a call that the method made', async () => {
		const { pkg, env, Followed } = await follow(name);
		const object = new Followed();
		env.host = () => {
			pkg.__wbg_reset_state();
			return object.hit();
		};
		isRefusal(pkg, thrown(() => object.call('plain_call', 1)), { generation: 0 });
		assert.equal(object.hit(), 3);
		isAtGeneration(pkg, 1, null);
	});

	it('in the constructor', async () => {
		const { pkg, log, hooks, Followed } = await follow(name);
		const once = (fn) => () => {
			hooks.constructing = undefined;
			fn();
		};
		hooks.constructing = once(() => pkg.schedule_reinit());
		pkg.bump();
		const object = new Followed();
		isAtGeneration(pkg, 0);
		assert.equal(object.born, 1);
		isAtGeneration(pkg, 1);

		// What it did before that is gone: it is made once more.
		hooks.constructing = once(() => pkg.__wbg_reset_state());
		const other = new Followed();
		isAtGeneration(pkg, 2);
		assert.equal(other.born, 2);
		hooks.constructing = once(() => pkg.__wbg_reset_state());
		pkg.__wbg_reset_state();
		assert.equal(other.hit(), 3);
		isAtGeneration(pkg, 4);
		assert.deepEqual(log.slice(-2), ['made in 4', 'made in 4']);
		assert.equal(other.born, 2);

		// Whoever does it each time gets an object all the same.
		hooks.constructing = () => pkg.__wbg_reset_state();
		assert.equal(new Followed().born, 1);
		assert.equal(object.born, 1);
	});

	it('in onReset', async () => {
		const { pkg, hooks, Followed } = await follow(name, { options: onReset });
		const object = new Followed();
		const { hit } = object;
		const told = [];
		hooks.told = ({ generation, instance }) => {
			told.push([generation, instance.born]);
			if (generation === 1)
				pkg.__wbg_reset_state();
		};
		pkg.__wbg_reset_state();
		assert.equal(hit(), 2); // of the last one, at once
		assert.deepEqual(told, [[1, 1], [2, 1]]);
		hooks.told = () => {
			hooks.told = undefined;
			pkg.schedule_reinit();
		};
		pkg.__wbg_reset_state();
		assert.equal(object.born, 1);
		isAtGeneration(pkg, 3);
		assert.equal(object.hit(), 2);
		isAtGeneration(pkg, 4);
	});

	it('in on_abort', async () => {
		const { pkg, Followed } = await follow(name);
		const object = new Followed();
		const seen = [];
		object.mark = 1;
		pkg.set_on_abort(() => {
			seen.push(object.mark);
			pkg.schedule_reinit();
			seen.push(object.mark);
			isRefusal(pkg, thrown(() => object.hit()), { generation: 0 });
		});
		thrown(() => object.call('trap'));
		assert.equal(object.hit(), 2);
		assert.deepEqual(seen, [1, 1]);
		pkg.set_on_abort(() => {
			pkg.__wbg_reset_state();
			seen.push(object.hit());
		});
		object.mark = 2;
		assert.ok(thrown(() => object.call('trap')) instanceof WebAssembly.RuntimeError);
		assert.deepEqual([object.mark, object.hit(), seen.at(-1)], [undefined, 3, 2]);
		isAtGeneration(pkg, 2);
	});

	it('max_resets', async () => {
		const { pkg, log, Followed } = await follow(name);
		pkg.set_recovery_policy({ mode: 'reset', max_resets: 2 });
		const object = new Followed();
		for (let i = 0; i < 2; i++) {
			thrown(() => object.call('trap'));
			assert.equal(object.hit(), 2);
		}
		const death = thrown(() => object.call('trap'));
		for (let i = 0; i < 3; i++) {
			isRefusal(pkg, thrown(() => object.hit()), { generation: 2, cause: death });
			assert.equal(object.born, 1);
		}
		assert.deepEqual(log, ['made in 0', 'made in 1', 'made in 2']);
		pkg.__wbg_reset_state();
		assert.equal(object.hit(), 2);
	});
});

describe('onReset', () => {
	it('is told of the generation and the object, after the module is', async () => {
		for (const reconstruct of ['lazy', 'never']) {
			const { pkg, hooks, log, Thing, Followed } = await follow('abort', {
				options: (all) => ({ reconstruct, ...onReset(all) }) });
			pkg.set_on_reset(({ generation }) => log.push(`reset ${generation}`));
			const object = new Followed();
			object.mark = 1;
			const seen = [];
			hooks.told = (event) => {
				log.push('told');
				seen.push(event);
				event.instance.restored = object.born; // in use already
			};
			pkg.__wbg_reset_state();
			pkg.__wbg_reset_state();
			assert.deepEqual(seen, []);
			assert.equal(object.restored, 1);
			object.hit();
			pkg.__wbg_reset_state();
			assert.equal(object.args.length, 0);
			assert.deepEqual(seen.map((event) => Object.keys(event)), [['generation', 'instance'], ['generation', 'instance']]);
			assert.deepEqual(seen.map(({ generation }) => generation), [2, 3]);
			const lazy = reconstruct === 'lazy';
			assert.equal(seen[0].instance === seen[1].instance, !lazy);
			for (const { instance } of seen) {
				assert.ok(instance instanceof Thing && instance !== object);
				assert.equal(instance.mark, lazy ? undefined : 1);
			}
			assert.deepEqual(log, lazy
				? ['made in 0', 'reset 1', 'reset 2', 'made in 2', 'told', 'reset 3', 'made in 3', 'told']
				: ['made in 0', 'reset 1', 'reset 2', 'told', 'reset 3', 'told']);
		}
	});

	it('its error is reported, and the use goes on', async (t) => {
		const { pkg, hooks, Followed } = await follow('abort', { options: onReset });
		const { mock } = t.mock.method(console, 'error', () => {});
		const object = new Followed();
		const mine = new Error('mine');
		hooks.told = () => {
			throw mine;
		};
		pkg.__wbg_reset_state();
		assert.equal(object.hit(), 2);
		assert.deepEqual(mock.calls.map((call) => call.arguments), [[mine]]);
		assert.equal(object.hit(), 3);
		assert.equal(mock.callCount(), 1);
	});

	it('never: the object stays, and so does what it holds', async () => {
		const { pkg, log, Followed } = await follow('abort', { options: () => ({ reconstruct: 'never' }) });
		const object = new Followed({});
		const { args, hit } = object;
		object.mark = 1;
		for (const renew of Object.values(WAYS)) {
			renew(pkg);
			assert.deepEqual([object.mark, object.born, object.args], [1, 1, args]);
			assert.equal(object.hit, hit);
			assert.equal(hit(), 1);
		}
		assert.deepEqual(log, ['made in 0']);
		isAtGeneration(pkg, 3);
		// Whatever it is that can be looked at decides about a reset that is due.
		for (const use of [() => object.mark, () => 'mark' in object, () => Object.keys(object), () => {
			object.mark = 2;
		}]) {
			const { generation } = pkg.recovery_state();
			pkg.schedule_reinit();
			use();
			isAtGeneration(pkg, generation + 1);
		}
	});
});

describe('before there is an instance', () => {
	it('what needs none can be made', () => {
		const result = runBeside(flavourFile('abort'), [], `
			let made = 0;
			const Plain = mod.entrypoint(class { n = ++made; });
			const Calling = mod.entrypoint(class { n = mod.bump(); });
			const object = new Plain();
			const error = thrown(() => new Calling()).message;
			const before = object.n;
			mod.initSync({ module: wasm, imports: { env: { host: (x) => x, log() {} } } });
			return { before, after: object.n, late: new Calling().n, error };`);
		assert.deepEqual(result, { before: 1, after: 1, late: 1,
			error: 'The module is not initialised: call init() or initSync() first' });
	});
});

describe('what is kept', () => {
	const ENV = '{ env: { host: (x) => x, log() {} } }';
	const count = (mode, text) => runBeside(flavourFile('legacy'), resetBy(mode), `
		mod.initSync({ module: wasm, imports: ${ENV} });
		mod.set_recovery_policy({ mode: 'reset' });
		const settle = async () => {
			for (let i = 0; i < 4; i++) {
				await tick();
				gc();
			}
		};
		class Thing {
			#own = new Array(100).fill(mod.bump());
			constructor(context) { this.context = context; }
			hit() { return mod.bump() + this.#own[0]; }
			never() { return new Promise(() => {}); }
			async soon() { await null; return this; }
		}
		${text}`, ['--expose-gc']);

	for (const mode of RESETS) {
		it(`10,000 objects that nobody holds are collected, ${mode}`, () => {
			const [made, left] = count(mode, `
				const Followed = mod.entrypoint(Thing);
				const refs = [];
				const round = (n) => {
					const objects = Array.from({ length: n }, () => new Followed({}));
					for (const object of objects) {
						object.hit();
						object.soon();
						object.never().catch(() => {});
						refs.push(new WeakRef(object), new WeakRef(object.context));
					}
					thrown(() => mod.trap());
					for (const object of objects) {
						object.hit();
						refs.push(new WeakRef(object.context));
					}
				};
				for (let i = 0; i < 10; i++) {
					round(1000);
					await settle();
				}
				return [refs.length, refs.filter((ref) => ref.deref() !== undefined).length];`);
			assert.equal(made, 30_000);
			assert.ok(left <= 30, `${left} are kept`); // collectors are in no hurry
		});
	}

	it('what was made before a reset is not', () => {
		const left = count('in-place', `
			const Followed = mod.entrypoint(Thing);
			const object = new Followed({});
			const { hit } = object;
			const refs = [];
			const promises = [];
			for (let i = 0; i < 50; i++) (() => {
				mod.__wbg_reset_state();
				object.mark = {};
				object.callback = () => {};
				hit();
				promises.push(object.never());
				promises.at(-1).catch(() => {});
				refs.push(new WeakRef(object.mark), new WeakRef(object.callback));
			})();
			await settle();
			return refs.filter((ref) => ref.deref() !== undefined).length;`);
		assert.ok(left <= 2, `${left} are kept`); // those of the last
	});

	it('entrypoints that are made again and again leave nothing', () => {
		const bytes = count('in-place', `
			const make = async (n) => {
				for (let i = 0; i < n; i++)
					new (mod.entrypoint(class { n = i; }))().n;
				await settle();
				return process.memoryUsage().heapUsed;
			};
			const before = await make(2000);
			return await make(20_000) - before;`);
		assert.ok(bytes < 2 << 20, `${bytes} bytes are kept`);
	});
});
