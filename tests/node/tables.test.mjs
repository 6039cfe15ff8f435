// SPDX-License-Identifier: MIT OR Apache-2.0
// Functions in tables, which the module calls and JavaScript does: whatever their type
// is, whoever else calls them, and whatever is in them.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assemble } from './support/fixtures.mjs';
import { loaded } from './support/load.mjs';
import { CONTAIN, HEAL, dies, isRefused, standalone, thrownBy } from './support/standalone.mjs';

// The parameters and results of a function, and what it gives for what it takes.
const TYPES = [
	['', '', [], undefined],
	['', 'i32', [], 7],
	['i64', 'i64', [-5n], -5n],
	['f32', 'f32', [1.5], 1.5],
	['f64', 'f64', [Math.PI], Math.PI],
	['externref', 'externref', [{ an: 'object' }], undefined],
	['i32 i64 f32 f64', 'f64 f32 i64 i32', [1, 2n, 3, 4], [4, 3, 2n, 1]],
	[Array(20).fill('i32').join(' '), 'i32', Array.from({ length: 20 }, (_, i) => i), 0],
];

/* Two functions of a type, so that a trampoline has to tell them apart; locals, blocks
 * and returns of their own; the second one is called by its index too. */
function functions(params, results, i) {
	const words = params.split(' ').filter(Boolean);
	const signature = `(type $t${i})`;
	const values = results.split(' ').filter(Boolean).map((type) => {
		const from = words.indexOf(type);
		return from < 0 ? `(${type}.const 7)` : `(local.get ${from})`;
	}).join(' ');
	const args = words.map((_, k) => `(local.get ${k})`).join(' ');
	return `
		(func $by_table${i} ${signature} (local $n i64) (local $x f64)
			(global.set $count (i32.add (global.get $count) (i32.const 1)))
			(block $out
				(loop $again
					(br_if $out (i64.ge_u (local.get $n) (i64.const 3)))
					(local.set $n (i64.add (local.get $n) (i64.const 1)))
					(br $again)))
			(if (i64.ne (local.get $n) (i64.const 3)) (then unreachable))
			(return ${values}))
		(func $by_both${i} ${signature}
			(global.set $count (i32.add (global.get $count) (i32.const 100)))
			${args} (call $by_table${i}))
		(func $inside${i} (export "inside${i}") ${signature}
			${args} (i32.const ${2 * i}) (call_indirect (type $t${i})))
		(func (export "direct${i}") ${signature}
			${args} (call $by_both${i}))`;
}

const MODULE = `(module
	${TYPES.map(([params, results], i) => `(type $t${i} (func (param ${params}) (result ${results})))`).join('\n')}
	(memory (export "memory") 1)
	(global $count (export "count") (mut i32) (i32.const 0))
	(table (export "table") ${2 * TYPES.length + 1} funcref)
	(elem (i32.const 0) ${TYPES.map((_, i) => `$by_table${i} $by_both${i}`).join(' ')} $die)
	(func $die (export "die") unreachable)
	(func (export "ping"))
	${TYPES.map(([params, results], i) => functions(params, results, i)).join('\n')})`;

const WAYS = {
	'with JavaScript of ours': { load: async () => loaded(assemble(MODULE)) },
	'with JavaScript of ours, optimized': { load: async () => loaded(assemble(MODULE), { flags: ['-O2'] }) },
	standalone: { load: async () => standalone(assemble(MODULE), [CONTAIN]), alone: true },
	'standalone, optimized': { load: async () => standalone(assemble(MODULE), [CONTAIN, '-O2']), alone: true },
	'standalone, healing': { load: async () => standalone(assemble(MODULE), [HEAL]), heals: true },
};

