// SPDX-License-Identifier: MIT OR Apache-2.0
// Recovery of crates with bindings: how a module starts, where it runs, and what it
// costs.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { canBeShown, crateFile, each, hole, ours, oursDir, real, realDir, rejection, runAlone, setHooks, tick, UNWINDING } from './support/bindgen.mjs';
import { isTerminated, show, thrown } from './support/expect.mjs';
import { load, open, targetRuns } from './support/load.mjs';
import { isAtGeneration } from './support/recovery.mjs';
import { freshDir, rewrite, rewriteOk } from './support/tool.mjs';
import { sections } from './support/wasm.mjs';

const ONLY_SCHEDULES = 2; // the handler of the crate that asks for a fresh state

const hasJspi = typeof WebAssembly.Suspending === 'function';

hole('H11: calls that wait on their own stacks are refused, not forgotten', {
	ours: (flavour) => {
		const result = rewrite(crateFile(flavour, 'jspi'), ['--target', 'web']);
		assert.equal(result.status, 1);
		assert.match(result.stderr, /JSPI/);
		assert.deepEqual(result.files, []);
	},
	theirs: async (flavour, _, t) => {
		if (!hasJspi) {
			t.skip('this engine lacks: JSPI');
			return;
		}
		const { pkg } = await real(flavour, { crate: 'jspi', target: 'web', hooks: { pause: (ms) => tick(ms) } });
		assert.equal(await pkg.waits(1), 1);
		pkg.__wbg_reset_state();
		// It still goes to the instance that was given up.
		assert.equal(pkg.bump(), 1);
		assert.equal(await pkg.waits(1), 2);
	},
});

// What the start function is to do, and what comes of it.
const STARTS = {
	panic: [1, (pkg, error) => assert.equal(error.message, 'at the start')],
	trap: [2, (pkg, error) => assert.ok(error instanceof WebAssembly.RuntimeError, show(error))],
	refusal: [3, (pkg, error) => assert.equal(error, 'refused')],
};

hole('H17: a module whose start fails has not started', {
	ours: async (flavour) => {
		const { dir } = rewriteOk(crateFile(flavour, 'starting'), ['--target', 'web']);
		for (const [kind, check] of Object.values(STARTS)) {
			let next = kind;
			setHooks({ at_start: () => next });
			const { pkg, wasm } = await open(dir, 'mod', 'web');
			const module = fs.readFileSync(wasm);
			const error = thrown(() => pkg.initSync({ module }));
			check(pkg, error);
			for (const call of [() => pkg.bump(), () => pkg.greet('x')])
				assert.match(thrown(call).message, /^Module terminated/);
			// Again, and now it works; with promises too.
			check(pkg, await rejection(pkg.default({ module_or_path: module })));
			next = 0;
			pkg.initSync({ module });
			assert.equal(pkg.bump(), 101);
			assert.equal(pkg.greet('x'), 'hello x');
		}
	},
	theirs: async (flavour) => {
		const dir = realDir(crateFile(flavour, 'starting'), 'web');
		setHooks({ at_start: () => 2 });
		const { pkg, wasm } = await open(dir, 'mod', 'web');
		const module = fs.readFileSync(wasm);
		assert.ok(thrown(() => pkg.initSync({ module })) instanceof WebAssembly.RuntimeError);
		// As if nothing had been: a state that was never made.
		pkg.initSync({ module });
		assert.equal(pkg.bump(), 101);
	},
});

