// SPDX-License-Identifier: MIT OR Apache-2.0
// --standalone: what the module does about its death without any JavaScript.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { engineHas } from './support/engine.mjs';
import { FLAVOURS, assemble, exnrefWat, flavourFile, runnable, wasmOpt, wat } from './support/fixtures.mjs';
import { CONTAIN, dies, isRefused, standalone, standaloneFlavour, standaloneModule, thrownBy } from './support/standalone.mjs';
import { freshDir, rewriteOk, runOk, runTool } from './support/tool.mjs';
import { customs } from './support/wasm.mjs';

const OPTIMIZED = [[CONTAIN], [CONTAIN, '-O2'], [CONTAIN, '-O3'], [CONTAIN, '-Oz']];
const DEATHS = ['trap', 'oob', 'boom_c', 'oom'];

for (const flavour of FLAVOURS.filter(runnable)) {
	for (const flags of OPTIMIZED) {
		describe(`${flavour.name}, ${flags.join(' ')}`, () => {
			const load = () => standaloneFlavour(flavour.name, flags);

			it('computes what it did', () => {
				const { e } = load();
				assert.equal(e.add(2, 3), 5);
				assert.equal(e.add64(2n, 3n), 5n);
				assert.equal(e.bump(), 1);
				assert.equal(e.bump(), 2);
				if (flavour.unwinds)
					assert.equal(e.catch_inside(), 1);
			});

			for (const death of DEATHS) {
				it(`${death} is the end of it`, () => {
					const { e } = load();
					e.bump();
					dies(() => e[death]());
					isRefused(() => e.bump());
					isRefused(() => e.alloc(8));
					isRefused(() => e[death]());
				});
			}

			it('a stack overflow is the end of it', () => {
				const { e } = load();
				dies(() => e.recurse(100_000_000));
				isRefused(() => e.counter());
			});

			it('a dead inner call kills the outer one, though JavaScript swallows the error', () => {
				const { e, env } = load();
				env.host = (x) => {
					dies(() => e.trap());
					isRefused(() => e.add(1, 2));
					return x;
				};
				dies(() => e.guarded_call(3));
				isRefused(() => e.drops());
			});

			it('calls may be nested', () => {
				const { e, env } = load();
				env.host = (x) => (x > 0 ? e.plain_call(x - 1) + 1 : 0);
				assert.equal(e.plain_call(20), 20);
				assert.equal(e.bump(), 1);
			});
		});
	}
}

for (const flavour of FLAVOURS.filter((each) => runnable(each) && each.unwinds)) {
	describe(`an unwind, ${flavour.name}`, () => {
		for (const flags of OPTIMIZED) {
			it(`a panic leaves as the toolchain's exception (${flags})`, () => {
				const { e } = standaloneFlavour(flavour.name, flags);
				const drift = e.stack_pointer_drift_probe();
				for (const boom of ['boom_str', 'boom_box', 'nested_drop_boom', 'boom_str'])
					assert.ok(thrownBy(() => e[boom]()) instanceof WebAssembly.Exception);
				assert.equal(e.bump(), 1);
				assert.equal(e.stack_pointer_drift_probe(), drift);
			});

			it(`what an import throws comes out, itself, and destructors have run (${flags})`, () => {
				const { e, env } = standaloneFlavour(flavour.name, flags);
				for (const thrown of [new Error('mine'), 7, undefined, { a: 1 }]) {
					env.host = () => {
						throw thrown;
					};
					assert.equal(thrownBy(() => e.guarded_call(1)), thrown);
				}
				assert.equal(e.drops(), 4);
			});
		}

		it('a panic that crosses JavaScript is the same object outside', () => {
			const { e, env } = standaloneFlavour(flavour.name, [CONTAIN]);
			let inner;
			env.host = () => {
				inner = thrownBy(() => e.boom_str());
				throw inner;
			};
			assert.equal(thrownBy(() => e.guarded_call(1)), inner);
			assert.equal(e.drops(), 1);
		});

		it('an exception that cannot be an unwind is the end: --unwind never', () => {
			const { e } = standaloneFlavour(flavour.name, [CONTAIN, '--unwind', 'never']);
			assert.ok(thrownBy(() => e.boom_str()) instanceof WebAssembly.Exception);
			isRefused(() => e.bump());
		});

		it('--abort-export', () => {
			const { e } = standaloneFlavour(flavour.name, [CONTAIN, '--abort-export', 'boom_*']);
			e.bump();
			thrownBy(() => e.lock_panics());
			assert.equal(e.bump(), 2);
			thrownBy(() => e.boom_str());
			isRefused(() => e.bump());
		});
	});
}

