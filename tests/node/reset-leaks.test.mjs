// SPDX-License-Identifier: MIT OR Apache-2.0
// Thousands of recoveries: nothing grows, nothing of the old is kept.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { describe, it } from 'node:test';
import { needs } from './support/engine.mjs';
import { thrown } from './support/expect.mjs';
import { FLAVOURS, assemble, flavour, flavourFile, wat } from './support/fixtures.mjs';
import { loaded } from './support/load.mjs';
import { RESETS, isAtGeneration, resetBy, runBeside, withMaximum } from './support/recovery.mjs';

const MIB = 1 << 20;
const ENV = '{ env: { host: (x) => x, log() {} } }';

for (const { name, needs: features } of FLAVOURS) {
	describe(`many recoveries, ${name}`, needs(...features), () => {
		for (const mode of ['in-place', 'auto']) {
			it(`10,000 with allocations in each, ${mode}`, async () => {
				const { pkg, aborts } = await flavour(name, { flags: resetBy(mode) });
				pkg.set_on_abort(null);
				const { memory } = pkg;
				let block;
				let length;
				for (let i = 1; i <= 10_000; i++) {
					for (let j = 0; j < 4; j++) {
						const got = pkg.alloc(100_000);
						if (j === 0)
							assert.equal(got, block ??= got);
					}
					assert.equal(pkg.bump(), 1);
					try {
						pkg.trap();
					} catch {
						// That is how it is.
					}
					pkg.__wbg_reset_state();
					length ??= memory.buffer.byteLength;
				}
				assert.equal(memory.buffer.byteLength, length, 'the memory creeps');
				assert.equal(pkg.memory, memory);
				assert.equal(aborts.length, 0);
				assert.equal(pkg.recovery_state().generation, 10_000);
			});
		}

		for (const mode of RESETS) {
			it(`1,000 with flat resident size, ${mode}`, () => {
				const result = runBeside(flavourFile(name), resetBy(mode), `
					mod.initSync({ module: wasm, imports: ${ENV} });
					mod.set_recovery_policy({ mode: 'reset' });
					const cycles = async (count) => {
						for (let i = 0; i < count; i++) {
							const block = mod.alloc(200_000) >>> 0;
							new Uint8Array(mod.memory.buffer, block, 200_000).fill(1);
							thrown(() => mod.trap());
							if (i % 50 === 0) await tick();
						}
						await tick();
						gc();
						await tick();
						gc();
						return process.memoryUsage.rss();
					};
					const before = await cycles(300);
					const after = await cycles(1000);
					return { before, after, bytes: mod.memory.buffer.byteLength,
						resets: mod.recovery_state().resets };`, ['--expose-gc']);
				assert.equal(result.resets, 1299);
				assert.ok(result.bytes < 4 * MIB);
				assert.ok(result.after - result.before < 24 * MIB,
					`${result.before / MIB} MiB, then ${result.after / MIB}`);
			});
		}

		for (const mode of RESETS) {
			it(`out of memory, then a healthy life, ${mode}`, async () => {
				const aborts = [];
				const pkg = await loaded(withMaximum(fs.readFileSync(flavourFile(name))), {
					flags: resetBy(mode), imports: { env: { host: (x) => x, log() {} } } });
				pkg.set_on_abort((abort) => {
					aborts.push(abort);
				});
				const pages = pkg.mem_pages();
				for (let i = 1; i <= 3; i++) {
					const error = thrown(() => pkg.oom());
					assert.equal(aborts.at(-1).reason, 'out-of-memory');
					assert.equal(aborts.length, i);
					pkg.__wbg_reset_state();
					isAtGeneration(pkg, i, error);
					assert.equal(pkg.mem_pages(), pages);
					for (let j = 0; j < 10; j++) {
						const block = pkg.alloc(MIB) >>> 0;
						const bytes = new Uint8Array(pkg.memory.buffer, block, MIB);
						bytes.fill(1);
						assert.equal(pkg.sum(block, MIB), MIB);
					}
					assert.equal(pkg.bump(), 1);
				}
			});
		}
	});
}

for (const mode of RESETS) {
	it(`out of memory at the module's maximum, ${mode}`, async () => {
		const pkg = await loaded(assemble(`(module
			(memory (export "memory") 1 32)
			(func (export "eat") (result i32)
				(loop $more
					(if (i32.eq (memory.grow (i32.const 1)) (i32.const -1)) (then (unreachable)))
					;; Every page is written to.
					(memory.fill
						(i32.shl (i32.sub (memory.size) (i32.const 1)) (i32.const 16))
						(i32.const 0xab) (i32.const 65536))
					(br $more))
				(i32.const 0))
			(func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
			(func (export "load") (param i32) (result i32) (i32.load8_u (local.get 0)))
			(func (export "pages") (result i32) memory.size))`), { flags: resetBy(mode) });
		for (let i = 1; i <= 5; i++) {
			const error = thrown(() => pkg.eat());
			assert.ok(error instanceof WebAssembly.RuntimeError);
			pkg.__wbg_reset_state();
			isAtGeneration(pkg, 2 * i - 1, error);
			assert.equal(pkg.pages(), 1);
			assert.equal(pkg.grow(31), 1);
			for (let page = 1; page < 32; page++)
				assert.equal(pkg.load(page << 16), 0);
			assert.equal(pkg.grow(1), -1);
			assert.ok(pkg.memory.buffer.byteLength <= 32 << 16);
			pkg.__wbg_reset_state();
		}
	});
}

