// SPDX-License-Identifier: MIT OR Apache-2.0
// What a reset brings back: memory, globals, tables, segments.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { needs } from './support/engine.mjs';
import { show, thrown } from './support/expect.mjs';
import { assemble, exnrefWat, wat } from './support/fixtures.mjs';
import { loaded } from './support/load.mjs';
import { RESETS, bytesOf, hasBytes, isAtGeneration, resetBy } from './support/recovery.mjs';

const PAGE = 65536;
const BASE = 640;
const trap = WebAssembly.RuntimeError;

const text = (pkg, at, size) =>
	Buffer.from(pkg.memory.buffer, at, size).toString('latin1');

const nulls = (table, from) =>
	Array.from({ length: table.length - from }, (_, i) => table.get(from + i))
		.every((entry) => entry === null || entry === undefined);

for (const mode of RESETS) {
	const inPlace = mode !== 'reinstantiate';
	const fresh = () => loaded(wat('reset-state'),
		{ flags: resetBy(mode), imports: { env: { base: BASE } } });

	describe(`state, ${mode}`, () => {
		it('data segments: overlapping, at the end, placed by the host', async () => {
			const pkg = await fresh();
			const before = bytesOf(pkg.memory);
			assert.equal(text(pkg, 16, 13), 'first SEthird');
			assert.equal(text(pkg, BASE, 18), 'placed by the host');
			for (let i = 0; i < 3; i++) {
				pkg.fill(0, 0xff, PAGE);
				pkg.__wbg_reset_state();
				hasBytes(pkg.memory, before);
				assert.equal(text(pkg, PAGE - 4, 4), 'last');
				new Uint8Array(pkg.memory.buffer).fill(0x55); // by JavaScript
				pkg.__wbg_reset_state();
				hasBytes(pkg.memory, before);
				pkg.copy(0, 16, 40);
				pkg.store(5, 6);
				pkg.__wbg_reset_state();
				hasBytes(pkg.memory, before);
			}
		});

		it('passive segments that were used and dropped', async () => {
			const pkg = await fresh();
			for (let i = 0; i < 3; i++) {
				pkg.init_data(1000, 0, 13);
				assert.equal(text(pkg, 1000, 13), 'passive bytes');
				pkg.drop_data();
				pkg.init_data(1000, 0, 0);
				assert.ok(thrown(() => pkg.init_data(1000, 0, 1)) instanceof trap);
				pkg.__wbg_reset_state();
				assert.equal(pkg.load(1000), 0);
				pkg.init_again(2000, 5, 5);
				assert.equal(text(pkg, 2000, 5), 'bytes');
				pkg.drop_again();
				pkg.drop_again();
				assert.ok(thrown(() => pkg.init_again(0, 0, 10)) instanceof trap);
				pkg.__wbg_reset_state();
				pkg.init_again(0, 0, 10);
				assert.equal(text(pkg, 0, 10), 'more bytes');
				assert.ok(thrown(() => pkg.init_again(0, 0, 11)) instanceof trap);
				pkg.__wbg_reset_state();
			}
		});

		it('a passive segment reads beyond its end as before', async () => {
			const pkg = await fresh();
			for (let i = 0; i < 2; i++) {
				assert.ok(thrown(() => pkg.init_data(0, 13, 1)) instanceof trap);
				pkg.__wbg_reset_state();
				pkg.init_data(0, 13, 0);
				assert.ok(thrown(() => pkg.init_data(0, 14, 0)) instanceof trap);
				pkg.__wbg_reset_state();
				assert.ok(thrown(() => pkg.init_data(PAGE - 12, 0, 13)) instanceof trap);
				pkg.__wbg_reset_state();
			}
		});

		it('globals, exported and private, every type, changed from both sides', async () => {
			const pkg = await fresh();
			const isInitial = () => {
				assert.equal(pkg.g_i32.value, -7);
				assert.equal(pkg.get_i32(), -7);
				assert.equal(pkg.g_i64.value, 0x123456789abcdef0n);
				assert.equal(pkg.g_f32.value, 1.5);
				assert.ok(Object.is(pkg.g_f64.value, -0));
				assert.equal(pkg.g_extern.value, null);
				assert.equal(pkg.get_extern(), null);
				assert.equal(typeof pkg.g_func.value, 'function');
				assert.equal(pkg.g_func.value(), 1);
				assert.equal(pkg.g_constant.value, 9);
				assert.equal(pkg.func_is_null(), 0);
				assert.equal(pkg.placed(), BASE);
				// The bits of a NaN too, its quiet bit and payload.
				assert.equal(pkg.bits32() >>> 0, 0x7fa00001);
				assert.equal(BigInt.asUintN(64, pkg.bits64()), 0x7ff4000000000001n);
			};
			isInitial();
			const g_i32 = pkg.g_i32;
			const g_extern = pkg.g_extern;
			for (let i = 0; i < 3; i++) {
				pkg.set_globals({ of: 'JavaScript' });
				assert.equal(pkg.g_i32.value, 1);
				pkg.__wbg_reset_state();
				isInitial();
				pkg.g_i32.value = 99;
				pkg.g_i64.value = 99n;
				pkg.g_f32.value = 99;
				pkg.g_f64.value = 99;
				pkg.g_extern.value = Symbol('kept');
				pkg.g_func.value = null;
				pkg.__wbg_reset_state();
				isInitial();
			}
			if (inPlace) {
				assert.equal(pkg.g_i32, g_i32);
				assert.equal(pkg.g_extern, g_extern);
				pkg.set_globals(null);
				assert.equal(g_i32.value, 1);
			}
		});

		it('entries of tables: set, filled, copied, initialised, by JavaScript', async () => {
			const pkg = await fresh();
			const entries = () => Array.from({ length: 4 }, (_, i) => {
				try {
					return pkg.call(i);
				} catch {
					pkg.__wbg_reset_state();
					return null;
				}
			});
			const initial = [1, 4, 3, null];
			const changes = [
				() => pkg.table_set(0, null),
				() => pkg.table_set(3, pkg.table_get(1)),
				() => pkg.table_fill(0, null, 4),
				() => pkg.table_copy(1, 0, 3),
				() => pkg.table_from_private(0, 1, 2),
				() => pkg.table_init(0, 0, 3),
				() => pkg.table.set(0, null),
				() => pkg.table.set(2, pkg.table.get(0)),
			];
			assert.deepEqual(entries(), initial);
			for (const change of changes) {
				change();
				pkg.__wbg_reset_state();
				assert.deepEqual(entries(), initial, String(change));
			}
			for (const change of changes)
				change();
			pkg.__wbg_reset_state();
			assert.deepEqual(entries(), initial);
		});

		it('entries read by JavaScript after a reset are callable', async () => {
			const pkg = await fresh();
			const { table } = pkg;
			const first = table.get(0);
			assert.equal(first(), 1);
			for (let i = 0; i < 3; i++) {
				pkg.table_fill(0, null, 4);
				assert.equal(pkg.table.get(0), null);
				pkg.__wbg_reset_state();
				assert.equal(pkg.table.get(0)(), 1);
				assert.equal(pkg.table.get(1)(), 4);
				assert.equal(pkg.table.get(2)(), 3);
				assert.equal(pkg.table.get(3), null);
				if (inPlace) {
					assert.equal(pkg.table, table);
					assert.equal(table.get(0), first, 'another function object');
					assert.equal(first(), 1);
				}
			}
		});

		it('a function of a table that is kept over an abort', async () => {
			const pkg = await fresh();
			const kept = pkg.table.get(0);
			const error = thrown(() => pkg.trap());
			assert.ok(error instanceof trap);
			if (inPlace) {
				assert.ok(thrown(kept) instanceof pkg.TerminatedError);
				pkg.__wbg_reset_state();
				assert.equal(kept(), 1);
			} else {
				pkg.__wbg_reset_state();
				// It belongs to an instance that is dead for good.
				const refusal = thrown(kept);
				assert.ok(refusal instanceof Error, show(refusal));
				assert.equal(pkg.one(), 1);
				isAtGeneration(pkg, 1, error);
			}
		});

		it('element segments that were used and dropped', async () => {
			const pkg = await fresh();
			for (let i = 0; i < 3; i++) {
				pkg.table_init(0, 0, 3);
				assert.equal(pkg.call(0), 3);
				assert.equal(pkg.call(2), 1);
				pkg.elem_drop();
				pkg.elem_drop();
				assert.ok(thrown(() => pkg.table_init(0, 0, 1)) instanceof trap);
				pkg.__wbg_reset_state();
				pkg.table_init(1, 2, 1);
				assert.equal(pkg.call(1), 1);
				assert.ok(thrown(() => pkg.table_init(0, 1, 3)) instanceof trap);
				pkg.__wbg_reset_state();
				assert.equal(pkg.call(1), 4);
			}
		});

		it('tables of references', async () => {
			const pkg = await fresh();
			const { externs } = pkg;
			for (let i = 0; i < 3; i++) {
				pkg.externs_fill(0, { of: 'JavaScript' }, 3);
				assert.equal(pkg.externs_get(2).of, 'JavaScript');
				pkg.__wbg_reset_state();
				for (let at = 0; at < 3; at++)
					assert.ok(pkg.externs_get(at) == null, show(pkg.externs_get(at)));
				pkg.externs.set(1, 'text');
				assert.equal(pkg.externs_get(1), 'text');
				pkg.externs_set(0, 5);
				pkg.__wbg_reset_state();
				assert.equal(pkg.externs_get(0), null);
				assert.equal(pkg.externs_get(1), null);
				assert.equal(pkg.externs_get(2), null);
				if (inPlace)
					assert.equal(pkg.externs, externs);
			}
		});

		it('tables that grew', async () => {
			const pkg = await fresh();
			let length;
			for (let i = 0; i < 4; i++) {
				assert.equal(pkg.table_size(), 4);
				assert.equal(pkg.table_grow(0, null), 4);
				assert.equal(pkg.table_grow(6, pkg.table_get(1)), 4);
				assert.equal(pkg.table_size(), 10);
				assert.equal(pkg.table_grow(2, null), 10);
				assert.equal(pkg.call(9), 4);
				assert.ok(pkg.table.get(10) === null && pkg.table.get(11) === null);
				assert.equal(pkg.externs_grow(3, 'grown'), 3);
				assert.equal(pkg.externs_get(5), 'grown');
				assert.equal(pkg.private_grow(3), 4);
				assert.equal(pkg.private_size(), 7);
				assert.equal(pkg.call_private(6), 3);
				length ??= pkg.table.length;
				assert.equal(pkg.table.length, length, 'the table grows for ever');
				pkg.__wbg_reset_state();
				assert.equal(pkg.table_size(), 4);
				assert.equal(pkg.externs_size(), 3);
				assert.equal(pkg.private_size(), 4);
				assert.ok(nulls(pkg.table, 4), 'entries that grew are still there');
				assert.ok(nulls(pkg.externs, 3), 'entries that grew are still there');
				assert.ok(thrown(() => pkg.call(5)) instanceof trap);
				pkg.__wbg_reset_state();
				assert.ok(thrown(() => pkg.call_private(6)) instanceof trap);
				pkg.__wbg_reset_state();
			}
		});

		it('a table grows up to its maximum and not beyond', async () => {
			const pkg = await fresh();
			for (let i = 0; i < 3; i++) {
				assert.equal(pkg.table_grow(17, null), -1);
				assert.equal(pkg.table_grow(-1, null), -1);
				assert.equal(pkg.table_grow(10, null), 4);
				assert.equal(pkg.table_grow(7, null), -1);
				assert.equal(pkg.table_grow(6, pkg.table_get(0)), 14);
				assert.equal(pkg.table_grow(1, null), -1);
				assert.equal(pkg.call(19), 1);
				assert.equal(pkg.table_size(), 20);
				pkg.__wbg_reset_state();
			}
		});

		it('a table that JavaScript grew', async () => {
			const pkg = await fresh();
			pkg.table_grow(3, null);
			pkg.__wbg_reset_state();
			const length = pkg.table.grow(2);
			pkg.table.set(length, pkg.table.get(0));
			pkg.table.set(length + 1, pkg.table.get(0));
			const at = pkg.table_grow(2, pkg.table_get(2));
			assert.ok(at + 2 <= length || at >= length + 2, `handed out twice: ${at}`);
			assert.equal(pkg.call(at), 3);
			assert.equal(pkg.call(length), 1);
			assert.equal(pkg.call(length + 1), 1);
			pkg.__wbg_reset_state();
			assert.equal(pkg.table_size(), 4);
			assert.ok(nulls(pkg.table, 4));
		});

		it('objects that JavaScript holds', async () => {
			const pkg = await fresh();
			const held = Object.fromEntries(['memory', 'table', 'externs', 'g_i32', 'g_func', 'one',
				'load'].map((key) => [key, pkg[key]]));
			pkg.grow(2);
			pkg.__wbg_reset_state();
			thrown(() => pkg.trap());
			pkg.__wbg_reset_state();
			for (const [key, object] of Object.entries(held)) {
				if (inPlace || typeof object === 'function')
					assert.equal(pkg[key], object, `${key} is another object`);
			}
			// What the package exports is what the module uses.
			pkg.store(3, 44);
			assert.equal(new Uint8Array(pkg.memory.buffer)[3], 44);
			pkg.g_i32.value = 12;
			assert.equal(pkg.get_i32(), 12);
			pkg.table.set(3, pkg.table.get(2));
			assert.equal(pkg.call(3), 3);
			assert.equal(pkg.load(3), 44);
		});

		it('what init returned stays of use', async () => {
			const pkg = await fresh();
			const guarded = pkg.initSync({});
			const { one } = guarded;
			pkg.__wbg_reset_state();
			assert.equal(guarded.memory, pkg.memory);
			assert.equal(guarded.table, pkg.table);
			assert.equal(guarded.g_i32, pkg.g_i32);
			assert.equal(guarded.one, one);
			assert.equal(one(), 1);
			assert.equal(pkg.initSync({}), guarded);
			isAtGeneration(pkg, 1);
		});
	});

	describe(`memory.grow, ${mode}`, () => {
		it('is logical: the initial size again, the same pages again, zeroed', async () => {
			const pkg = await fresh();
			const before = bytesOf(pkg.memory);
			let length;
			for (let i = 0; i < 5; i++) {
				assert.equal(pkg.pages(), 1);
				assert.equal(pkg.grow(0), 1);
				assert.equal(pkg.grow(10), 1);
				assert.equal(pkg.pages(), 11);
				for (const at of [PAGE, 5 * PAGE + 17, 11 * PAGE - 1]) {
					assert.equal(pkg.load(at), 0);
					pkg.store(at, 0xee);
					assert.equal(pkg.load(at), 0xee);
				}
				pkg.fill(PAGE, 0xcc, 10 * PAGE);
				length ??= pkg.memory.buffer.byteLength;
				assert.ok(pkg.memory.buffer.byteLength <= length, 'the memory creeps');
				pkg.__wbg_reset_state();
				hasBytes(pkg.memory, before);
			}
		});

		it('hidden pages that somebody wrote to come back zeroed', async () => {
			const pkg = await fresh();
			for (let i = 0; i < 3; i++) {
				pkg.grow(10);
				pkg.__wbg_reset_state();
				new Uint8Array(pkg.memory.buffer).fill(0x99, PAGE); // past the module's memory
				assert.equal(pkg.pages(), 1);
				for (const pages of [1, 4, 5]) {
					const start = pkg.grow(pages) * PAGE;
					const bytes = new Uint8Array(pkg.memory.buffer, start, pages * PAGE);
					assert.ok(bytes.every((byte) => byte === 0), 'pages that are not zero');
				}
				pkg.__wbg_reset_state();
			}
		});

		it('in steps, and more than before', async () => {
			const pkg = await fresh();
			for (const steps of [[1, 2, 3], [3, 3], [1], [8, 1], [], [1, 1, 1, 1, 1, 1, 1], [15]]) {
				let size = 1;
				for (const step of steps) {
					assert.equal(pkg.grow(step), size);
					assert.equal(pkg.load(size * PAGE), 0);
					pkg.fill(size * PAGE, 0x77, step * PAGE);
					size += step;
					assert.equal(pkg.pages(), size);
					assert.equal(pkg.grow(0), size);
				}
				pkg.__wbg_reset_state();
			}
			assert.equal(pkg.memory.buffer.byteLength <= 16 * PAGE, true);
		});

		it('the maximum holds', async () => {
			const pkg = await fresh();
			for (let i = 0; i < 3; i++) {
				assert.equal(pkg.grow(16), -1);
				assert.equal(pkg.grow(-1), -1);
				assert.equal(pkg.grow(65536), -1);
				assert.equal(pkg.pages(), 1);
				assert.equal(pkg.grow(10), 1);
				assert.equal(pkg.grow(6), -1);
				assert.equal(pkg.grow(5), 11);
				assert.equal(pkg.grow(1), -1);
				assert.equal(pkg.grow(-15), -1);
				assert.equal(pkg.pages(), 16);
				pkg.__wbg_reset_state();
			}
		});

		it('JavaScript that grows the memory gets pages of its own', async () => {
			for (const first of [0, 8]) {
				for (const [one, two] of [[0, 1], [0, 3], [2, 1], [3, 1], [2, 2]]) {
					const pkg = await fresh();
					pkg.grow(first);
					pkg.__wbg_reset_state();
					const handed = [];
					const take = (start, pages) => {
						for (const [from, to] of handed)
							assert.ok(start + pages <= from || start >= to,
								`${start}+${pages} overlaps ${from}..${to}`);
						handed.push([start, start + pages]);
						const bytes = new Uint8Array(pkg.memory.buffer, start * PAGE, pages * PAGE);
						assert.ok(bytes.every((byte) => byte === 0), 'pages that are not zero');
						bytes.fill(handed.length);
					};
					take(0, 0);
					if (one > 0)
						take(pkg.grow(one), one);
					take(pkg.memory.grow(1), 1);
					take(pkg.grow(two), two);
					take(pkg.memory.grow(1), 1);
					take(pkg.grow(1), 1);
					assert.ok(pkg.pages() * PAGE <= pkg.memory.buffer.byteLength);
					for (const [, to] of handed)
						assert.ok(to <= pkg.pages());
					pkg.__wbg_reset_state();
					assert.equal(pkg.pages(), 1);
				}
			}
		});

		it('a memory without a maximum, and one that begins empty', async () => {
			for (const limits of ['0', '0 3', '2']) {
				const pkg = await loaded(assemble(`(module
					(memory (export "memory") ${limits})
					(func (export "pages") (result i32) memory.size)
					(func (export "grow") (param i32) (result i32) local.get 0 memory.grow)
					(func (export "load") (param i32) (result i32) local.get 0 i32.load))`),
				{ flags: resetBy(mode) });
				const initial = Number(limits[0]);
				for (let i = 0; i < 3; i++) {
					assert.equal(pkg.pages(), initial);
					assert.ok(initial > 0 || mode !== 'reinstantiate' ||
						thrown(() => pkg.load(0)) instanceof trap);
					pkg.__wbg_reset_state();
					assert.equal(pkg.grow(1), initial);
					assert.equal(pkg.load(initial * PAGE), 0);
					new Uint8Array(pkg.memory.buffer).fill(9);
					assert.equal(pkg.grow(0), initial + 1);
					assert.equal(pkg.grow(100), limits === '0 3' ? -1 : initial + 1);
					pkg.__wbg_reset_state();
				}
			}
		});

		it('a memory that cannot grow, or has no page at all', async () => {
			for (const limits of ['1 1', '0 0']) {
				const pkg = await loaded(assemble(`(module
					(memory (export "memory") ${limits})
					(func (export "pages") (result i32) memory.size)
					(func (export "grow") (param i32) (result i32) local.get 0 memory.grow))`),
				{ flags: resetBy(mode) });
				for (let i = 0; i < 2; i++) {
					assert.equal(pkg.grow(1), -1);
					assert.equal(pkg.grow(0), Number(limits[0]));
					assert.equal(pkg.pages(), Number(limits[0]));
					pkg.__wbg_reset_state();
				}
			}
		});
	});

	for (const dialect of ['legacy', 'exnref']) {
		const file = () => dialect === 'exnref' ? exnrefWat('reset-try') : wat('reset-try');
		it(`memory.grow and table.grow in the body of a try, ${dialect}, ${mode}`,
			needs(...dialect === 'exnref' ? ['exnref'] : []), async () => {
				const pkg = await loaded(file(), { flags: resetBy(mode) });
				for (let i = 0; i < 3; i++) {
					assert.equal(pkg.pages(), 1);
					assert.equal(pkg.grow(3), 1);
					assert.equal(pkg.grow(3), -1);
					assert.equal(pkg.grow(1), 4);
					assert.equal(pkg.pages(), 5);
					assert.equal(pkg.table_grow(2), 1);
					assert.equal(pkg.table_size(), 3);
					assert.equal(pkg.grow_and_throw(1), 5);
					assert.equal(pkg.grow(0), 6);
					pkg.__wbg_reset_state();
					assert.equal(pkg.grow_and_throw(1), 1);
					assert.equal(pkg.pages(), 2);
					assert.equal(pkg.table_size(), 1);
					pkg.__wbg_reset_state();
				}
			});
	}

	it(`a module without memory, ${mode}`, async () => {
		const pkg = await loaded(assemble(`(module
			(global $g (mut i32) (i32.const 3))
			(func (export "next") (result i32)
				(global.set $g (i32.add (global.get $g) (i32.const 1)))
				(global.get $g))
			(func (export "trap") unreachable))`), { flags: resetBy(mode) });
		for (let i = 1; i < 3; i++) {
			assert.equal(pkg.next(), 4);
			assert.equal(pkg.next(), 5);
			const error = thrown(() => pkg.trap());
			pkg.__wbg_reset_state();
			isAtGeneration(pkg, i, error);
		}
	});

	it(`a module without any state, ${mode}`, async () => {
		const pkg = await loaded(assemble(`(module
			(func (export "one") (result i32) (i32.const 1))
			(func (export "trap") unreachable))`), { flags: resetBy(mode) });
		const error = thrown(() => pkg.trap());
		pkg.__wbg_reset_state();
		assert.equal(pkg.one(), 1);
		isAtGeneration(pkg, 1, error);
	});
}

