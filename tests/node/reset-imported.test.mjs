// SPDX-License-Identifier: MIT OR Apache-2.0
// State that JavaScript made and handed in: a reset brings back what it was
// before the module was there, and then what the module puts into it.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { thrown } from './support/expect.mjs';
import { assemble, wat } from './support/fixtures.mjs';
import { loaded } from './support/load.mjs';
import { RESETS, bytesOf, hasBytes, isAtGeneration, resetBy } from './support/recovery.mjs';

const PAGE = 65536;

// Functions of a module of its own, for tables that are filled beforehand.
const { exports: { nine, ten } } = new WebAssembly.Instance(new WebAssembly.Module(assemble(
	`(module (func (export "nine") (result i32) (i32.const 9))
		(func (export "ten") (result i32) (i32.const 10)))`)));

for (const mode of RESETS) {
	async function fresh({ before = () => {}, initial = 1 } = {}) {
		const env = {
			memory: new WebAssembly.Memory({ initial, maximum: 8 }),
			table: new WebAssembly.Table({ element: 'anyfunc', initial: 4, maximum: 12 }),
			externs: new WebAssembly.Table({ element: 'externref', initial: 2, maximum: 8 }),
			count: new WebAssembly.Global({ value: 'i32', mutable: true }, 40),
			long: new WebAssembly.Global({ value: 'i64', mutable: true }, -5n),
			object: new WebAssembly.Global({ value: 'externref', mutable: true }, 'object'),
			started: () => env.starts++,
			starts: 0,
		};
		before(env);
		const pkg = await loaded(wat('reset-imported'), { flags: resetBy(mode), imports: { env } });
		return { pkg, env };
	}

	const text = (env, at, size) => Buffer.from(env.memory.buffer, at, size).toString('latin1');

	describe(`imported state, ${mode}`, () => {
		it('memory that was zero', async () => {
			const { pkg, env } = await fresh();
			const after = bytesOf(env.memory);
			assert.equal(text(env, 16, 8), 'unpoison');
			assert.equal(text(env, 32, 7), 'passive');
			for (let i = 1; i <= 3; i++) {
				pkg.fill(0, 0xff, PAGE);
				if (i === 2)
					thrown(() => pkg.trap());
				pkg.__wbg_reset_state();
				hasBytes(env.memory, after);
				pkg.store(100, 5);
				assert.equal(new Uint8Array(env.memory.buffer)[100], 5, 'another memory');
				new Uint8Array(env.memory.buffer).fill(3);
				pkg.__wbg_reset_state();
				hasBytes(env.memory, after);
				assert.equal(pkg.load(16), 'u'.charCodeAt(0));
				assert.equal(pkg.runs(), 1);
			}
			assert.equal(env.starts, 7);
		});

		it('memory that was filled beforehand', async () => {
			const { pkg, env } = await fresh({ initial: 2, before(env) {
				new Uint8Array(env.memory.buffer).forEach((_, i, bytes) => {
					bytes[i] = i * 7;
				});
			} });
			const after = bytesOf(env.memory);
			assert.equal(after[100], 700 & 0xff);
			assert.equal(text(env, 16, 8), 'unpoison');
			for (let i = 0; i < 3; i++) {
				pkg.fill(0, i, 2 * PAGE);
				pkg.__wbg_reset_state();
				hasBytes(env.memory, after);
				new Uint8Array(env.memory.buffer).fill(i);
				pkg.__wbg_reset_state();
				hasBytes(env.memory, after);
			}
			isAtGeneration(pkg, 6);
		});

		it('memory that has one byte, the last', async () => {
			const { pkg, env } = await fresh({ before(env) {
				new Uint8Array(env.memory.buffer)[PAGE - 1] = 1;
			} });
			for (let i = 0; i < 2; i++) {
				pkg.store(PAGE - 1, 9);
				pkg.__wbg_reset_state();
				assert.equal(pkg.load(PAGE - 1), 1);
			}
		});

		it('memory that grew: the new pages are zero again', async () => {
			const { pkg, env } = await fresh();
			const after = bytesOf(env.memory);
			for (let i = 0; i < 4; i++) {
				const start = pkg.pages();
				if (mode !== 'reinstantiate')
					assert.equal(start, 1);
				if (start <= 5)
					assert.equal(pkg.grow(3), start);
				new Uint8Array(env.memory.buffer).fill(0xee);
				if (i === 1 && env.memory.buffer.byteLength < 6 * PAGE)
					env.memory.grow(1);
				pkg.__wbg_reset_state();
				hasBytes(env.memory, after);
			}
			assert.ok(env.memory.buffer.byteLength <= 8 * PAGE);
		});

		it('memory beyond what the module asked for', async () => {
			const { pkg, env } = await fresh({ initial: 3 });
			assert.equal(pkg.pages(), 3);
			pkg.grow(1);
			pkg.fill(0, 1, 4 * PAGE);
			pkg.__wbg_reset_state();
			if (mode !== 'reinstantiate')
				assert.equal(pkg.pages(), 3);
			assert.equal(pkg.load(4 * PAGE - 1), 0);
			assert.equal(text(env, 16, 8), 'unpoison');
		});

		it('globals, as they were before the module', async () => {
			const { pkg, env } = await fresh();
			for (let i = 0; i < 3; i++) {
				assert.equal(pkg.bump(), 41);
				assert.equal(env.count.value, 41);
				pkg.set(99n, { of: 'JavaScript' });
				pkg.__wbg_reset_state();
				assert.equal(env.count.value, 40);
				assert.equal(env.long.value, -5n);
				assert.equal(env.object.value, 'object');
				env.count.value = 7;
				pkg.__wbg_reset_state();
				assert.equal(pkg.bump(), 41);
				assert.equal(env.count.value, 41);
				pkg.__wbg_reset_state();
			}
		});

		it('tables, as they were before the module, with its own entries', async () => {
			const { pkg, env } = await fresh({ before(env) {
				env.table.set(0, nine);
				env.table.set(1, ten); // the module replaces it
				env.table.set(3, ten);
				env.externs.set(1, 'extern');
			} });
			const entries = () => Array.from({ length: 4 }, (_, i) => env.table.get(i)?.());
			for (let i = 0; i < 3; i++) {
				assert.deepEqual(entries(), [9, 5, undefined, 10]);
				assert.deepEqual([0, 1, 3].map((at) => pkg.call(at)), [9, 5, 10]);
				assert.equal(env.table.get(0), nine);
				assert.equal(env.externs.get(1), 'extern');
				if (i % 2 === 0)
					pkg.clear();
				else
					env.table.set(0, ten);
				pkg.externs_fill(Symbol('other'));
				if (i === 1)
					thrown(() => pkg.trap());
				pkg.__wbg_reset_state();
				assert.equal(env.externs.get(0), undefined);
			}
		});

		it('tables that grew', async () => {
			const { pkg, env } = await fresh({ before: (env) => env.table.set(0, nine) });
			for (let i = 0; i < 3; i++) {
				const start = pkg.table_size();
				if (mode !== 'reinstantiate')
					assert.equal(start, 4);
				if (start <= 10) {
					assert.equal(pkg.table_grow(2), start);
					assert.equal(env.table.get(start + 1)(), 5);
				}
				pkg.externs_grow(1, 'grown');
				pkg.__wbg_reset_state();
				assert.equal(pkg.call(0), 9);
				assert.equal(pkg.call(1), 5);
				for (let at = 4; at < env.table.length; at++)
					assert.equal(env.table.get(at), null);
				for (let at = 2; at < env.externs.length; at++)
					assert.ok(env.externs.get(at) == null);
			}
			assert.ok(env.table.length <= 12);
		});

		it('a memory that is exported as well', async () => {
			const memory = new WebAssembly.Memory({ initial: 1 });
			new Uint8Array(memory.buffer)[9] = 9;
			const pkg = await loaded(assemble(`(module
				(import "env" "memory" (memory $m 1))
				(export "memory" (memory $m))
				(func (export "load") (param i32) (result i32) (i32.load8_u (local.get 0))))`),
			{ flags: resetBy(mode), imports: { env: { memory } } });
			assert.equal(pkg.memory, memory);
			new Uint8Array(memory.buffer).fill(1);
			pkg.__wbg_reset_state();
			assert.equal(pkg.memory, memory);
			assert.equal(pkg.load(9), 9);
			assert.equal(pkg.load(10), 0);
		});

		it('imports that are replaced after init are not looked at again', async () => {
			const { pkg, env } = await fresh();
			const { memory } = env;
			env.memory = new WebAssembly.Memory({ initial: 1, maximum: 8 });
			env.started = () => assert.fail('the new one was called');
			pkg.__wbg_reset_state();
			pkg.store(50, 50);
			assert.equal(new Uint8Array(memory.buffer)[50], 50);
			assert.equal(env.starts, 2);
		});
	});
}

it('a reset of many pages that JavaScript filled costs no memory for ever', async () => {
	const memory = new WebAssembly.Memory({ initial: 160 });
	new Uint8Array(memory.buffer).fill(1);
	const pkg = await loaded(assemble(`(module
		(import "env" "memory" (memory 1))
		(func (export "load") (param i32) (result i32) (i32.load8_u (local.get 0)))
		(func (export "store") (param i32 i32) (i32.store8 (local.get 0) (local.get 1))))`),
	{ imports: { env: { memory } } });
	const { rss } = process.memoryUsage();
	for (let i = 0; i < 30; i++) {
		pkg.store(160 * PAGE - 1, 2);
		pkg.__wbg_reset_state();
		assert.equal(pkg.load(160 * PAGE - 1), 1);
	}
	assert.ok(process.memoryUsage().rss - rss < 120 << 20);
	assert.equal(memory.buffer.byteLength, 160 * PAGE);
});
