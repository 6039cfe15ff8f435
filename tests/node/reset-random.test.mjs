// SPDX-License-Identifier: MIT OR Apache-2.0
// Modules made up at random: after a reset, the state is what it was after
// instantiation, byte for byte, and the same calls give the same results; those
// that the module gives that was never rewritten.
//
//     UP_SEEDS=FIRST-LAST node --test tests/node/reset-random.test.mjs

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { show } from './support/expect.mjs';
import { assemble } from './support/fixtures.mjs';
import { loaded } from './support/load.mjs';
import { randomCalls, randomModule } from './support/random-module.mjs';
import { share } from './support/sparse.mjs';

const [FIRST, LAST] = (process.env.UP_SEEDS ?? `1-${share(60)}`).split('-').map(Number);
const IMPORTS = { env: { base: 24 } };
const LENGTHS = [5, 30, 120];

const printable = (value) => Object.is(value, -0) ? '-0' : show(value);

/** What the calls gave, up to the first that failed. */
function play(exports, calls) {
	const results = [];
	for (const [name, args] of calls) {
		try {
			results.push(`${name}(${args.map(printable)}) = ${printable(exports[name](...args))}`);
		} catch (error) {
			// A global that cannot be read by JavaScript, or a trap.
			results.push(`${name}(${args.map(printable)}) failed: ${error.constructor.name}`);
			break;
		}
	}
	return results;
}

/** Everything that can be seen of the state, without changing it. */
function stateOf(module, exports) {
	const state = {};
	for (const { name, reads } of module.functions) {
		if (reads)
			state[name] = printable(exports[name]());
	}
	if (module.memory) {
		const bytes = new Uint8Array(exports.memory.buffer);
		const size = exports.size() * 65536;
		state.memory = createHash('sha256').update(bytes.subarray(0, size)).digest('hex');
		state.beyond = bytes.subarray(size).every((byte) => byte === 0);
	}
	module.tables.forEach((_, i) => {
		const size = exports[`size_t${i}`]();
		state[`t${i}`] = Array.from({ length: size },
			(_, at) => printable(exports[`at_t${i}`](at) ?? null)).join();
	});
	return state;
}

/** Shows what each passive segment still has. */
function probe(module, r) {
	return module.functions.filter(({ name }) => /^init/.test(name))
		.map(({ name }) => [name, [r, 0, 1]]);
}

for (const mode of ['in-place', 'reinstantiate']) {
	describe(`random modules, ${mode}`, () => {
		for (let seed = FIRST; seed <= LAST; seed++) {
			it(`seed ${seed}`, async () => {
				const module = randomModule(seed);
				const bytes = assemble(module.text);
				const original = new WebAssembly.Module(bytes);
				const anew = () => new WebAssembly.Instance(original, IMPORTS).exports;
				const pkg = await loaded(bytes, { flags: ['--reset', mode], imports: IMPORTS });
				const initial = stateOf(module, pkg);
				assert.deepEqual(initial, stateOf(module, anew()));
				for (let round = 0; round < 6; round++) {
					const length = LENGTHS[round % LENGTHS.length];
					const calls = randomCalls(module, seed * 1000 + round, length);
					for (let again = 0; again < 2; again++) {
						assert.deepEqual(play(pkg, calls), play(anew(), calls));
						pkg.__wbg_reset_state();
						assert.deepEqual(stateOf(module, pkg), initial, `after ${show(calls)}`);
					}
					for (const call of probe(module, round)) {
						assert.deepEqual(play(pkg, [call]), play(anew(), [call]));
						pkg.__wbg_reset_state();
					}
				}
				assert.deepEqual(stateOf(module, pkg), initial);
				if (mode === 'in-place')
					isBounded(module, pkg, seed);
			});
		}
	});
}

/** The same calls over and over make nothing grow. */
function isBounded(module, pkg, seed) {
	const calls = randomCalls(module, seed, 40);
	const sizes = () => [pkg.memory?.buffer.byteLength,
		...module.tables.map((_, i) => pkg[`table${i}`]?.length)];
	play(pkg, calls);
	pkg.__wbg_reset_state();
	const before = sizes();
	for (let i = 0; i < 20; i++) {
		play(pkg, calls);
		pkg.__wbg_reset_state();
	}
	assert.deepEqual(sizes(), before);
}
