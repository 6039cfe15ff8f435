// SPDX-License-Identifier: MIT OR Apache-2.0
// Who decides about a reset, how often, and who hears of it.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { describe, it } from 'node:test';
import { show, thrown } from './support/expect.mjs';
import { assemble, flavour, flavourFile } from './support/fixtures.mjs';
import { loaded } from './support/load.mjs';
import { RESETS, fakeClock, isAtGeneration, isRefusal, resetBy } from './support/recovery.mjs';
import { rewrite, runTool } from './support/tool.mjs';

const MIB = 1 << 20;
const GROWS = `(module
	(memory (export "memory") 1)
	(func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
	(func (export "pages") (result i32) memory.size))`;

for (const mode of RESETS) {
	const fresh = () => flavour('abort', { flags: resetBy(mode) });

	describe(`set_recovery_policy, ${mode}`, () => {
		it('by default a terminated module stays so until someone resets it', async () => {
			const { pkg } = await fresh();
			const error = thrown(() => pkg.trap());
			for (let i = 0; i < 3; i++)
				isRefusal(pkg, thrown(() => pkg.bump()), { generation: 0, cause: error });
			pkg.set_recovery_policy({ mode: 'throw' });
			isRefusal(pkg, thrown(() => pkg.bump()), { generation: 0, cause: error });
			pkg.set_recovery_policy({ mode: 'reset' });
			assert.equal(pkg.bump(), 1);
		});

		it('reset: the failing call fails, the next outermost one recovers', async () => {
			const { pkg, aborts } = await fresh();
			pkg.set_recovery_policy({ mode: 'reset' });
			for (let i = 1; i <= 5; i++) {
				pkg.bump();
				const error = thrown(() => pkg.oob());
				assert.ok(error instanceof WebAssembly.RuntimeError);
				assert.equal(pkg.recovery_state().terminated, true);
				assert.equal(pkg.counter(), 0);
				isAtGeneration(pkg, i, error);
			}
			assert.equal(aborts.length, 5);
			pkg.set_recovery_policy({ mode: 'throw' });
			const error = thrown(() => pkg.trap());
			isRefusal(pkg, thrown(() => pkg.bump()), { generation: 5, cause: error });
		});

		it('reset: not below frames that are still there', async () => {
			const { pkg, env, aborts } = await fresh();
			pkg.set_recovery_policy({ mode: 'reset' });
			let death;
			env.host = (level) => {
				if (level > 0)
					return thrown(() => pkg.guarded_call(level - 1)) ? 1 : 0;
				death = thrown(() => pkg.trap());
				isRefusal(pkg, thrown(() => pkg.bump()), { generation: 0, cause: death });
				return 1;
			};
			isRefusal(pkg, thrown(() => pkg.guarded_call(2)), { generation: 0, cause: death });
			assert.equal(aborts.length, 1);
			assert.equal(pkg.bump(), 1);
			isAtGeneration(pkg, 1, death);
		});

		it('max_resets in window_ms', async (t) => {
			const clock = fakeClock(t);
			const { pkg } = await fresh();
			pkg.set_recovery_policy({ mode: 'reset', max_resets: 3, window_ms: 1000 });
			for (let i = 1; i <= 3; i++) {
				thrown(() => pkg.trap());
				assert.equal(pkg.bump(), 1);
				isAtGeneration(pkg, i);
				clock.pass(10);
			}
			const error = thrown(() => pkg.trap());
			for (let i = 0; i < 3; i++)
				isRefusal(pkg, thrown(() => pkg.bump()), { generation: 3, cause: error });
			isRefusal(pkg, thrown(() => pkg.trap()), { generation: 3, cause: error });
			// Whoever asks for it still gets it.
			pkg.__wbg_reset_state();
			assert.equal(pkg.bump(), 1);
			isAtGeneration(pkg, 4, error);
			thrown(() => pkg.trap());
			isRefusal(pkg, thrown(() => pkg.bump()), { generation: 4 });
			pkg.schedule_reinit();
			assert.equal(pkg.bump(), 1);
			isAtGeneration(pkg, 5);
		});

		it('resets that lie far enough apart are not too many', async (t) => {
			const clock = fakeClock(t);
			const { pkg } = await fresh();
			pkg.set_recovery_policy({ mode: 'reset', max_resets: 2, window_ms: 1000 });
			for (let i = 1; i <= 20; i++) {
				thrown(() => pkg.trap());
				assert.equal(pkg.bump(), 1, `reset ${i}`);
				isAtGeneration(pkg, i);
				clock.pass(501);
			}
		});

		it('none at all: max_resets 0', async () => {
			const { pkg } = await fresh();
			pkg.set_recovery_policy({ mode: 'reset', max_resets: 0 });
			const error = thrown(() => pkg.trap());
			isRefusal(pkg, thrown(() => pkg.bump()), { generation: 0, cause: error });
			pkg.__wbg_reset_state();
			assert.equal(pkg.bump(), 1);
		});

		it('what is not mentioned stays as it is', async (t) => {
			const clock = fakeClock(t);
			const { pkg } = await fresh();
			pkg.set_recovery_policy({ mode: 'reset', max_resets: 1, window_ms: 1000 });
			pkg.set_recovery_policy({});
			pkg.set_recovery_policy({ window_ms: 2000 });
			thrown(() => pkg.trap());
			assert.equal(pkg.bump(), 1);
			clock.pass(1500);
			thrown(() => pkg.trap());
			isRefusal(pkg, thrown(() => pkg.bump()), { generation: 1 });
			pkg.set_recovery_policy({ max_resets: 2 });
			pkg.__wbg_reset_state();
			pkg.set_recovery_policy({ mode: 'throw' });
			thrown(() => pkg.trap());
			isRefusal(pkg, thrown(() => pkg.bump()), { generation: 2 });
		});

		it('values that make no sense are refused by name, and change nothing', async () => {
			const { pkg } = await fresh();
			const wrong = [
				['mode', ['never', '', 1, null, {}]],
				['max_resets', [-1, 1.5, NaN, '3', null, {}]],
				['window_ms', [-1, NaN, '3', null, {}]],
				['recycle_bytes', [-1, NaN, '3', null, {}]],
			];
			for (const [key, values] of wrong) {
				for (const value of values) {
					const error = thrown(() =>
						pkg.set_recovery_policy({ mode: 'reset', [key]: value }));
					assert.ok(error instanceof TypeError || error instanceof RangeError, show(error));
					assert.match(error.message, new RegExp(key), `${key}: ${show(value)}`);
				}
			}
			for (const policy of [null, 5, 'reset'])
				assert.ok(thrown(() => pkg.set_recovery_policy(policy)) instanceof TypeError);
			const error = thrown(() => pkg.trap());
			isRefusal(pkg, thrown(() => pkg.bump()), { generation: 0, cause: error });
		});

		it('recycle_bytes: a memory that grew past it is given back where possible', async () => {
			const pkg = await loaded(assemble(GROWS), { flags: resetBy(mode) });
			const change = (pages) => {
				const { memory } = pkg;
				pkg.grow(pages);
				pkg.__wbg_reset_state();
				assert.equal(pkg.pages(), 1);
				return { same: pkg.memory === memory, bytes: pkg.memory.buffer.byteLength };
			};
			pkg.set_recovery_policy({ recycle_bytes: 16 * 65536 });
			const small = change(15);
			assert.equal(small.same, mode !== 'reinstantiate');
			const large = change(16);
			assert.equal(large.same, mode === 'in-place');
			if (mode !== 'in-place')
				assert.equal(large.bytes, 65536);
			// By default it is 64 MiB.
			const again = await loaded(assemble(GROWS), { flags: resetBy(mode) });
			const first = again.memory;
			again.grow(1023);
			again.__wbg_reset_state();
			assert.equal(again.memory === first, mode !== 'reinstantiate');
			const second = again.memory;
			again.grow(1024);
			assert.ok(second.buffer.byteLength >= 64 * MIB);
			again.__wbg_reset_state();
			assert.equal(again.memory === second, mode === 'in-place');
			assert.equal(again.pages(), 1);
		});
	});

	describe(`set_on_reset, ${mode}`, () => {
		it('takes a function or null, and returns what was set before', async () => {
			const { pkg } = await fresh();
			const [first, second] = [() => {}, () => {}];
			assert.equal(pkg.set_on_reset(null), null);
			assert.equal(pkg.set_on_reset(first), null);
			for (const wrong of [1, 'x', {}, true, Symbol('x')])
				assert.ok(thrown(() => pkg.set_on_reset(wrong)) instanceof TypeError);
			assert.equal(pkg.set_on_reset(second), first);
			assert.equal(pkg.set_on_reset(null), second);
			assert.equal(pkg.set_on_reset(null), null);
		});

		it('is called once per reset, after it, and may call the module', async () => {
			const { pkg } = await fresh();
			const events = [];
			pkg.set_on_reset((event) => {
				events.push(event);
				assert.deepEqual(Object.keys(event), ['generation']);
				isAtGeneration(pkg, event.generation);
				assert.equal(pkg.bump(), 1);
			});
			const number = () => events.map(({ generation }) => generation).join();
			pkg.__wbg_reset_state();
			assert.equal(number(), '1');
			assert.equal(pkg.counter(), 1);
			pkg.schedule_reinit();
			assert.equal(number(), '1');
			assert.equal(pkg.bump(), 2, 'the call runs on what the hook left');
			assert.equal(number(), '1,2');
			thrown(() => pkg.trap());
			assert.equal(number(), '1,2');
			pkg.set_recovery_policy({ mode: 'reset' });
			assert.equal(pkg.bump(), 2);
			assert.equal(number(), '1,2,3');
			pkg.set_on_reset(null);
			pkg.__wbg_reset_state();
			assert.equal(number(), '1,2,3');
		});

		it('in the middle of calls', async () => {
			const { pkg, env } = await fresh();
			const events = [];
			pkg.set_on_reset(({ generation }) => {
				events.push([generation, pkg.bump()]);
			});
			env.host = () => {
				pkg.__wbg_reset_state();
				return pkg.bump();
			};
			isRefusal(pkg, thrown(() => pkg.guarded_call(1)), { generation: 0 });
			assert.deepEqual(events, [[1, 1]]);
			assert.equal(pkg.counter(), 2);
		});

		it('a hook that throws is reported and changes nothing', async () => {
			const { pkg } = await fresh();
			const failure = new Error('in the hook');
			pkg.set_on_reset(() => {
				throw failure;
			});
			const reports = [];
			const { error } = console;
			const { reportError } = globalThis;
			console.error = (...args) => reports.push(args);
			if (reportError)
				globalThis.reportError = console.error;
			try {
				pkg.__wbg_reset_state();
				pkg.schedule_reinit();
				assert.equal(pkg.bump(), 1);
			} finally {
				console.error = error;
				if (reportError)
					globalThis.reportError = reportError;
			}
			assert.equal(reports.length, 2);
			assert.ok(reports.every((args) => args.includes(failure)));
			isAtGeneration(pkg, 2, null);
		});

		it('a hook that dies leaves a terminated module', async () => {
			const { pkg, aborts } = await fresh();
			let death;
			pkg.set_on_reset(() => {
				death = thrown(() => pkg.trap());
			});
			pkg.__wbg_reset_state();
			assert.equal(aborts.length, 1);
			assert.equal(aborts[0].generation, 1);
			isRefusal(pkg, thrown(() => pkg.bump()), { generation: 1, cause: death });
			// The call that a scheduled reset precedes does not run on it either.
			pkg.schedule_reinit();
			isRefusal(pkg, thrown(() => pkg.bump()), { generation: 2 });
		});

		it('a hook that resets', async () => {
			const { pkg } = await fresh();
			const events = [];
			pkg.set_on_reset(({ generation }) => {
				events.push(generation);
				if (generation < 3)
					pkg.__wbg_reset_state();
			});
			pkg.__wbg_reset_state();
			assert.deepEqual(events, [1, 2, 3]);
			isAtGeneration(pkg, 3);
			assert.equal(pkg.bump(), 1);
		});

		it('a hook that schedules does not loop', async () => {
			const { pkg } = await fresh();
			let calls = 0;
			pkg.set_on_reset(() => {
				calls++;
				pkg.schedule_reinit();
			});
			pkg.__wbg_reset_state();
			assert.equal(calls, 1);
			assert.equal(pkg.bump(), 1);
			assert.equal(calls, 2);
			assert.equal(pkg.bump(), 1);
			assert.equal(calls, 3);
		});
	});

	it(`recovery_state over a life, ${mode}`, async () => {
		const { pkg } = await fresh();
		const state = () => {
			const all = pkg.recovery_state();
			assert.deepEqual(Object.keys(all).sort(),
				['generation', 'last_error', 'resets', 'terminated']);
			return [all.generation, all.terminated, all.resets, all.last_error];
		};
		assert.deepEqual(state(), [0, false, 0, null]);
		const first = thrown(() => pkg.trap());
		assert.deepEqual(state(), [0, true, 0, first]);
		pkg.__wbg_reset_state();
		assert.deepEqual(state(), [1, false, 1, first]);
		pkg.__wbg_reset_state();
		assert.deepEqual(state(), [2, false, 2, first]);
		const second = thrown(() => pkg.oob());
		assert.deepEqual(state(), [2, true, 2, second]);
	});
}

