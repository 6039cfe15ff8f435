// SPDX-License-Identifier: MIT OR Apache-2.0
// Functions that exported tables hand out, where the generated JavaScript guards them:
// without exceptions, and with numbers alone.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { abortedOnce, isTerminated, thrown } from './support/expect.mjs';
import { assemble } from './support/fixtures.mjs';
import { TARGETS, load, loaded, targetRuns } from './support/load.mjs';
import { isAtGeneration, isRefusal, resetBy, timeOut } from './support/recovery.mjs';
import { freshDir, rewriteOk, runTool } from './support/tool.mjs';

const MODULE = assemble(`(module
	(import "env" "host" (func $host (param i32) (result i32)))
	(memory (export "memory") 1)
	(global $count (mut i32) (i32.const 0))
	(table (export "table") 9 20 funcref)
	(elem (i32.const 0) $sum $wide $count $trap $ask $host $deep $loop)
	(func $sum (param i32 f32 f64) (result f64)
		(global.set $count (i32.add (global.get $count) (i32.const 1)))
		(f64.add (local.get 2) (f64.add
			(f64.convert_i32_s (local.get 0)) (f64.promote_f32 (local.get 1)))))
	(func $wide (param i64) (result i64) (local.get 0))
	(func $count (result i32) (global.get $count))
	(func $trap (global.set $count (i32.const 100)) unreachable)
	(func $ask (param i32) (result i32)
		(i32.add (call $host (local.get 0)) (global.get $count)))
	(func $deep (param i32) (result i32)
		(i32.add (i32.const 1) (call $deep (local.get 0))))
	(func $loop (loop $again (br $again)))
	(func (export "by") (param i32 i32) (result i32)
		(call_indirect (param i32) (result i32) (local.get 1) (local.get 0)))
	(func (export "counted") (result i32) (global.get $count))
	(func (export "tick") (global.set $count (i32.add (global.get $count) (i32.const 1)))))`);

const [SUM, WIDE, COUNT, TRAP, ASK, HOST, DEEP, LOOP, EMPTY] = Array(9).keys();

// The package, what its import does, what its hook was told, and its functions by place.
async function open(flags = [], more = {}) {
	const env = { host: (x) => x + 1 };
	const imports = { env: { host: (x) => env.host(x) } };
	const pkg = await loaded(MODULE, { flags, imports, ...more });
	const aborts = [];
	pkg.set_on_abort((abort) => aborts.push(abort));
	const at = (place) => pkg.table.get(place);
	return { pkg, env, imports, aborts, at };
}