describe('a module without exceptions', () => {
	const throwing = (flags) => {
		const { e, env } = standaloneFlavour('abort', flags);
		env.host = () => {
			throw new Error('mine');
		};
		assert.equal(thrownBy(() => e.guarded_call(1)).message, 'mine');
		return e;
	};

	it('gets none, and what JavaScript throws through it passes as before', () => {
		assert.equal(throwing([CONTAIN]).bump(), 1);
	});

	for (const eh of ['legacy', ...engineHas.exnref ? ['exnref'] : []]) {
		it(`--eh ${eh}: that is the end of it`, () => {
			const e = throwing([CONTAIN, '--eh', eh]);
			isRefused(() => e.bump());
		});

		it(`--eh ${eh}, unless the import is unwind-safe`, () => {
			assert.equal(throwing([CONTAIN, '--eh', eh, '--unwind-safe-import', 'host']).bump(), 1);
			assert.equal(throwing([CONTAIN, '--eh', eh, '--unwind-safe-import', 'env.h*']).bump(), 1);
			isRefused(() => throwing([CONTAIN, '--eh', eh, '--unwind-safe-import', 'log']).bump());
			assert.equal(throwing([CONTAIN, '--eh', eh, '--unwind', 'trust']).bump(), 1);
		});
	}

	it('--unwind trust gives back the shadow stack', () => {
		const drifts = (flags) => {
			const e = throwing(flags);
			return [e.stack_pointer_drift_probe(), thrownBy(() => e.guarded_call(1)), e.stack_pointer_drift_probe()];
		};
		const [before, , after] = drifts([CONTAIN, '--unwind', 'trust']);
		assert.equal(after, before);
	});
});

/* ---- notes: modules in which not all that is thrown is an unwind ---- */

const ownTags = [['legacy', () => wat('own-tag')], ...engineHas.exnref ? [['exnref', () => exnrefWat('own-tag')]] : []];

for (const [dialect, file] of ownTags) {
	describe(`a module with exceptions of its own, ${dialect}`, () => {
		const load = (...flags) => {
			const env = { host: (x) => x };
			return { e: standalone(file(), [CONTAIN, ...flags], { env: { host: (x) => env.host(x) } }), env };
		};
		const fails = () => {
			throw new Error('mine');
		};

		it('what it throws out is the end of it', () => {
			const { e } = load();
			assert.deepEqual(e.catches(), [3, 4n]);
			const error = thrownBy(() => e.throws());
			assert.ok(error.is(e.error));
			isRefused(() => e.cleanups());
		});

		it('what a safe import throws comes out and leaves it alive', () => {
			const { e, env } = load('--unwind-safe-import', 'host');
			env.host = fails;
			assert.equal(thrownBy(() => e.call(1)).message, 'mine');
			assert.equal(e.cleanups(), 1);
			assert.equal(e.swallows(1), -1);
			// Caught inside: what is thrown next has nothing to do with it.
			thrownBy(() => e.throws());
			isRefused(() => e.cleanups());
		});

		it('a nested call does not change what is known of the outer one', () => {
			const { e, env } = load('--unwind-safe-import', 'host');
			env.host = (x) => {
				if (x === 1) {
					env.host = fails;
					assert.equal(e.swallows(2), -1);
					assert.equal(thrownBy(() => e.call(2)).message, 'mine');
					throw new Error('outer');
				}
				return x;
			};
			assert.equal(thrownBy(() => e.call(1)).message, 'outer');
			assert.equal(e.cleanups(), 2);
		});

		it('what another import throws is the end of it', () => {
			const { e, env } = load('--unwind-safe-import', 'other');
			env.host = fails;
			assert.equal(thrownBy(() => e.call(1)).message, 'mine');
			isRefused(() => e.cleanups());
		});

		it('--unwind trust lets all out', () => {
			const { e } = load('--unwind', 'trust');
			thrownBy(() => e.throws());
			assert.equal(e.cleanups(), 0);
		});
	});
}