describe('--reset none', () => {
	it('a module that cannot come back says so', async () => {
		const { pkg, aborts } = await flavour('abort', { flags: ['--reset', 'none'] });
		const names = ['__wbg_reset_state', 'schedule_reinit'];
		for (const name of names) {
			const error = thrown(() => pkg[name]());
			assert.ok(error instanceof Error && !(error instanceof TypeError), show(error));
			assert.match(error.message, /--reset none/);
		}
		assert.match(thrown(() => pkg.set_on_reset(() => {})).message, /--reset none/);
		assert.match(thrown(() => pkg.set_recovery_policy({ mode: 'reset' })).message,
			/--reset none/);
		assert.equal(pkg.bump(), 1);
		const error = thrown(() => pkg.trap());
		assert.equal(aborts.length, 1);
		assert.match(thrown(() => pkg.__wbg_reset_state()).message, /--reset none/);
		isRefusal(pkg, thrown(() => pkg.bump()), { generation: 0, cause: error });
		assert.deepEqual({ ...pkg.recovery_state() },
			{ generation: 0, terminated: true, resets: 0, last_error: error });
	});

	it('the module has no such export', () => {
		const has = (mode) => {
			const { dir } = rewrite(flavourFile('abort'), ['--target', 'web', ...mode]);
			return exportsOf(`${dir}/mod_bg.wasm`).includes('__wbg_reset_state');
		};
		assert.equal(has(['--reset', 'none']), false);
		assert.equal(has(['--reset', 'reinstantiate']), false);
		assert.equal(has(['--reset', 'in-place']), true);
		assert.equal(has([]), true);
	});
});