// Memories beyond the first: what the engine takes depends on its age.
const TWO_MEMORIES = `(module
	(memory $a (export "a") 1 4)
	(memory $b (export "b") 1 4)
	(data (memory $a) (i32.const 0) "aa")
	(data (memory $b) (i32.const 0) "bb")
	(func (export "grow_a") (param i32) (result i32) (memory.grow $a (local.get 0)))
	(func (export "grow_b") (param i32) (result i32) (memory.grow $b (local.get 0)))
	(func (export "size_a") (result i32) (memory.size $a))
	(func (export "size_b") (result i32) (memory.size $b)))`;
const twoMemories = WebAssembly.validate(assemble(TWO_MEMORIES));

for (const mode of RESETS) {
	it(`two memories, ${mode}`, twoMemories ? {} : { skip: 'this engine lacks: multi-memory' },
		async () => {
			const pkg = await loaded(assemble(TWO_MEMORIES), { flags: resetBy(mode) });
			const before = [bytesOf(pkg.a), bytesOf(pkg.b)];
			for (let i = 0; i < 3; i++) {
				assert.equal(pkg.grow_b(2), 1);
				assert.equal(pkg.size_a(), 1);
				assert.equal(pkg.size_b(), 3);
				new Uint8Array(pkg.a.buffer).fill(1);
				new Uint8Array(pkg.b.buffer).fill(2);
				pkg.__wbg_reset_state();
				hasBytes(pkg.a, before[0]);
				hasBytes(pkg.b, before[1]);
				assert.equal(pkg.size_b(), 1);
				assert.equal(pkg.grow_a(4), -1);
			}
		});
}
