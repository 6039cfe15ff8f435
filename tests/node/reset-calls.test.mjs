// SPDX-License-Identifier: MIT OR Apache-2.0
// When a reset happens: between outermost calls if it was scheduled, at once if
// it was asked for; and what becomes of the calls in progress.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { describe, it } from 'node:test';
import { needs } from './support/engine.mjs';
import { show, thrown } from './support/expect.mjs';
import { FLAVOURS, assemble, flavour, wat } from './support/fixtures.mjs';
import { loaded, open } from './support/load.mjs';
import { RESETS, isAtGeneration, isRefusal, resetBy, timeOut } from './support/recovery.mjs';
import { rewriteOk } from './support/tool.mjs';

for (const { name, unwinds, needs: features } of FLAVOURS) {
	for (const mode of RESETS) {
		const fresh = () => flavour(name, { flags: resetBy(mode) });

		describe(`schedule_reinit, ${mode}, ${name}`, needs(...features), () => {
			it('from outside: the next call runs on a fresh state', async () => {
				const { pkg } = await fresh();
				pkg.bump();
				assert.equal(pkg.schedule_reinit(), undefined);
				isAtGeneration(pkg, 0, null);
				assert.equal(pkg.counter(), 0);
				isAtGeneration(pkg, 1, null);
				pkg.bump();
				assert.equal(pkg.counter(), 1, 'it was reset twice');
				isAtGeneration(pkg, 1, null);
			});

			it('asked for many times, it happens once', async () => {
				const { pkg } = await fresh();
				for (let i = 0; i < 5; i++)
					pkg.schedule_reinit();
				assert.equal(pkg.bump(), 1);
				assert.equal(pkg.bump(), 2);
				isAtGeneration(pkg, 1);
			});

			it('a reset at once settles what was scheduled', async () => {
				const { pkg } = await fresh();
				pkg.schedule_reinit();
				pkg.__wbg_reset_state();
				isAtGeneration(pkg, 1);
				assert.equal(pkg.bump(), 1);
				assert.equal(pkg.bump(), 2);
				isAtGeneration(pkg, 1);
			});

			it('in a call: it ends on the old state, its nested calls too', async () => {
				const { pkg, env } = await fresh();
				pkg.bump();
				const seen = [];
				env.host = (level) => {
					if (level === 4)
						pkg.schedule_reinit();
					seen.push(pkg.bump());
					if (level > 0)
						pkg.guarded_call(level - 1);
					seen.push(pkg.bump());
					return level;
				};
				assert.equal(pkg.guarded_call(4), 4);
				assert.deepEqual(seen, [2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
				isAtGeneration(pkg, 0);
				assert.equal(pkg.counter(), 0);
				assert.equal(pkg.drops(), 0);
				isAtGeneration(pkg, 1);
			});

			it('in the innermost call: all frames outside end on the old state', async () => {
				const { pkg, env } = await fresh();
				env.host = (level) => {
					pkg.bump();
					if (level === 0)
						pkg.schedule_reinit();
					else
						pkg.guarded_call(level - 1);
					isAtGeneration(pkg, 0);
					return pkg.bump();
				};
				assert.equal(pkg.guarded_call(3), 8);
				assert.equal(pkg.bump(), 1);
				isAtGeneration(pkg, 1);
			});

			it('in a call that dies: its error comes out, the next call is fresh', async () => {
				const { pkg, env, aborts } = await fresh();
				env.host = () => {
					pkg.schedule_reinit();
					return pkg.trap();
				};
				const error = thrown(() => pkg.guarded_call(1));
				assert.ok(error instanceof WebAssembly.RuntimeError, show(error));
				assert.equal(aborts.length, 1);
				assert.equal(pkg.recovery_state().terminated, true);
				assert.equal(pkg.bump(), 1);
				isAtGeneration(pkg, 1, error);
			});

			it('in a call that throws', async () => {
				const { pkg, env, aborts } = await fresh();
				pkg.bump();
				const error = new Error('of JavaScript');
				env.host = () => {
					pkg.schedule_reinit();
					throw error;
				};
				assert.equal(thrown(() => pkg.guarded_call(1)), error);
				assert.equal(aborts.length, unwinds ? 0 : 1);
				assert.equal(pkg.counter(), 0);
				isAtGeneration(pkg, 1);
			});

			it('calls after a nested death are refused until the outermost is done', async () => {
				const { pkg, env } = await fresh();
				let refusal;
				env.host = () => {
					thrown(() => pkg.trap());
					pkg.schedule_reinit();
					refusal = thrown(() => pkg.bump());
					return 1;
				};
				const outer = thrown(() => pkg.guarded_call(1));
				isRefusal(pkg, refusal, { generation: 0 });
				isRefusal(pkg, outer, { generation: 0 });
				assert.equal(pkg.bump(), 1);
				isAtGeneration(pkg, 1);
			});

			it('from on_abort: the call throws its error, the next one recovers', async () => {
				const { pkg, aborts } = await fresh();
				pkg.set_on_abort((abort) => {
					aborts.push(abort);
					pkg.schedule_reinit();
				});
				for (let i = 0; i < 3; i++) {
					pkg.bump();
					const error = thrown(() => pkg.trap());
					assert.ok(error instanceof WebAssembly.RuntimeError);
					assert.equal(aborts.length, i + 1);
					assert.equal(pkg.recovery_state().terminated, true);
					assert.equal(pkg.counter(), 0);
					isAtGeneration(pkg, i + 1, error);
				}
			});

			it('from on_abort, four frames deep, swallowed on the way', async () => {
				const { pkg, env, aborts } = await fresh();
				let calls = 0;
				pkg.set_on_abort((abort) => {
					aborts.push(abort);
					env.log('before'); // the hook is a body like any other
					pkg.schedule_reinit();
					env.log('after');
				});
				const lines = [];
				env.log = (line) => lines.push(line);
				env.host = (level) => {
					calls++;
					const error = thrown(() => level === 0 ? pkg.trap() : pkg.guarded_call(level - 1));
					assert.equal(pkg.recovery_state().generation, 0, 'reset under live frames');
					if (level > 0)
						isRefusal(pkg, error, { generation: 0, cause: aborts[0].error });
					return 1;
				};
				isRefusal(pkg, thrown(() => pkg.guarded_call(3)), { generation: 0 });
				assert.equal(calls, 4);
				assert.equal(aborts.length, 1);
				assert.deepEqual(lines, ['before', 'after']);
				assert.equal(pkg.bump(), 1);
				isAtGeneration(pkg, 1, aborts[0].error);
			});

			it('after a host termination that nobody has seen', async () => {
				const { pkg } = await fresh();
				pkg.bump();
				timeOut(() => pkg.spin(1n << 62n));
				pkg.schedule_reinit();
				assert.equal(pkg.counter(), 0);
				isAtGeneration(pkg, 1);
			});

			it('a pointer belongs to the call that returned it, not to a later one', async () => {
				const { pkg } = await fresh();
				const lower = () => {
					const block = pkg.alloc(5) >>> 0;
					new Uint8Array(pkg.memory.buffer).set([1, 2, 3, 4, 5], block);
					return block;
				};
				for (let i = 0; i < 20; i++) {
					pkg.alloc(10_000);
					pkg.schedule_reinit();
					// Decided at the entry of alloc: what comes after it is one state.
					const block = lower();
					isAtGeneration(pkg, i + 1);
					assert.equal(pkg.sum(block, 5), 15);
					pkg.dealloc(block, 5);
					isAtGeneration(pkg, i + 1);
				}
				// In between, each outermost call is an entry of its own.
				const block = lower();
				pkg.schedule_reinit();
				pkg.sum(block, 0);
				isAtGeneration(pkg, 21);
				assert.equal(pkg.counter(), 0);
			});

			it('arguments are coerced after it is decided', async () => {
				const { pkg } = await fresh();
				pkg.bump();
				pkg.schedule_reinit();
				const generations = [];
				const value = { valueOf() {
					generations.push(pkg.recovery_state().generation);
					return 2;
				} };
				assert.equal(pkg.add(value, value), 4);
				assert.deepEqual(generations, [1, 1]);
			});

			it('an argument that calls the module when it is coerced', async () => {
				const { pkg } = await fresh();
				pkg.bump();
				const value = { valueOf() {
					pkg.schedule_reinit();
					return pkg.bump();
				} };
				// Nested in the call of add, which was decided before.
				assert.equal(pkg.add(value, value), 2 + 3);
				isAtGeneration(pkg, 0);
				assert.equal(pkg.counter(), 0);
				isAtGeneration(pkg, 1);
			});

			it('an argument that throws when it is coerced', async () => {
				const { pkg } = await fresh();
				const error = new Error('of valueOf');
				for (let i = 1; i <= 3; i++) {
					pkg.schedule_reinit();
					assert.equal(thrown(() => pkg.add({ valueOf() {
						throw error;
					} }, 1)), error);
					isAtGeneration(pkg, i, null);
					// Still an outermost call: the one that threw has left no trace.
					assert.equal(pkg.bump(), 1);
				}
			});
		});

		describe(`a reset during calls, ${mode}, ${name}`, needs(...features), () => {
			for (const depth of [0, 1, 4]) {
				for (const through of ['guarded_call', 'plain_call']) {
					it(`${depth + 1} frames of ${through} lose their state`, async () => {
						const { pkg, env, aborts } = await fresh();
						pkg.bump();
						const outcomes = [];
						env.host = (level) => {
							if (level === 0) {
								pkg.__wbg_reset_state();
								isAtGeneration(pkg, 1, null);
								assert.equal(pkg.bump(), 1);
								return 7;
							}
							const error = thrown(() => pkg[through](level - 1));
							outcomes.push(error);
							assert.equal(pkg.bump(), 1 + outcomes.length, 'the new state is gone');
							throw error;
						};
						outcomes.push(thrown(() => pkg[through](depth)));
						assert.equal(outcomes.length, depth + 1);
						for (const error of outcomes)
							isRefusal(pkg, error, { generation: 0 });
						isAtGeneration(pkg, 1, null);
						assert.equal(pkg.counter(), depth + 1);
						assert.equal(pkg.drops(), 0, 'a dead frame ran its destructors');
						assert.deepEqual(aborts, []);
						env.host = (x) => x;
						assert.equal(pkg.guarded_call(3), 3);
						assert.equal(pkg.drops(), 1);
						isAtGeneration(pkg, 1, null);
					});
				}
			}

			for (const swallowed of [0, 1, 2]) {
				it(`JavaScript swallows the error at level ${swallowed}`, async () => {
					const { pkg, env, aborts } = await fresh();
					const outcomes = [];
					env.host = (level) => {
						if (level === 0) {
							pkg.__wbg_reset_state();
							return 7;
						}
						const error = thrown(() => pkg.guarded_call(level - 1));
						outcomes.push(error);
						if (level - 1 !== swallowed)
							throw error;
						return 8;
					};
					outcomes.push(thrown(() => pkg.guarded_call(3)));
					assert.equal(outcomes.length, 4);
					for (const error of outcomes)
						isRefusal(pkg, error, { generation: 0 });
					isAtGeneration(pkg, 1, null);
					assert.deepEqual(aborts, []);
					assert.equal(pkg.bump(), 1);
					assert.equal(pkg.drops(), 0);
				});
			}

			it('what the import throws itself is the cause', async () => {
				const { pkg, env, aborts } = await fresh();
				for (const error of [new Error('of JavaScript'), undefined, 5]) {
					env.host = () => {
						pkg.__wbg_reset_state();
						throw error;
					};
					const { generation } = pkg.recovery_state();
					isRefusal(pkg, thrown(() => pkg.guarded_call(1)), { generation, cause: error });
					assert.equal(pkg.drops(), 0);
					assert.equal(pkg.bump(), 1);
				}
				assert.deepEqual(aborts, []);
			});

			it('on the new state, calls nest and schedule as ever', async () => {
				const { pkg, env } = await fresh();
				const seen = [];
				env.host = (x) => {
					if (x === 1) {
						pkg.__wbg_reset_state();
						pkg.bump();
						seen.push(pkg.guarded_call(2));
						// The call with 2 was an outermost one of the new state.
						seen.push(pkg.counter());
						isAtGeneration(pkg, 2);
						seen.push(pkg.bump());
						return 1;
					}
					pkg.schedule_reinit();
					pkg.bump();
					isAtGeneration(pkg, 1);
					return pkg.bump();
				};
				isRefusal(pkg, thrown(() => pkg.guarded_call(1)), { generation: 0 });
				assert.deepEqual(seen, [3, 0, 1]);
				assert.equal(pkg.counter(), 1);
				isAtGeneration(pkg, 2);
			});

			it('once the stale frames are gone, calls nest and schedule as ever', async () => {
				const { pkg, env } = await fresh();
				for (let generation = 0; generation < 6; generation += 2) {
					env.host = (level) => {
						if (level > 0)
							return pkg.guarded_call(level - 1);
						pkg.__wbg_reset_state();
						return 1;
					};
					isRefusal(pkg, thrown(() => pkg.guarded_call(generation)), { generation });
					pkg.bump();
					env.host = (level) => {
						pkg.schedule_reinit();
						assert.equal(pkg.bump(), 6 - level, 'reset under a live frame');
						if (level > 0)
							pkg.guarded_call(level - 1);
						return pkg.bump();
					};
					assert.equal(pkg.guarded_call(4), 11);
					isAtGeneration(pkg, generation + 1, null);
					assert.equal(pkg.counter(), 0);
					isAtGeneration(pkg, generation + 2, null);
				}
			});

			it('the new state dies and is reset, all below a frame of the old', async () => {
				const { pkg, env, aborts } = await fresh();
				let death;
				env.host = () => {
					pkg.__wbg_reset_state();
					death = thrown(() => pkg.trap());
					isRefusal(pkg, thrown(() => pkg.bump()), { generation: 1, cause: death });
					pkg.__wbg_reset_state();
					assert.equal(pkg.bump(), 1);
					return 1;
				};
				isRefusal(pkg, thrown(() => pkg.guarded_call(1)), { generation: 0 });
				assert.equal(aborts.length, 1);
				assert.equal(aborts[0].generation, 1);
				isAtGeneration(pkg, 2, death);
				assert.equal(pkg.bump(), 2);
			});

			it('the new state stays dead if nobody resets it', async () => {
				const { pkg, env, aborts } = await fresh();
				let death;
				env.host = () => {
					pkg.__wbg_reset_state();
					death = thrown(() => pkg.trap());
					return 1;
				};
				isRefusal(pkg, thrown(() => pkg.guarded_call(1)), { generation: 0 });
				assert.equal(aborts.length, 1);
				isRefusal(pkg, thrown(() => pkg.bump()), { generation: 1, cause: death });
				pkg.__wbg_reset_state();
				assert.equal(pkg.bump(), 1);
			});

			it('a reset after a nested death, before the frames return', async () => {
				const { pkg, env, aborts } = await fresh();
				let death;
				env.host = () => {
					death = thrown(() => pkg.trap());
					pkg.__wbg_reset_state();
					pkg.bump();
					throw death;
				};
				isRefusal(pkg, thrown(() => pkg.guarded_call(1)), { generation: 0, cause: death });
				assert.equal(aborts.length, 1);
				isAtGeneration(pkg, 1, death);
				assert.equal(pkg.counter(), 1);
			});

			it('a reset from on_abort', async () => {
				const { pkg, env, aborts } = await fresh();
				pkg.set_on_abort((abort) => {
					aborts.push(abort);
					pkg.__wbg_reset_state();
					assert.equal(pkg.bump(), 1);
				});
				const error = thrown(() => pkg.trap());
				assert.equal(error, aborts[0].error);
				isAtGeneration(pkg, 1, error);
				assert.equal(pkg.bump(), 2);
				env.host = () => {
					const inner = thrown(() => pkg.oob());
					assert.equal(inner, aborts[1].error);
					return pkg.bump();
				};
				isRefusal(pkg, thrown(() => pkg.guarded_call(1)), { generation: 1 });
				isAtGeneration(pkg, 2, aborts[1].error);
				assert.equal(pkg.counter(), 2);
				assert.equal(aborts.length, 2);
			});

			it('many resets in one import', async () => {
				const { pkg, env } = await fresh();
				env.host = () => {
					for (let i = 1; i <= 50; i++) {
						pkg.__wbg_reset_state();
						assert.equal(pkg.bump(), 1);
						isAtGeneration(pkg, i);
					}
					return 1;
				};
				isRefusal(pkg, thrown(() => pkg.guarded_call(1)), { generation: 0 });
				assert.equal(pkg.counter(), 1);
			});

			it('an argument that resets the module when it is coerced', async () => {
				const { pkg } = await fresh();
				pkg.bump();
				const value = { valueOf() {
					pkg.__wbg_reset_state();
					return pkg.bump();
				} };
				// What was lowered before belongs to the old state: as for any frame.
				isRefusal(pkg, thrown(() => pkg.add(1, value)), { generation: 0 });
				isAtGeneration(pkg, 1, null);
				assert.equal(pkg.counter(), 1);
				assert.equal(pkg.add(1, 2), 3);
			});

			it('a host termination inside of a frame that was reset', async () => {
				const { pkg, env } = await fresh();
				env.host = () => {
					timeOut(() => pkg.spin(1n << 62n));
					pkg.__wbg_reset_state();
					assert.equal(pkg.bump(), 1);
					return 1;
				};
				isRefusal(pkg, thrown(() => pkg.guarded_call(1)), { generation: 0 });
				assert.equal(pkg.bump(), 2);
				isAtGeneration(pkg, 1);
			});
		});
	}
}

for (const mode of RESETS) {
	describe(`start function, ${mode}`, () => {
		const COUNTED = `(module
			(import "env" "started" (func $started))
			(memory (export "memory") 1)
			(global $runs (mut i32) (i32.const 0))
			(func $start
				(global.set $runs (i32.add (global.get $runs) (i32.const 1)))
				(i32.store8 (i32.const 7) (i32.const 8))
				(call $started))
			(func (export "runs") (result i32) (global.get $runs))
			(func (export "load") (param i32) (result i32) (i32.load8_u (local.get 0)))
			(func (export "trap") unreachable)
			(start $start))`;

		it('runs again at each reset, on the fresh state', async () => {
			let runs = 0;
			const pkg = await loaded(assemble(COUNTED), { flags: resetBy(mode),
				imports: { env: { started: () => runs++ } } });
			assert.equal(runs, 1);
			for (let i = 1; i <= 3; i++) {
				new Uint8Array(pkg.memory.buffer).fill(0);
				if (i !== 2)
					thrown(() => pkg.trap());
				pkg.__wbg_reset_state();
				assert.equal(runs, i + 1);
				assert.equal(pkg.runs(), 1);
				assert.equal(pkg.load(7), 8);
				isAtGeneration(pkg, i);
			}
			pkg.schedule_reinit();
			assert.equal(runs, 4);
			assert.equal(pkg.runs(), 1);
			assert.equal(runs, 5);
		});

		it('it may call the module', async () => {
			const seen = [];
			let pkg;
			pkg = await loaded(assemble(COUNTED), { flags: resetBy(mode),
				imports: { env: { started: () => seen.push(pkg?.load(7)) } } });
			pkg.__wbg_reset_state();
			assert.deepEqual(seen, [undefined, 8]);
		});

		it('if it traps the module stays terminated, with that error', async () => {
			let ready = 1;
			const aborts = [];
			const resets = [];
			const pkg = await loaded(wat('start-trap'), { flags: resetBy(mode),
				imports: { env: { ready: () => ready } } });
			pkg.set_on_abort((abort) => {
				aborts.push(abort);
			});
			pkg.set_on_reset((event) => {
				resets.push(event);
			});
			assert.equal(pkg.loaded(), 77);
			ready = 0;
			for (let i = 1; i <= 2; i++) {
				const error = thrown(() => pkg.__wbg_reset_state());
				assert.ok(error instanceof WebAssembly.RuntimeError, show(error));
				assert.equal(aborts.length, i);
				assert.equal(aborts.at(-1).error, error);
				assert.equal(aborts.at(-1).reason, 'trap');
				assert.deepEqual(resets, []);
				const state = pkg.recovery_state();
				assert.deepEqual([state.generation, state.resets, state.terminated], [0, 0, true]);
				assert.equal(state.last_error, error);
				isRefusal(pkg, thrown(() => pkg.loaded()), { generation: 0, cause: error });
			}
			// Half a start is none, whoever asks for it.
			pkg.schedule_reinit();
			const atCall = thrown(() => pkg.loaded());
			assert.ok(atCall instanceof WebAssembly.RuntimeError ||
				atCall instanceof pkg.TerminatedError, show(atCall));
			assert.equal(pkg.recovery_state().terminated, true);
			assert.equal(pkg.recovery_state().generation, 0);
			ready = 1;
			pkg.__wbg_reset_state();
			isAtGeneration(pkg, 1);
			assert.equal(pkg.started(), 1);
			assert.equal(pkg.loaded(), 77);
			assert.deepEqual(resets.map(({ generation }) => generation), [1]);
		});

		it('if it throws the module stays terminated, with that error', async () => {
			const error = new Error('not today');
			let ready = () => 1;
			const pkg = await loaded(wat('start-trap'), { flags: resetBy(mode),
				imports: { env: { ready: () => ready() } } });
			ready = () => {
				throw error;
			};
			assert.equal(thrown(() => pkg.__wbg_reset_state()), error);
			assert.equal(pkg.recovery_state().terminated, true);
			isRefusal(pkg, thrown(() => pkg.loaded()), { generation: 0, cause: error });
			ready = () => 1;
			pkg.__wbg_reset_state();
			assert.equal(pkg.loaded(), 77);
			isAtGeneration(pkg, 1);
		});

		it('a module whose first start failed starts by a reset', async () => {
			let ready = 0;
			const { dir } = rewriteOk(wat('start-trap'), ['--target', 'web', ...resetBy(mode)]);
			const { pkg, wasm } = await open(dir, 'mod', 'web');
			const init = () => pkg.initSync({ module: fs.readFileSync(wasm),
				imports: { env: { ready: () => ready } } });
			const error = thrown(init);
			assert.ok(error instanceof WebAssembly.RuntimeError, show(error));
			isRefusal(pkg, thrown(() => pkg.loaded()), { generation: 0, cause: error });
			ready = 1;
			init();
			assert.equal(pkg.loaded(), 77);
			pkg.__wbg_reset_state();
			assert.equal(pkg.started(), 1);
		});

		it('a reset asked for while the start function runs', async () => {
			let runs = 0;
			let pkg;
			let inner;
			pkg = await loaded(assemble(COUNTED), { flags: resetBy(mode),
				imports: { env: { started() {
					if (++runs === 2) {
						try {
							pkg.__wbg_reset_state();
						} catch (error) {
							inner = error;
						}
					}
				} } } });
			let outer;
			try {
				pkg.__wbg_reset_state();
			} catch (error) {
				outer = error;
			}
			// Whatever is made of it: not a module that is half started.
			if (pkg.recovery_state().terminated)
				pkg.__wbg_reset_state();
			assert.equal(pkg.runs(), 1, show([inner, outer]));
			assert.equal(pkg.load(7), 8);
			assert.equal(pkg.recovery_state().terminated, false);
		});
	});
}