// Cleanups that call JavaScript, which calls the module: the note is the outer's.
const CLEANUP = `(module
  (import "env" "fail" (func $fail))
  (import "env" "clean" (func $clean))
  (tag $cxx (param i32))
  (tag $other)
  (func (export "own") try throw $other catch $other end)
  (func (export "panics") i32.const 1 throw $cxx)
  (func (export "swallows") try call $fail catch_all end)
  (func (export "unwinds")
    try call $fail catch_all call $clean rethrow 0 end)
  (func (export "throws_other")
    try call $fail catch_all end
    throw $other)
  (func (export "ping") (result i32) i32.const 1))`;

describe('a toolchain that unwinds, and has another tag', () => {
	const load = () => {
		const env = { fail: () => {
			throw new Error('mine');
		}, clean: () => undefined };
		return { e: standalone(assemble(CLEANUP), [CONTAIN], { env: {
			fail: () => env.fail(), clean: () => env.clean() } }), env };
	};

	it('cleanups may call the module again', () => {
		const { e, env } = load();
		env.clean = () => {
			assert.equal(e.ping(), 1);
			e.own();
			e.swallows();
		};
		assert.equal(thrownBy(() => e.unwinds()).message, 'mine');
		assert.equal(e.ping(), 1);
	});

	it('its panics are unwinds', () => {
		const { e } = load();
		assert.ok(thrownBy(() => e.panics()) instanceof WebAssembly.Exception);
		assert.equal(e.ping(), 1);
	});

	it('what it throws by an imported tag is for JavaScript', () => {
		const tag = new WebAssembly.Tag({ parameters: ['externref'] });
		const e = standalone(assemble(`(module
			(import "env" "tag" (tag $js (param externref)))
			(tag $cxx (param i32))
			(func (export "throws") (param externref) (throw $js (local.get 0)))
			(func (export "panics") (throw $cxx (i32.const 1)))
			(func (export "ping") (result i32) (i32.const 1)))`), [CONTAIN], { env: { tag } });
		const object = {};
		assert.equal(thrownBy(() => e.throws(object)).getArg(tag, 0), object);
		assert.equal(e.ping(), 1);
	});
});

/* ---- tables ---- */

