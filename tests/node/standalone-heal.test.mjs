// SPDX-License-Identifier: MIT OR Apache-2.0
// --standalone=heal: a module that begins anew at the call that finds it dead.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { engineHas } from './support/engine.mjs';
import { FLAVOURS, assemble, runnable, wat } from './support/fixtures.mjs';
import { HEAL, dies, isRefused, standalone, standaloneFlavour, standaloneModule, thrownBy } from './support/standalone.mjs';
import { freshDir, runTool } from './support/tool.mjs';

for (const flavour of FLAVOURS.filter(runnable)) {
	for (const flags of [[HEAL], [HEAL, '-O2'], [HEAL, '-O3'], [HEAL, '-Oz']]) {
		describe(`${flavour.name}, ${flags.join(' ')}`, () => {
			const load = () => standaloneFlavour(flavour.name, flags);

			for (const death of ['trap', 'oob', 'boom_c']) {
				it(`the call after ${death} is on a fresh state`, () => {
					const { e } = load();
					const drift = e.stack_pointer_drift_probe();
					assert.equal(e.bump(), 1);
					dies(() => e[death]());
					assert.equal(e.bump(), 1);
					assert.equal(e.bump(), 2);
					assert.equal(e.stack_pointer_drift_probe(), drift);
				});
			}

			it('an unwind is no death', () => {
				if (!flavour.unwinds)
					return;
				const { e } = load();
				e.bump();
				thrownBy(() => e.boom_str());
				assert.equal(e.bump(), 2);
			});

			it('a thousand times, with memory that grows each time', () => {
				const { e } = load();
				const pages = e.mem_pages();
				let most = 0;
				for (let i = 0; i < 1000; i++) {
					const block = e.alloc(1 << 20);
					new Uint8Array(e.memory.buffer, block, 16).fill(1);
					assert.equal(e.sum(block, 16), 16);
					dies(() => e.trap());
					assert.equal(e.mem_pages(), pages);
					const size = e.memory.buffer.byteLength;
					most ||= size;
					assert.equal(size, most);
				}
				assert.equal(e.bump(), 1);
			});

			it('an inner call heals; the outer one, of the old state, ends when it resumes', () => {
				const { e, env } = load();
				e.bump();
				env.host = (x) => {
					dies(() => e.trap());
					assert.equal(e.bump(), 1);
					return x;
				};
				dies(() => e.guarded_call(3));
				// And has not taken the new state with it.
				assert.equal(e.bump(), 2);
				assert.equal(e.drops(), 0);
			});

			it('also if JavaScript throws through it', () => {
				const { e, env } = load();
				env.host = () => {
					dies(() => e.trap());
					assert.equal(e.bump(), 1);
					throw new Error('mine');
				};
				thrownBy(() => e.guarded_call(3));
				assert.equal(e.bump(), 2);
				assert.equal(e.drops(), 0);
			});

			it('many layers of dead calls', () => {
				const { e, env } = load();
				env.host = (x) => {
					if (x === 0)
						return dies(() => e.trap()) && e.bump();
					try {
						return e.guarded_call(x - 1);
					} catch {
						return e.bump();
					}
				};
				dies(() => e.guarded_call(10));
				assert.equal(e.drops(), 0);
				assert.ok(e.bump() > 1);
			});
		});
	}
}

/* ---- how a state begins ---- */

// A start function and the initializers of toolchains, which write down their turn.
const BEGINNINGS = `(module
	(import "env" "note" (func $note (param i32)))
	(memory (export "memory") 1)
	(global $turn (mut i32) (i32.const 0))
	(func $step (param i32)
		(global.set $turn (i32.add (i32.mul (global.get $turn) (i32.const 10)) (local.get 0)))
		(call $note (local.get 0)))
	(func $start (call $step (i32.const 1)))
	(func (export "_initialize") (call $step (i32.const 2)))
	(func (export "__wasm_call_ctors") (call $step (i32.const 3)))
	(func (export "__wbindgen_start") (call $step (i32.const 4)))
	(func (export "_start") (call $step (i32.const 5)))
	(func (export "turn") (result i32) (global.get $turn))
	(func (export "trap") unreachable)
	(start $start))`;