describe('what a table hands out', () => {
	it('does what it did, and is one function for one', async () => {
		const { pkg, at, aborts } = await open();
		assert.ok(pkg.table instanceof WebAssembly.Table);
		assert.equal(at(SUM)(1, 0.5, 2), 3.5);
		assert.equal(at(WIDE)(-1n), -1n);
		assert.equal(at(COUNT)(), 1);
		assert.equal(at(ASK)(4), 6);
		assert.equal(at(HOST)(4), 5);
		assert.equal(at(EMPTY), null);
		assert.equal(at(SUM), at(SUM));
		assert.equal(at(SUM).length, 3);
		const raw = Reflect.apply(WebAssembly.Table.prototype.get, pkg.table, [SUM]);
		assert.equal(at(SUM).name, raw.name);
		assert.throws(() => at(9), RangeError);
		assert.throws(() => pkg.table.get(), TypeError);
		assert.deepEqual(Object.keys(pkg.table), []);
		isAtGeneration(pkg, 0, null);
		assert.deepEqual(aborts, []);
	});

	it('converts what it is given as wasm does, and refuses what wasm refuses', async () => {
		const { pkg, at, aborts } = await open();
		assert.equal(at(SUM)('3', null, { valueOf: () => 2 }), 5);
		assert.equal(at(SUM)(2 ** 32 + 1, true), NaN);
		assert.equal(at(WIDE)({ valueOf: () => 2n ** 64n + 7n }), 7n);
		assert.equal(at(WIDE)('12'), 12n);
		const mine = new Error('mine');
		const throws = { valueOf() {
			throw mine;
		} };
		assert.equal(thrown(() => at(SUM)(throws)), mine);
		for (const wrong of [1, undefined, Symbol('a'), 'x', {}])
			assert.throws(() => at(WIDE)(wrong), wrong === 'x' ? SyntaxError : TypeError);
		assert.throws(() => at(SUM)(1n), TypeError);
		// What a valueOf calls is called from outside.
		assert.equal(at(SUM)({ valueOf: () => pkg.by(ASK, 1) }, 0, 0), 2 + pkg.counted() - 1);
		isAtGeneration(pkg, 0, null);
		assert.deepEqual(aborts, []);
	});

	it('is dead with the module, and the module with it', async () => {
		const deaths = {
			trap: [TRAP, [], WebAssembly.RuntimeError, 'trap'],
			'the end of the stack': [DEEP, [1], RangeError, 'stack-overflow'],
		};
		for (const [place, args, Class, reason] of Object.values(deaths)) {
			const { pkg, at, aborts } = await open();
			const before = at(COUNT);
			const error = thrown(() => at(place)(...args));
			assert.ok(error instanceof Class, String(error));
			abortedOnce(aborts, { error, reason });
			assert.equal(aborts[0].export, undefined);
			isTerminated(pkg, before, error);
			isTerminated(pkg, at(COUNT), error);
			isTerminated(pkg, pkg.counted, error);
			isTerminated(pkg, () => at(WIDE)(1), error); // nothing is converted
		}
		const { pkg, at, env, aborts } = await open();
		const mine = new Error('mine');
		env.host = () => {
			throw mine;
		};
		assert.equal(thrown(() => at(ASK)(1)), mine);
		abortedOnce(aborts, { error: mine, reason: 'foreign-exception' });
		isTerminated(pkg, at(COUNT), mine);
	});

	it('sees a death that nobody saw, and one of its own is seen later', async () => {
		for (const next of ['export', 'entry']) {
			const { pkg, at, aborts } = await open();
			timeOut(at(LOOP));
			const first = thrown(next === 'export' ? pkg.counted : at(COUNT));
			assert.ok(first instanceof pkg.TerminatedError, String(first));
			assert.equal(aborts.length, 1);
			assert.equal(aborts[0].reason, 'host-terminated');
			isTerminated(pkg, at(COUNT));
		}
	});

	it('is called from inside too, and calls in its turn', async () => {
		const { pkg, at, env, aborts } = await open();
		env.host = (x) => x > 0 ? at(ASK)(x - 1) + pkg.by(ASK, x - 1) : at(COUNT)();
		assert.equal(at(ASK)(4), 0);
		pkg.tick();
		assert.equal(pkg.by(ASK, 1), 5);
		isAtGeneration(pkg, 0, null);
		// A death inside, which the import hides, is that of the frames outside.
		env.host = (x) => {
			thrown(at(TRAP));
			return x;
		};
		const error = thrown(() => at(ASK)(1));
		assert.ok(error instanceof pkg.TerminatedError, String(error));
		abortedOnce(aborts, { error: error.cause, reason: 'trap' });
	});

	it('can be put back', async () => {
		const { pkg, at } = await open();
		pkg.table.set(EMPTY, at(ASK));
		assert.equal(at(EMPTY), at(ASK));
		assert.equal(pkg.by(EMPTY, 3), 4);
		assert.equal(pkg.table.grow(2, at(ASK)), 9);
		assert.equal(pkg.by(10, 3), 4);
		assert.equal(pkg.table.grow(1), 11);
		assert.equal(at(11), null);
		pkg.table.set(EMPTY);
		assert.equal(at(EMPTY), null);
		assert.throws(() => pkg.table.set(EMPTY, () => 1), TypeError);
		assert.throws(() => pkg.table.grow(100), RangeError);
	});

	it('is nothing of ours where JavaScript has put it in', async () => {
		const { pkg, at, aborts } = await open();
		const other = new WebAssembly.Instance(new WebAssembly.Module(assemble(`(module
			(import "env" "back" (func $back (result i32)))
			(func (export "f") (param i32) (result i32)
				(i32.add (local.get 0) (call $back))))`)), { env: { back: () => pkg.counted() } });
		const { f } = other.exports;
		pkg.table.set(EMPTY, f);
		assert.equal(at(EMPTY), f);
		pkg.tick();
		assert.equal(at(EMPTY)(1), 2);
		assert.equal(pkg.table.grow(1, f), 9);
		assert.equal(at(9), f);
		assert.deepEqual(aborts, []);
	});

	it('lives on where a module calls it that has got the table', async () => {
		const { pkg, at, env, aborts } = await open();
		const other = new WebAssembly.Instance(new WebAssembly.Module(assemble(`(module
			(import "env" "table" (table 9 funcref))
			(func (export "ask") (param i32) (result i32)
				(call_indirect (param i32) (result i32) (local.get 0) (i32.const ${ASK}))))`)),
		{ env: { table: pkg.table } });
		env.host = (x) => x > 0 ? other.exports.ask(x - 1) + pkg.counted() : 7;
		pkg.tick();
		assert.equal(other.exports.ask(2), 12);
		assert.equal(pkg.by(ASK, 0), 8);
		assert.equal(at(COUNT)(), 1);
		isAtGeneration(pkg, 0, null);
		assert.deepEqual(aborts, []);
	});

	it('goes on over resets', async () => {
		for (const [mode, goesOn] of [['in-place', true], ['reinstantiate', false]]) {
			const { pkg, at, env } = await open(resetBy(mode));
			const [count, ask] = [at(COUNT), at(ASK)];
			pkg.tick();
			pkg.__wbg_reset_state();
			if (goesOn)
				assert.equal(count(), 0);
			else
				isRefusal(pkg, thrown(count), { generation: 0 });
			assert.equal(at(COUNT)(), 0);
			// In the middle of a call.
			env.host = (x) => {
				pkg.__wbg_reset_state();
				return x;
			};
			isRefusal(pkg, thrown(() => at(ASK)(1)), { generation: 1 });
			isAtGeneration(pkg, 2);
			// By itself, before an outermost call.
			env.host = (x) => x;
			pkg.set_recovery_policy({ mode: 'reset' });
			thrown(at(TRAP));
			const old = at(COUNT);
			if (goesOn)
				assert.equal(old(), 0);
			else
				isRefusal(pkg, thrown(old), { generation: 2 });
			isAtGeneration(pkg, 3);
			assert.equal(at(COUNT)(), 0);
			pkg.schedule_reinit();
			pkg.tick();
			assert.equal(at(COUNT)(), 1);
			isAtGeneration(pkg, 4);
			assert.equal(goesOn ? ask(3) : at(ASK)(3), 4);
		}
	});

	it('without resets, of every target', async () => {
		for (const target of Object.keys(TARGETS).filter(targetRuns)) {
			const { pkg, at, aborts } = await open(['--reset', 'none'], { target });
			assert.equal(at(ASK)({ valueOf: () => 4 }), 5);
			const error = thrown(at(TRAP));
			abortedOnce(aborts, { error, reason: 'trap' });
			isTerminated(pkg, at(COUNT), error);
		}
	});

	it('is that of its own instance', async () => {
		const { pkg, imports } = await open();
		const [a, b] = [0, 0].map(() => pkg.createInstance({ imports }));
		b.tick();
		a.table.set(EMPTY, b.table.get(COUNT));
		assert.equal(a.table.get(EMPTY), b.table.get(COUNT));
		assert.equal(a.table.get(EMPTY)(), 1);
		const error = thrown(a.table.get(TRAP));
		isTerminated(a, a.table.get(COUNT), error);
		assert.equal(a.table.get(EMPTY)(), 1);
		isAtGeneration(b, 0, null);
	});
});

it('a module made for itself guards its table, under any JavaScript', async () => {
	const input = path.join(freshDir('in'), 'mod.wasm');
	fs.writeFileSync(input, MODULE);
	const { dir } = rewriteOk(input, ['--target', 'web']);
	const run = runTool(['-o', path.join(dir, 'mod_bg.wasm'), input]);
	assert.equal(run.status, 0, run.stderr);
	const pkg = await load(dir, 'mod', 'web', { env: { host: (x) => x } });
	assert.equal(pkg.table.get(SUM)(1, 2, 3), 6);
	const error = thrown(() => pkg.by(TRAP, 0));
	isTerminated(pkg, pkg.table.get(COUNT), error);
});