hole('H17: a start that fails in a reset leaves a dead module', {
	ours: async (flavour) => {
		for (const reset of ['in-place', 'reinstantiate']) {
			for (const [kind, check] of Object.values(STARTS)) {
				let next = 0;
				const { pkg, aborts } = await ours(flavour, { crate: 'starting', flags: ['--reset', reset], hooks: { at_start: () => next } });
				assert.equal(pkg.bump(), 101);
				next = kind;
				check(pkg, thrown(() => pkg.__wbg_reset_state()));
				isTerminated(pkg, () => pkg.bump());
				assert.equal(pkg.recovery_state().generation, 0);
				const told = aborts.length;
				assert.ok(told <= 1);
				next = 0;
				pkg.__wbg_reset_state();
				isAtGeneration(pkg, 1);
				assert.equal(pkg.bump(), 101);

				// By itself, and what fails then is the call that asked for it.
				pkg.set_recovery_policy({ mode: 'reset' });
				thrown(() => pkg.trap());
				next = kind;
				check(pkg, thrown(() => pkg.greet('x')));
				next = 0;
				assert.equal(pkg.greet('x'), 'hello x');
				assert.equal(pkg.bump(), 101);
			}
		}
	},
	theirs: async (flavour) => {
		let next = 0;
		const { pkg } = await real(flavour, { crate: 'starting', hooks: { at_start: () => next } });
		next = 2;
		assert.ok(thrown(() => pkg.__wbg_reset_state()) instanceof WebAssembly.RuntimeError);
		// Alive, and half started.
		assert.equal(pkg.bump(), 101);
	},
});

each('H17: a package for Node whose start fails cannot be loaded', (flavour) => {
	for (const [kind, message] of [[1, /at the start/], [2, /unreachable/], [3, /refused/]]) {
		const run = runAlone(oursDir(flavour, { crate: 'starting' }), '', ['-r', startHook(kind)]);
		assert.notEqual(run.status, 0);
		assert.match(run.stderr, message);
	}
});

// A file that makes the host before anything else does.
function startHook(kind) {
	const file = path.join(freshDir('hook'), 'hook.cjs');
	fs.writeFileSync(file, `
		let value = { at_start: () => ${kind} };
		Object.defineProperty(globalThis, 'hooks', { get: () => value, set() {}, configurable: true });
	`);
	return file;
}

for (const target of ['bundler', 'module', 'web', 'nodejs']) {
	if (!targetRuns(target))
		continue;
	hole(`H18: every target can start afresh: ${target}`, {
		ours: async (flavour) => {
			setHooks();
			const { dir } = rewriteOk(crateFile(flavour), ['--target', target]);
			const pkg = await load(dir, 'mod', target);
			const counter = new pkg.Counter(1, 'a');
			pkg.bump();
			pkg.reinit();
			assert.equal(pkg.greet('x'), 'hello x');
			assert.equal(pkg.count(), 0);
			pkg.set_handler(ONLY_SCHEDULES);
			thrown(() => pkg.trap());
			assert.equal(pkg.sum(Uint32Array.of(1, 2)), 3);
			assert.ok(thrown(() => counter.bump()) instanceof pkg.StaleInstanceError);
			isAtGeneration(pkg, 2);
			assert.equal(await pkg.wait_text(Promise.resolve(), 'x'), 'waited for x');
		},
		theirs: target !== 'bundler' ? undefined : async (flavour) => {
			const { pkg } = await real(flavour, { target, flags: ['--force-enable-abort-handler'] });
			pkg.bump();
			pkg.reinit();
			const error = thrown(() => pkg.bump());
			assert.ok(error instanceof ReferenceError || error instanceof TypeError, show(error));
		},
	});
}

// The module with a memory of the other kind; it always has one that may grow.
function withShared(bytes) {
	const [memory] = sections(bytes).filter(({ id }) => id === 5);
	const [count, flags, ...initial] = memory.payload;
	assert.ok(count === 1 && flags === 0, 'another memory');
	const payload = [1, 3, ...initial, 0x80, 0x80, 0x01]; // 16384 pages
	return Buffer.concat([bytes.subarray(0, memory.offset),
		Buffer.from([5, payload.length, ...payload]), bytes.subarray(memory.end)]);
}

