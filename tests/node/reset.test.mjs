// SPDX-License-Identifier: MIT OR Apache-2.0
// A fresh state behind the same functions, after every kind of failure.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { needs } from './support/engine.mjs';
import { isPanic, show, thrown } from './support/expect.mjs';
import { FLAVOURS, flavour, runnable } from './support/fixtures.mjs';
import { TARGETS, targetRuns } from './support/load.mjs';
import { RESETS, bytesOf, hasBytes, isAtGeneration, isRefusal, resetBy, timeOut }
	from './support/recovery.mjs';

// The ways to die: what the call throws and what the hook calls it.
const DEATHS = [
	{ export: 'boom_c', reason: 'panic' },
	{ export: 'trap', reason: 'trap' },
	{ export: 'oob', reason: 'trap' },
	{ export: 'recurse', args: [-1], reason: 'stack-overflow' },
	{ export: 'shadow', args: [100_000], reason: 'stack-overflow' },
	{ export: 'spin', args: [1n << 62n], reason: 'host-terminated' },
	{ export: 'guarded_call', args: [1], reason: 'foreign-exception' },
];

/** Dies in this way; returns the error that killed the module. */
function die({ pkg, env, aborts }, death) {
	const { export: name, args = [], reason } = death;
	const before = aborts.length;
	if (reason === 'host-terminated') {
		timeOut(() => pkg[name](...args), 20);
		thrown(() => pkg.counter()); // somebody has to notice
	} else {
		const error = new Error('of JavaScript');
		env.host = () => {
			throw error;
		};
		const got = thrown(() => pkg[name](...args));
		if (reason === 'foreign-exception')
			assert.equal(got, error);
		env.host = (x) => x;
	}
	assert.equal(aborts.length, before + 1);
	const abort = aborts.at(-1);
	assert.equal(abort.reason, reason);
	assert.equal(abort.generation, pkg.recovery_state().generation);
	return abort.error;
}

/** Nothing is left of what ran before: Rust's statics, locks and its allocator. */
function isNew(pkg, pages) {
	assert.equal(pkg.counter(), 0);
	assert.equal(pkg.drops(), 0);
	assert.equal(pkg.payload_drops(), 0);
	assert.equal(pkg.is_panicking(), 0);
	assert.equal(pkg.lock_is_poisoned(), 0);
	assert.equal(pkg.mem_pages(), pages);
	assert.equal(pkg.bump(), 1);
	assert.equal(pkg.add(2, 3), 5);
	assert.equal(pkg.guarded_call(4), 4);
	assert.equal(pkg.drops(), 1);
}