describe('what is kept after a reset', () => {
	// Everything that an instance consists of is watched from its beginning.
	const WATCH = `
		const watched = [];
		const Real = WebAssembly.Instance;
		WebAssembly.Instance = new Proxy(Real, {
			construct(target, args) {
				const instance = Reflect.construct(target, args);
				watched.push([instance, instance.exports, ...Object.values(instance.exports)]
					.map((object) => new WeakRef(object)));
				return instance;
			},
		});
		const alive = async () => {
			for (let i = 0; i < 4; i++) {
				await tick();
				gc();
			}
			return watched.map((refs) => refs.filter((ref) => ref.deref() !== undefined).length);
		};`;
	const count = (input, text) => runBeside(input, resetBy('reinstantiate'),
		`${WATCH}\n${text}\nconst left = await alive(); return left;`, ['--expose-gc']);
	const lastOnly = (left, instances) => {
		assert.equal(left.length, instances);
		assert.deepEqual(left.slice(0, -1), Array(instances - 1).fill(0));
		assert.ok(left.at(-1) > 0, 'what is in use was not watched');
	};

	it('nothing of the old instance: a module that lives', () => {
		lastOnly(count(flavourFile('abort'), `
			mod.initSync({ module: wasm, imports: ${ENV} });
			for (let i = 0; i < 3; i++) {
				mod.bump();
				mod.__wbg_reset_state();
			}`), 4);
	});

	it('nothing of the old instance: after aborts, whose errors are kept', () => {
		lastOnly(count(flavourFile('abort'), `
			mod.initSync({ module: wasm, imports: ${ENV} });
			mod.set_on_abort(() => {});
			for (const name of ['trap', 'oob', 'boom_c', 'boom_str'])
				(() => {
					thrown(() => mod[name]());
					thrown(() => mod.bump());
					mod.__wbg_reset_state();
				})();`), 5);
	});

	it('nothing of the old instance: stack overflow, foreign exception', () => {
		lastOnly(count(flavourFile('abort'), `
			mod.initSync({ module: wasm, imports: { env: {
				host() { throw new Error('x'); }, log() {} } } });
			for (const [name, arg] of [['recurse', -1], ['shadow', 100000], ['guarded_call', 1]])
				(() => {
					thrown(() => mod[name](arg));
					mod.__wbg_reset_state();
				})();`), 4);
	});

	it('nothing of the old instance: a panic that was survived', () => {
		lastOnly(count(flavourFile('legacy'), `
			mod.initSync({ module: wasm, imports: ${ENV} });
			for (let i = 0; i < 3; i++)
				(() => {
					thrown(() => mod.boom_fmt(i));
					mod.catch_inside();
					mod.__wbg_reset_state();
				})();`), 4);
	});

	it('nothing of the old instance: tables and references', () => {
		lastOnly(count(wat('reset-state'), `
			mod.initSync({ module: wasm, imports: { env: { base: 640 } } });
			for (let i = 0; i < 3; i++) {
				(() => {
					mod.table_set(3, mod.table_get(0));
					mod.table.get(1)();
					mod.externs_set(0, mod.one);
					mod.set_globals({});
				})();
				mod.__wbg_reset_state();
			}`), 4);
	});

	it('nothing of the old instance: pending promises', () => {
		lastOnly(count(wat('reset-promises'), `
			mod.initSync({ module: wasm, imports: { env: {
				make: () => new Promise(() => {}), host: (x) => x } } });
			for (let i = 0; i < 3; i++) {
				(() => {
					for (let j = 0; j < 5; j++) mod.ask(0);
					if (i === 1) thrown(() => mod.trap());
				})();
				mod.__wbg_reset_state();
			}`), 4);
	});

	it('promises that were settled are not kept either', () => {
		const left = runBeside(wat('reset-promises'), [], `
			let refs = [];
			mod.initSync({ module: wasm, imports: { env: {
				make(x) {
					const promise = x ? Promise.resolve({}) : Promise.reject(new Error('x'));
					refs.push(new WeakRef(promise));
					return promise;
				},
				host: (x) => x } } });
			for (let i = 0; i < 100; i++)
				(() => { mod.ask(i % 2).catch(() => {}); })();
			for (let i = 0; i < 4; i++) {
				await tick();
				gc();
			}
			return refs.filter((ref) => ref.deref() !== undefined).length;`, ['--expose-gc']);
		assert.ok(left <= 1, `${left} promises are kept`); // a global of the module has the last
	});

	it('references that JavaScript stored are let go by a reset in place', () => {
		const left = runBeside(wat('reset-state'), resetBy('in-place'), `
			mod.initSync({ module: wasm, imports: { env: { base: 640 } } });
			const refs = [];
			(() => {
				for (let i = 0; i < 4; i++) refs.push({});
				mod.externs_set(0, refs[0]);
				mod.externs_grow(3, refs[1]);
				mod.set_globals(refs[2]);
				mod.externs.set(2, refs[3]);
				refs.forEach((object, i) => { refs[i] = new WeakRef(object); });
			})();
			mod.__wbg_reset_state();
			for (let i = 0; i < 4; i++) {
				await tick();
				gc();
			}
			return refs.filter((ref) => ref.deref() !== undefined).length;`, ['--expose-gc']);
		assert.equal(left, 0);
	});
});