test('H19: a crate with threads is refused, and told why', () => {
	const bytes = withShared(fs.readFileSync(crateFile('abort')));
	const result = rewrite(bytes, ['--target', 'web']);
	assert.equal(result.status, 1);
	assert.match(result.stderr, /shared.*threads is not supported/);
	assert.deepEqual(result.files, []);
});

// The crate without what tells where its flag is: as many bytes, another name.
function withoutFlag(flavour) {
	const bytes = fs.readFileSync(crateFile(flavour));
	const exports = sections(bytes).find(({ id }) => id === 7);
	const at = bytes.indexOf('__instance_terminated', exports.offset);
	assert.ok(at > 0 && at < exports.end);
	const renamed = Buffer.from(bytes);
	renamed.write('X', at + 2);
	const file = path.join(freshDir('renamed'), 'mod.wasm');
	fs.writeFileSync(file, renamed);
	return file;
}

hole('H21: nothing in the crate can turn this off', {
	shown: UNWINDING,
	ours: async (flavour) => {
		setHooks();
		const { dir } = rewriteOk(withoutFlag(flavour), ['--target', 'nodejs']);
		const pkg = await load(dir, 'mod', 'nodejs');
		pkg.set_handler(0);
		const error = thrown(() => pkg.trap());
		assert.deepEqual(hooks.notes, ['handler']);
		isTerminated(pkg, () => pkg.bump(), error);
		pkg.__wbg_reset_state();
		assert.equal(pkg.greet('x'), 'hello x');
	},
	theirs: async (flavour) => {
		setHooks();
		const dir = realDir(withoutFlag(flavour), 'nodejs', ['--experimental-reset-state-function']);
		const { pkg } = await open(dir, 'mod', 'nodejs');
		pkg.set_handler(0);
		thrown(() => pkg.trap());
		assert.deepEqual(hooks.notes, []);
		assert.equal(pkg.bump(), 1);
	},
});

const BENCH = `
	const { performance } = require('node:perf_hooks');
	hooks.call = (x) => x + 1;
	const cases = {
		add: () => { let sum = 0; for (let i = 0; i < 2e6; i++) sum += pkg.add(i, 1); return sum; },
		calls: () => { let sum = 0; for (let i = 0; i < 5e5; i++) sum += pkg.calls(i); return sum; },
		greet: () => { let sum = 0; for (let i = 0; i < 1e5; i++) sum += pkg.greet('somebody').length; return sum; },
	};
	const best = {};
	for (let round = 0; round < 6; round++) {
		for (const [name, run] of Object.entries(cases)) {
			const start = performance.now();
			run();
			best[name] = Math.min(best[name] ?? Infinity, performance.now() - start);
		}
	}
	return best;
`;

each('H24: calls cost no more than with wasm-bindgen', (flavour, _, t) => {
	if (!canBeShown({ name: flavour })) {
		assert.throws(() => realDir(crateFile(flavour), 'nodejs'), /externref table required/);
		return;
	}
	const mine = runAlone(oursDir(flavour), BENCH);
	assert.equal(mine.status, 0, mine.stderr);
	const dir = realDir(crateFile(flavour), 'nodejs');
	if (!WebAssembly.validate(fs.readFileSync(path.join(dir, 'mod_bg.wasm')))) {
		t.skip('this engine cannot read what wasm-bindgen wrote');
		return;
	}
	const theirs = runAlone(dir, BENCH);
	assert.equal(theirs.status, 0, theirs.stderr);
	// A machine that does other things too is no reason to fail.
	for (const [name, time] of Object.entries(mine.result))
		assert.ok(time < theirs.result[name] * 2, `${name}: ${time} ms, ${theirs.result[name]} ms`);
});

test('H24: imports that cannot throw are not guarded', () => {
	const text = fs.readFileSync(path.join(oursDir('legacy'), 'mod.js'), 'utf8');
	for (const name of ['is_undefined', 'is_function', 'number_get'])
		assert.match(text, new RegExp(`__wbindgen_${name}\\(arg0\\) \\{(?:(?!try)[^}])*\\}`));
});