for (const { name, unwinds, needs: features } of FLAVOURS) {
	for (const mode of RESETS) {
		describe(`reset ${mode}, ${name}`, needs(...features), () => {
			const fresh = (options) => flavour(name,
				{ flags: [...resetBy(mode), '--abort-export', 'guarded_call'], ...options });

			it('of a module that lives', async () => {
				const { pkg, aborts } = await fresh();
				const { bump, counter, __wbg_reset_state: reset } = pkg;
				const pages = pkg.mem_pages();
				const stack = pkg.stack_pointer_drift_probe();
				isAtGeneration(pkg, 0, null);
				for (let i = 1; i <= 3; i++) {
					bump();
					assert.equal(bump(), i === 1 ? 2 : 3); // isNew() bumped it too
					assert.equal(reset(), undefined);
					isAtGeneration(pkg, i, null);
					assert.equal(pkg.stack_pointer_drift_probe(), stack);
					isNew(pkg, pages);
					assert.equal(pkg.bump, bump, 'another function');
					assert.equal(pkg.counter, counter, 'another function');
				}
				reset();
				reset();
				assert.equal(counter(), 0);
				isAtGeneration(pkg, 5, null);
				assert.deepEqual(aborts, []);
			});

			it('brings the memory back byte for byte', async () => {
				const { pkg } = await fresh();
				const before = bytesOf(pkg.memory);
				for (let i = 1; i <= 3; i++) {
					const block = pkg.alloc(300_000);
					new Uint8Array(pkg.memory.buffer).fill(0xaa);
					pkg.__wbg_reset_state();
					hasBytes(pkg.memory, before);
					assert.equal(pkg.mem_pages(), before.length / 65536);
					assert.equal(pkg.alloc(300_000), block, 'another allocator');
					pkg.__wbg_reset_state();
				}
			});

			for (const death of DEATHS) {
				it(`after ${death.reason} in ${death.export}`, async () => {
					const fixture = await fresh();
					const { pkg, aborts } = fixture;
					const pages = pkg.mem_pages();
					for (let i = 0; i < 3; i++) {
						pkg.bump();
						const error = die(fixture, death);
						for (let j = 0; j < 2; j++)
							isRefusal(pkg, thrown(() => pkg.counter()), { generation: i, cause: error });
						assert.equal(pkg.recovery_state().terminated, true);
						pkg.__wbg_reset_state();
						isAtGeneration(pkg, i + 1, error);
						isNew(pkg, pages);
					}
					assert.equal(aborts.length, 3, 'the hook is called once per abort');
				});
			}

			it('after every death in turn, and by schedule_reinit', async () => {
				const fixture = await fresh();
				const { pkg } = fixture;
				const pages = pkg.mem_pages();
				let generation = 0;
				for (const death of [...DEATHS, ...DEATHS.slice().reverse()]) {
					die(fixture, death);
					assert.equal(pkg.schedule_reinit(), undefined);
					assert.equal(pkg.recovery_state().generation, generation, 'too early');
					isNew(pkg, pages);
					isAtGeneration(pkg, ++generation);
				}
			});

			it('after a panic', async () => {
				const { pkg, aborts } = await fresh();
				const pages = pkg.mem_pages();
				for (let i = 1; i <= 3; i++) {
					pkg.bump();
					const error = thrown(() => pkg.lock_panics());
					isPanic(pkg, error, { message: 'held', fatal: !unwinds });
					if (unwinds)
						assert.equal(pkg.lock_is_poisoned(), 1);
					pkg.__wbg_reset_state();
					isNew(pkg, pages);
					isAtGeneration(pkg, i);
				}
				assert.equal(aborts.length, unwinds ? 0 : 3);
			});

			it('after a death four frames deep', async () => {
				const { pkg, env, aborts } = await fresh();
				const pages = pkg.mem_pages();
				for (let i = 1; i <= 3; i++) {
					env.host = (x) => x === 0 ? pkg.trap() : pkg.plain_call(x - 1);
					const error = thrown(() => pkg.plain_call(3));
					assert.ok(error instanceof WebAssembly.RuntimeError, show(error));
					assert.equal(aborts.length, i);
					pkg.__wbg_reset_state();
					env.host = (x) => x;
					isNew(pkg, pages);
				}
			});

			it('panics keep their text and place in later generations', async () => {
				const { pkg } = await fresh();
				for (let i = 0; i < 3; i++) {
					const error = thrown(() => pkg.boom_fmt(i));
					isPanic(pkg, error, { message: `value ${i} is bad`, fatal: !unwinds });
					assert.match(error.location.file, /lib\.rs$/);
					if (unwinds)
						isPanic(pkg, thrown(() => pkg.boom_str()), { message: 'boom', fatal: false });
					pkg.__wbg_reset_state();
				}
			});

			it('instances of one package are reset apart', async () => {
				const [one, two] = [await fresh(), await fresh()];
				two.pkg.bump();
				thrown(() => one.pkg.trap());
				one.pkg.__wbg_reset_state();
				assert.equal(one.pkg.counter(), 0);
				assert.equal(two.pkg.counter(), 1);
				isAtGeneration(two.pkg, 0);
			});
		});
	}
}

describe('reset in every target', () => {
	for (const target of Object.keys(TARGETS)) {
		const modes = target === 'bundler' ? ['in-place', 'auto'] : RESETS;
		for (const mode of modes) {
			for (const kind of FLAVOURS) {
				const why = !runnable(kind) ? 'this engine lacks: exnref'
					: targetRuns(target) ? '' : `this engine cannot load ${target}`;
				it(`${target}, ${mode}, ${kind.name}`, why ? { skip: why } : {}, async () => {
					const { pkg, aborts } = await flavour(kind.name,
						{ target, flags: resetBy(mode) });
					const pages = pkg.mem_pages();
					for (let i = 1; i <= 2; i++) {
						pkg.bump();
						const error = thrown(() => pkg.oob());
						isRefusal(pkg, thrown(() => pkg.counter()),
							{ generation: i - 1, cause: error });
						pkg.__wbg_reset_state();
						isAtGeneration(pkg, i, error);
						isNew(pkg, pages);
						const block = pkg.alloc(4) >>> 0;
						new Uint8Array(pkg.memory.buffer).set([1, 2, 3, 4], block);
						assert.equal(pkg.sum(block, 4), 10, 'the memory is another one');
					}
					assert.equal(aborts.length, 2);
				});
			}
		}
	}
});