describe('a state begins as the first one did', () => {
	const load = () => {
		const env = { note: () => undefined };
		return { e: standalone(assemble(BEGINNINGS), [HEAL], { env: { note: (x) => env.note(x) } }), env };
	};
	const again = (e) => {
		dies(() => e.trap());
		return e.turn();
	};

	it('with the start function alone, if no initializer was called', () => {
		const { e } = load();
		assert.equal(e.turn(), 1);
		assert.equal(again(e), 1);
	});

	it('with those that were called, in that order, and with no other function', () => {
		const { e } = load();
		e.__wbindgen_start();
		e._initialize();
		e._start();
		assert.equal(e.turn(), 1425);
		assert.equal(again(e), 142);
		assert.equal(again(e), 142);
		e.__wasm_call_ctors();
		e._initialize();
		assert.equal(e.turn(), 14232);
		assert.equal(again(e), 1423);
		assert.equal(again(e), 1423);
		e.__wbg_reset_state();
		assert.equal(e.turn(), 1423);
	});

	it('without an initializer that has not returned', () => {
		const { e, env } = load();
		env.note = () => {
			dies(() => e.trap());
		};
		dies(() => e._initialize());
		env.note = () => undefined;
		assert.equal(e.turn(), 1);
	});

	it('what dies in the middle is dead, and the next call tries again', () => {
		const { e, env } = load();
		e._initialize();
		dies(() => e.trap());
		for (let i = 0; i < 5; i++) {
			env.note = (x) => {
				if (x === 2) {
					env.note = () => undefined;
					dies(() => e.trap());
				}
			};
			dies(() => e.turn());
		}
		env.note = () => undefined;
		assert.equal(e.turn(), 12);
	});

	it('does not begin for ever: what it calls may find it dead', () => {
		const { e, env } = load();
		e._initialize();
		let calls = 0;
		env.note = () => {
			calls++;
			for (let i = 0; i < 3; i++)
				assert.throws(() => e.trap(), WebAssembly.RuntimeError);
		};
		dies(() => e.trap());
		assert.throws(() => e.turn(), WebAssembly.RuntimeError);
		assert.ok(calls <= 100, `${calls}`);
		// Given up, until somebody who knows better says so.
		env.note = () => undefined;
		isRefused(() => e.turn());
		e.__wbg_reset_state();
		assert.equal(e.turn(), 12);
		assert.equal(again(e), 12);
	});
});

describe('what is thrown while a state begins', () => {
	const TEXT = `(module
		(import "env" "ready" (func $ready))
		(tag $cxx (param i32))
		(global $state (mut i32) (i32.const 0))
		(func (export "_initialize") (call $ready) (global.set $state (i32.const 1)))
		(func (export "state") (result i32) (global.get $state))
		(func (export "throws") (i32.const 1) (throw $cxx))
		(func (export "trap") unreachable))`;

	for (const eh of ['legacy', ...engineHas.exnref ? ['exnref'] : []]) {
		it(`leaves it dead, in a module with exceptions (${eh})`, () => {
			const env = { ready: () => undefined };
			const e = standalone(assemble(TEXT), [HEAL, '--eh', eh], { env: { ready: () => env.ready() } });
			e._initialize();
			thrownBy(() => e.throws());
			assert.equal(e.state(), 1);
			dies(() => e.trap());
			env.ready = () => {
				throw new Error('not yet');
			};
			for (let i = 0; i < 3; i++)
				assert.equal(thrownBy(() => e.state()).message, 'not yet');
			env.ready = () => undefined;
			assert.equal(e.state(), 1);
		});
	}
});