describe('an exported table', () => {
	const load = (...flags) => {
		const env = { host: (x) => x };
		return { e: standalone(wat('table'), [CONTAIN, ...flags], { env: { host: (x) => env.host(x) } }), env };
	};

	for (const flags of [[], ['-O2']]) {
		it(`the module calls its entries, and JavaScript does (${flags})`, () => {
			const { e, env } = load(...flags);
			assert.equal(e.indirect(0, 4), 5);
			assert.equal(e.indirect(2, 4), 6);
			assert.equal(e.table.get(0)(1), 2);
			assert.equal(e.table.get(2)(1), 3);
			env.host = (x) => e.table.get(2)(x);
			assert.equal(e.indirect(3, 4), 6);
			assert.equal(e.table.get(3)(4), 6);
		});

		it(`dead is dead for those too (${flags})`, () => {
			for (const kill of [(e) => e.fail(), (e) => e.indirect(1, 0), (e) => e.table.get(1)(0)]) {
				const { e } = load(...flags);
				dies(() => kill(e));
				isRefused(() => e.table.get(0)(1));
				isRefused(() => e.table.get(2)(1));
				isRefused(() => e.indirect(0, 1));
			}
		});

		it(`an entry that is not there is the end of it (${flags})`, () => {
			for (const slot of [6, 100]) {
				const { e } = load(...flags);
				dies(() => e.indirect(slot, 1));
				isRefused(() => e.ping());
				isRefused(() => e.table.get(0)(1));
			}
		});

		it(`what JavaScript adds by growing the table may call the module (${flags})`, () => {
			const { e, env } = load(...flags);
			const at = e.table.length;
			e.table.grow(3);
			// As emscripten's addFunction: JavaScript in the shape of a function of wasm.
			const shim = new WebAssembly.Instance(new WebAssembly.Module(assemble(`(module
				(import "env" "f" (func $f (param i32) (result i32)))
				(export "f" (func $f)))`)), { env: { f: (x) => env.host(x) } });
			e.table.set(at, shim.exports.f);
			e.table.set(at + 1, e.increment);
			env.host = (x) => e.indirect(2, x) + e.ping();
			assert.equal(e.indirect(at, 4), 7);
			assert.equal(e.indirect(at + 1, 4), 5);
			env.host = () => {
				throw new Error('mine');
			};
			assert.equal(thrownBy(() => e.indirect(at, 4)).message, 'mine');
			assert.equal(e.ping(), 1);
			env.host = (x) => {
				dies(() => e.fail());
				return x;
			};
			dies(() => e.indirect(at, 4));
			isRefused(() => e.ping());
		});

		it(`and an entry there that is none is the end of it (${flags})`, () => {
			const { e } = load(...flags);
			e.table.grow(3);
			dies(() => e.indirect(e.table.length - 1, 1));
			isRefused(() => e.ping());
		});
	}
});

describe('a table that cannot grow', () => {
	const TEXT = `(module
		(type $t (func (result i32)))
		(table (export "table") 4 4 funcref)
		(elem (i32.const 0) $one $slot $trap)
		(global $next (mut i32) (i32.const 0))
		(func $one (result i32) i32.const 1)
		(func $trap (result i32) unreachable)
		(func $slot (result i32) (call_indirect (type $t) (i32.const 0)))
		(func $pick (result i32)
			(drop (call_indirect (type $t) (i32.const 0)))
			(global.get $next))
		(func (export "by_call") (param i32) (result i32)
			(global.set $next (local.get 0))
			(call_indirect (type $t) (call $pick)))
		(func (export "ping") (result i32) i32.const 1))`;

	for (const flags of [[], ['-O2']]) {
		it(`is called by what other calls have found (${flags})`, () => {
			const e = standalone(assemble(TEXT), [CONTAIN, ...flags]);
			assert.equal(e.by_call(0), 1);
			assert.equal(e.by_call(1), 1);
			dies(() => e.by_call(2));
			isRefused(() => e.table.get(0)());
			isRefused(() => e.ping());
		});
	}
});

/* ---- other shapes ---- */