for (const [way, { load, alone, heals }] of Object.entries(WAYS)) {
	describe(`entries of a table, ${way}`, () => {
		it('take and give what they did, from inside and outside', async () => {
			const e = await load();
			let count = 0;
			for (const [i, [, , args, result]] of TYPES.entries()) {
				const expected = result ?? (args.length > 0 ? args[0] : undefined);
				assert.deepEqual(e.table.get(2 * i)(...args), expected);
				assert.deepEqual(e.table.get(2 * i + 1)(...args), expected);
				assert.deepEqual(e[`inside${i}`](...args), expected);
				assert.deepEqual(e[`direct${i}`](...args), expected);
				count += 204;
				assert.equal(e.count.value, count);
			}
		});

		it('are all dead when one has died', async () => {
			const e = await load();
			const pointers = TYPES.map((_, i) => [e.table.get(2 * i), e.table.get(2 * i + 1)]).flat();
			// Nobody of ours sees what comes out of an entry that JavaScript has called.
			const entry = () => e.table.get(2 * TYPES.length)();
			dies(alone || heals ? entry : e.die);
			for (const [i, pointer] of pointers.entries()) {
				const call = () => pointer(...TYPES[i >> 1][2]);
				if (heals) {
					call();
					dies(entry);
				} else if (alone) {
					isRefused(call);
				} else {
					assert.ok(thrownBy(call) instanceof e.TerminatedError);
				}
			}
			if (alone)
				isRefused(() => e.ping());
		});
	});
}

describe('an entry that throws', () => {
	it('gives the shadow stack back, and can be called again', async () => {
		const pkg = await loaded(assemble(`(module
			(tag $__cpp_exception (param i32))
			(global $__stack_pointer (mut i32) (i32.const 65536))
			(memory (export "memory") 1)
			(table (export "table") 2 funcref)
			(elem (i32.const 0) $throws $ok)
			(func $__cxa_throw (param i32) (throw $__cpp_exception (local.get 0)))
			(func $throws (param i32) (result i32)
				(global.set $__stack_pointer (i32.sub (global.get $__stack_pointer) (i32.const 16)))
				(call $__cxa_throw (local.get 0))
				(i32.const 0))
			(func $ok (param i32) (result i32) (local.get 0))
			(func (export "stack") (result i32) (global.get $__stack_pointer))
			(func (export "catches") (result i32)
				(try (result i32)
					(do (call $__cxa_throw (i32.const 8)) (i32.const 0))
					(catch $__cpp_exception))))`));
		for (let i = 0; i < 3; i++) {
			assert.ok(thrownBy(() => pkg.table.get(0)(64)) instanceof pkg.PanicError);
			assert.equal(pkg.stack(), 65536);
			assert.equal(pkg.table.get(1)(5), 5);
		}
	});
});

describe('data', () => {
	const MANY = `(module
		(memory (export "memory") 1)
		(data (i32.const 0) "aaaaaaaa") (data (i32.const 2) "bb") (data (i32.const 100) "c")
		(data (i32.const 4) "dd") (data (i32.const 65535) "e") (data (i32.const 65536) "")
		(func (export "spoil") (memory.fill (i32.const 0) (i32.const 1) (i32.const 65536))))`;
	const texts = ({ memory }) => [[0, 8], [100, 102], [65533, 65536]]
		.map(([from, to]) => Buffer.from(memory.buffer).toString('latin1', from, to));
	const expected = ['aabbddaa', 'c\0', '\0\0e'];

	it('of many segments is where it was, at the start and after every reset', async () => {
		const pkg = await loaded(assemble(MANY));
		for (let i = 0; i < 3; i++) {
			assert.deepEqual(texts(pkg), expected);
			pkg.spoil();
			pkg.__wbg_reset_state();
		}
	});

	it('that has no room there is an error of the instantiation, as it was', async () => {
		const bytes = assemble(MANY.replace('65536) ""', '65536) "f"'));
		assert.throws(() => new WebAssembly.Instance(new WebAssembly.Module(bytes)), WebAssembly.RuntimeError);
		await assert.rejects(loaded(bytes), WebAssembly.RuntimeError);
	});
});