describe('emscripten\'s short names', () => {
	const text = (from, first) => `(module
		(import "${from}" "a" (func (param i32)))
		(memory (export "b") 1)
		(global $ready (mut i32) (i32.const 0))
		(func (export "${first}") (global.set $ready (i32.const 1)))
		(func (export "d") (result i32) (global.get $ready))
		(func (export "e") unreachable))`;
	const ready = (from, first) => {
		const e = standalone(assemble(text(from, first)), [HEAL], { [from]: { a() {} } });
		e[first]();
		dies(() => e.e());
		return e.d();
	};

	it('the first function makes constructors run', () => {
		assert.equal(ready('a', 'c'), 1);
	});

	it('but not where names are names', () => {
		assert.equal(ready('env', 'c'), 0);
		assert.equal(ready('a', 'prepare'), 0);
	});
});

/* ---- tables that JavaScript fills while the module is made ready ---- */

// As wasm-bindgen does: the module knows the entries 2 to 5, and grows the table.
const VALUES = `(module
	(import "env" "init" (func $init))
	(table $values (export "values") 2 externref)
	(func (export "__wbindgen_start") (call $init))
	(func (export "value") (param i32) (result externref) (table.get $values (local.get 0)))
	(func (export "add") (param externref) (result i32)
		(table.grow $values (local.get 0) (i32.const 1)))
	(func (export "trap") unreachable))`;

describe('values that an import adds to a table', () => {
	const load = (text) => {
		let e;
		e = standalone(assemble(text), [HEAL], { env: { init() {
			const at = e.values.grow(4);
			[undefined, null, true, false].forEach((value, i) => e.values.set(at + i, value));
		} } });
		e.__wbindgen_start();
		return e;
	};
	const constants = (e) => [2, 3, 4, 5].map(e.value);

	it('are at the same place in every state', () => {
		const e = load(VALUES);
		assert.deepEqual(constants(e), [undefined, null, true, false]);
		for (let i = 0; i < 20; i++) {
			assert.equal(e.add('x'), 6);
			assert.equal(e.add('y'), 7);
			dies(() => e.trap());
			assert.deepEqual(constants(e), [undefined, null, true, false]);
			assert.equal(e.value(6), null);
		}
	});

	it('also where the module does not grow the table itself', () => {
		const e = load(VALUES.replace(/\(table\.grow .*?\(i32\.const 1\)\)/s, '(i32.const 0)'));
		dies(() => e.trap());
		assert.deepEqual(constants(e), [undefined, null, true, false]);
	});

	it('entries that the module has itself by then are its own', () => {
		const e = load(VALUES.replace('(call $init)', `(call $init)
			(drop (table.grow $values (ref.null extern) (i32.const 2)))
			(table.set $values (i32.sub (table.size $values) (i32.const 1)) (table.get $values (i32.const 0)))
			(table.set $values (i32.const 1) (table.get $values (i32.const 4)))`));
		assert.equal(e.value(1), true);
		dies(() => e.trap());
		assert.deepEqual(constants(e), [undefined, null, true, false]);
	});
});

/* ---- tables, and what cannot be healed ---- */

describe('an exported table', () => {
	for (const flags of [[HEAL], [HEAL, '-O2']]) {
		it(`an entry heals as an export does (${flags})`, () => {
			const e = standalone(wat('table'), flags, { env: { host: (x) => x } });
			e.indirect(4, 9);
			assert.equal(e.stored(), 9);
			dies(() => e.indirect(1, 0));
			assert.equal(e.table.get(0)(4), 5);
			assert.equal(e.stored(), 0);
			dies(() => e.indirect(7, 0));
			assert.equal(e.table.get(2)(1), 3);
			assert.equal(e.indirect(2, 4), 6);
		});
	}
});