describe('shapes', () => {
	it('several results', () => {
		const e = standalone(wat('multivalue'), [CONTAIN], { env: { triple: () => [1, 2.5, 3n], pair: () => [null, 0.5] } });
		assert.deepEqual(e.swap(1, 2n), [2n, 1]);
		assert.deepEqual(e.call_triple(0), [4n, 2.5, 1]);
		assert.deepEqual(e.call_pair(), [null, 0.5]);
		dies(() => e.trap());
		isRefused(() => e.ping());
	});

	it('references', () => {
		const object = {};
		const e = standalone(wat('references'), [CONTAIN], { env: { keep: (x) => x, callback: (f) => f } });
		assert.equal(e.id_extern(object), object);
		e.store(object);
		assert.deepEqual(e.stored(), [object, object]);
		assert.equal(e.call_keep(object), object);
		dies(() => e.trap());
		isRefused(() => e.id_extern(object));
	});

	it('tail calls', { skip: !WebAssembly.validate(assemble('(module (func $f (export "f") return_call $f))')) }, () => {
		const e = standalone(assemble(`(module
			(type $t (func (param i32) (result i32)))
			(table (export "table") 2 funcref)
			(elem (i32.const 0) $down)
			(func $down (export "down") (param i32) (result i32)
				(if (result i32) (i32.eqz (local.get 0))
					(then (i32.const 9))
					(else (return_call_indirect (type $t) (i32.sub (local.get 0) (i32.const 1)) (i32.const 0)))))
			(func (export "trap") unreachable))`), [CONTAIN]);
		assert.equal(e.down(1_000_000), 9);
		dies(() => e.trap());
		isRefused(() => e.down(1));
		isRefused(() => e.table.get(0)(1));
	});

	it('imported memory: contained, without a reset', () => {
		const memory = new WebAssembly.Memory({ initial: 1 });
		const text = assemble(`(module (import "env" "memory" (memory 1))
			(func (export "load") (result i32) (i32.load (i32.const 0)))
			(func (export "trap") unreachable))`);
		const e = standalone(text, [CONTAIN], { env: { memory } });
		assert.equal(e.__wbg_reset_state, undefined);
		new Int32Array(memory.buffer)[0] = 5;
		assert.equal(e.load(), 5);
		dies(() => e.trap());
		isRefused(() => e.load());
	});

	it('a start function that traps is an instance that there never was', () => {
		let ready = 0;
		const module = standaloneModule(wat('start-trap'));
		const instance = () => new WebAssembly.Instance(module, { env: { ready: () => ready } });
		assert.throws(instance, WebAssembly.RuntimeError);
		ready = 1;
		assert.equal(instance().exports.loaded(), 77);
	});
});

/* ---- a host with JavaScript of its own ---- */

describe('__wbg_reset_state', () => {
	it('makes a dead module alive', () => {
		for (const { name } of FLAVOURS.filter(runnable)) {
			const { e } = standaloneFlavour(name, [CONTAIN]);
			e.bump();
			dies(() => e.trap());
			isRefused(() => e.bump());
			e.__wbg_reset_state();
			assert.equal(e.bump(), 1);
		}
	});

	it('is not there with --reset none', () => {
		for (const mode of ['none', 'reinstantiate']) {
			const { e } = standaloneFlavour('abort', [CONTAIN, '--reset', mode]);
			assert.equal(e.__wbg_reset_state, undefined);
			dies(() => e.trap());
			isRefused(() => e.bump());
		}
	});
});

/* ---- names ---- */

describe('the name of the frame', () => {
	const stripped = () => {
		const file = path.join(freshDir('stripped'), 'a.wasm');
		runOk(wasmOpt(), [flavourFile('abort'), '--strip-debug', '--strip-producers', '-o', file, '--all-features']);
		return file;
	};

	it('is there where the module came without names, and no other is', () => {
		const input = stripped();
		assert.equal(customs(fs.readFileSync(input), 'name').length, 0);
		for (const flags of OPTIMIZED) {
			const e = standalone(input, flags, { env: { host: (x) => x, log() {} } });
			dies(() => e.trap());
			isRefused(() => e.bump());
			const [name] = WebAssembly.Module.customSections(standaloneModule(input, flags), 'name');
			assert.match(Buffer.from(name).toString('latin1'), /^\x01.\x01...?unpoison\.module_terminated$/s);
		}
	});

	it('is not there where JavaScript of ours tells of the death, nor is any other', () => {
		const { dir } = rewriteOk(fs.readFileSync(stripped()), ['--target', 'web']);
		assert.equal(customs(fs.readFileSync(path.join(dir, 'mod_bg.wasm')), 'name').length, 0);
	});

	it('is no other function\'s, though there are some that do as little', () => {
		const text = assemble(`(module
			(type $t (func))
			(table 2 funcref)
			(elem (i32.const 0) $die $die_too)
			(func $die unreachable)
			(func $die_too unreachable)
			(func (export "trap") (param i32) (call_indirect (type $t) (local.get 0)))
			(func (export "trap_too") (call $die_too)))`);
		for (const flags of OPTIMIZED) {
			const e = standalone(text, flags);
			dies(() => e.trap(1));
			isRefused(() => e.trap_too());
		}
	});

	it('is gone with --remove-name-section; the trap is not', () => {
		const { e } = standaloneFlavour('abort', [CONTAIN, '--remove-name-section']);
		dies(() => e.trap());
		assert.throws(() => e.bump(), WebAssembly.RuntimeError);
		assert.throws(() => e.counter(), WebAssembly.RuntimeError);
	});
});