describe('--reset, what cannot be', () => {
	const SHARED = '(module (memory (export "memory") 1 4 shared) (func (export "f")))';
	const IMPORTED = '(module (import "env" "memory" (memory 1 4 shared)) (func (export "f")))';
	const refused = (input, flags, ...patterns) => {
		const { status, stderr, files } = rewrite(input, flags);
		assert.ok(status === 1 || status === 2, `status ${status}`);
		assert.match(stderr, /^unpoison: /);
		for (const pattern of patterns)
			assert.match(stderr, pattern);
		assert.deepEqual(files, []);
	};

	it('a shared memory in place', () => {
		refused(assemble(SHARED), ['--target', 'web', '--reset', 'in-place'],
			/shared/, /--reset/);
	});

	it('a shared memory that is imported, in any way', () => {
		for (const mode of ['in-place', 'reinstantiate', 'auto']) {
			refused(assemble(IMPORTED), ['--target', 'web', '--reset', mode],
				/shared/, /--reset none/);
		}
		refused(assemble(IMPORTED), ['--target', 'web'], /shared/, /--reset none/);
		assert.equal(rewrite(assemble(IMPORTED), ['--target', 'web', '--reset', 'none']).status, 0);
	});

	it('a new instance where the bundler instantiates', () => {
		refused(flavourFile('abort'), ['--target', 'bundler', '--reset', 'reinstantiate'],
			/reinstantiate/, /--reset in-place|--target/);
		refused(assemble(SHARED), ['--target', 'bundler'], /shared/, /--reset none/);
		assert.equal(rewrite(assemble(SHARED), ['--target', 'bundler', '--reset', 'none']).status, 0);
	});

	it('another mode', () => {
		for (const mode of ['never', 'inplace', ''])
			assert.equal(runTool(['--reset', mode, flavourFile('abort')]).status, 2);
		assert.equal(runTool(['--reset']).status, 2);
	});

	it('a shared memory that the module defines gets a new instance', async () => {
		for (const flags of [[], resetBy('reinstantiate')]) {
			const pkg = await loaded(assemble(`(module
				(memory (export "memory") 1 4 shared)
				(data (i32.const 8) "shared")
				(func (export "load") (param i32) (result i32)
					(i32.atomic.load8_u (local.get 0)))
				(func (export "store") (param i32 i32)
					(i32.atomic.store8 (local.get 0) (local.get 1)))
				(func (export "trap") unreachable))`), { flags });
			for (let i = 1; i <= 3; i++) {
				const { memory } = pkg;
				pkg.store(8, 1);
				thrown(() => pkg.trap());
				pkg.__wbg_reset_state();
				assert.equal(pkg.load(8), 's'.charCodeAt(0));
				assert.notEqual(pkg.memory, memory);
				pkg.store(9, 77);
				assert.equal(new Uint8Array(pkg.memory.buffer)[9], 77);
				isAtGeneration(pkg, i);
			}
		}
	});
});

/** The names of a module's exports, as the engine reads them. */
function exportsOf(file) {
	return WebAssembly.Module.exports(new WebAssembly.Module(fs.readFileSync(file)))
		.map(({ name }) => name);
}