describe('a state that the module cannot put back', () => {
	const refused = (input, flags, status, pattern) => {
		const file = path.join(freshDir('in'), 'a.wasm');
		fs.writeFileSync(file, input);
		const run = runTool([...flags, file, '-o', path.join(freshDir('out'), 'a.wasm')]);
		assert.equal(run.status, status, run.stderr);
		assert.match(run.stderr, pattern);
		assert.match(runTool([...flags, '--dump', file]).stdout, /not as it is, see Advice/);
	};

	it('is an error, and plain --standalone is not', () => {
		const memory = assemble('(module (import "env" "memory" (memory 1)) (func (export "f")))');
		const table = assemble('(module (import "env" "table" (table 1 funcref)) (func (export "f")))');
		const shared = assemble('(module (memory 1 1 shared) (func (export "f")))');
		refused(memory, [HEAL], 1, /the memory is imported/);
		refused(table, [HEAL], 1, /the table is imported/);
		refused(shared, [HEAL], 1, /the memory is shared/);
		refused(memory, ['--standalone', '--reset', 'in-place'], 1, /no JavaScript that could put back/);
		for (const input of [memory, table, shared])
			assert.deepEqual(WebAssembly.Module.exports(standaloneModule(input)).map(({ name }) => name), ['f']);
	});

	it('nor is it to be put back with these flags', () => {
		const plain = assemble('(module (memory 1) (func (export "f")))');
		refused(plain, [HEAL, '--reset', 'none'], 2, /says not to/);
		refused(plain, [HEAL, '--reset', 'reinstantiate'], 2, /says not to/);
	});
});

describe('what only gives back', () => {
	const module = assemble(`(module (memory 1)
		(global $sp (mut i32) (i32.const 1024)) (global $freed (mut i32) (i32.const 0))
		(func (export "__wbindgen_add_to_stack_pointer") (param i32) (result i32)
			(global.set $sp (i32.add (global.get $sp) (local.get 0))) (global.get $sp))
		(func (export "__wbindgen_free") (param i32 i32 i32) (global.set $freed (i32.const 1)))
		(func (export "free") (param i32) (global.set $freed (i32.const 1)))
		(func (export "stackRestore") (param i32) (global.set $sp (local.get 0)))
		(func (export "_emscripten_stack_restore") (param i64) (global.set $sp (i32.const 7)))
		(func (export "sp") (result i32) (global.get $sp))
		(func (export "freed") (result i32) (global.get $freed))
		(func (export "die") unreachable))`);

	it('does nothing in a dead module, and the next call begins anew', () => {
		const e = standalone(module, [HEAL]);
		e.__wbindgen_add_to_stack_pointer(-16);
		dies(() => e.die());
		assert.equal(e.__wbindgen_add_to_stack_pointer(16), 0);
		e.__wbindgen_free(1, 2, 3);
		e.free(1);
		e.stackRestore(8);
		assert.equal(e.sp(), 1024);
		assert.equal(e.freed(), 0);
	});

	it('but what takes room begins anew', () => {
		const e = standalone(module, [HEAL]);
		dies(() => e.die());
		assert.equal(e.__wbindgen_add_to_stack_pointer(-16), 1008);
		assert.equal(e.__wbindgen_add_to_stack_pointer(16), 1024);
	});

	it('and does as ever in a module that lives, or is another function', () => {
		const e = standalone(module, [HEAL]);
		e.free(1);
		assert.equal(e.freed(), 1);
		dies(() => e.die());
		e._emscripten_stack_restore(1n);
		assert.equal(e.sp(), 7);
		const contained = standalone(module);
		dies(() => contained.die());
		isRefused(() => contained.free(1));
		isRefused(() => contained.__wbindgen_add_to_stack_pointer(16));
	});
});

it('a stack overflow is healed', () => {
	for (const { name } of FLAVOURS.filter(runnable)) {
		const { e } = standaloneFlavour(name, [HEAL]);
		e.bump();
		dies(() => e.recurse(100_000_000));
		assert.equal(e.bump(), 1);
	}
});

it('a call that the host has ended is healed', async () => {
	const vm = await import('node:vm');
	const { e } = standaloneFlavour('abort', [HEAL]);
	e.bump();
	const spin = () => vm.runInNewContext('spin(1n << 62n)', { spin: e.spin }, { timeout: 50 });
	assert.throws(spin, { code: 'ERR_SCRIPT_EXECUTION_TIMEOUT' });
	assert.equal(e.bump(), 1);
});