/* ---- the command line ---- */

describe('the file', () => {
	const run = (...args) => runTool(args);

	it('is one, under its own name, in --out-dir', () => {
		const dir = freshDir('out');
		assert.equal(run(CONTAIN, flavourFile('abort'), '--out-dir', dir).status, 0);
		assert.deepEqual(fs.readdirSync(dir), ['abort.wasm']);
		assert.equal(run(CONTAIN, flavourFile('abort'), '--out-dir', dir, '--out-name', 'x').status, 0);
		assert.deepEqual(fs.readdirSync(dir).sort(), ['abort.wasm', 'x.wasm']);
	});

	it('may take the place of the input', () => {
		const dir = freshDir('out');
		const file = path.join(dir, 'abort.wasm');
		fs.copyFileSync(flavourFile('abort'), file);
		assert.equal(run(CONTAIN, file, '--out-dir', dir).status, 0);
		assert.match(run(CONTAIN, file, '--out-dir', dir).stderr, /was rewritten/);
	});

	it('is verified', () => {
		const dir = freshDir('out');
		const made = run(CONTAIN, '--verify', flavourFile('legacy'), '--out-dir', dir);
		assert.equal(made.status, 0, made.stderr);
		assert.equal(made.stderr, '');
	});

	it('says what it is', () => {
		for (const [flag, word] of [[CONTAIN, 'contain'], ['--standalone=heal', 'heal']]) {
			const file = path.join(freshDir('out'), 'a.wasm');
			assert.equal(run(flag, flavourFile('legacy'), '-o', file).status, 0);
			const [mark] = customs(fs.readFileSync(file), 'unpoison');
			assert.equal(JSON.parse(mark).standalone, word);
			assert.equal(JSON.parse(mark).unwind, false);
			const text = run('--dump', file).stdout;
			assert.match(text, word === 'heal' ? /standalone; .*heals/ : /standalone; /);
			assert.equal(JSON.parse(run('--dump=json', file).stdout).module.rewritten.standalone, word);
			assert.match(run('--dump', flag, flavourFile('legacy')).stdout,
				word === 'heal' ? /standalone; .*heals/ : /standalone; .*reset in-place/);
		}
	});

	it('names of the glue are no names here', () => {
		const text = assemble('(module (func (export "init")) (func (export "PanicError")) (func (export "then")))');
		assert.deepEqual(Object.keys(standalone(text, [CONTAIN, '--reset', 'none'])), ['init', 'PanicError', 'then']);
	});

	it('a crate that has no JavaScript yet is refused', () => {
		const crate = assemble('(module (memory 1))');
		const name = [...Buffer.from('__wasm_bindgen_unstable')];
		const bytes = Buffer.concat([crate, Buffer.from([0, name.length + 1, name.length, ...name])]);
		const file = path.join(freshDir('crate'), 'a.wasm');
		fs.writeFileSync(file, bytes);
		const made = run(CONTAIN, file, '-o', '/dev/null');
		assert.equal(made.status, 1);
		assert.match(made.stderr, /run wasm-bindgen first/);
		assert.match(run(CONTAIN, '--dump', file).stdout, /not as it is/);
	});
});
