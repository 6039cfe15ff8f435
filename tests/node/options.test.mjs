// SPDX-License-Identifier: MIT OR Apache-2.0
// --unwind, --unwind-safe-import, --abort-export, --eh, -O: what the flags
// change for a program.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { needs } from './support/engine.mjs';
import { abortedOnce, isAlive, isPanic, isTerminated, show, thrown } from './support/expect.mjs';
import { FLAVOURS, assemble, exnrefWat, flavour, flavourFile, source, wat } from './support/fixtures.mjs';
import { loaded } from './support/load.mjs';
import { rewrite, runOk, wabtReads } from './support/tool.mjs';

const lines = source();
const FLAT = ['safe', 'unsafe', 'other'];

/** globs.wat with imports that throw: {pkg, aborts, error}. */
async function globs(flags) {
	const error = new Error('x');
	const fail = () => {
		throw error;
	};
	const pkg = await loaded(wat('globs'), { flags,
		imports: { env: { safe: fail, unsafe: fail }, other: { safe: fail } } });
	const aborts = [];
	pkg.set_on_abort((abort) => {
		aborts.push(abort);
	});
	return { pkg, aborts, error };
}

/** Which of globs.wat's imports may throw without harm. */
async function harmless(flags) {
	const names = [];
	for (const name of FLAT) {
		const { pkg, aborts, error } = await globs(flags);
		assert.equal(thrown(() => pkg[`call_${name}`](1)), error);
		if (aborts.length === 0) {
			assert.equal(pkg.ping(), 1);
			assert.equal(thrown(() => pkg[`call_${name}`](1)), error);
			assert.equal(pkg.ping(), 1);
			names.push(name);
			// A trap is none of that.
			const death = thrown(() => pkg.trap());
			abortedOnce(aborts, { error: death, reason: 'trap', export: 'trap' });
			isTerminated(pkg, () => pkg.ping(), death);
		} else {
			abortedOnce(aborts, { error, reason: 'foreign-exception', export: `call_${name}` });
			isTerminated(pkg, () => pkg.ping(), error);
		}
	}
	return names;
}

const safe = (...patterns) => ['--eh', 'legacy',
	...patterns.flatMap((pattern) => ['--unwind-safe-import', pattern])];

describe('a module without exception handling', () => {
	const CASES = [
		[[], []],
		[['--unwind', 'auto'], []],
		[['--unwind', 'never'], []],
		[['--unwind', 'trust', '--eh', 'legacy'], FLAT],
		[safe('env.safe'), ['safe']],
		[safe('safe'), ['safe', 'other']],
		[safe('env.*'), ['safe', 'unsafe']],
		[safe('*safe'), ['safe', 'unsafe', 'other']],
		[safe('other.*'), ['other']],
		[safe('env.s?fe'), ['safe']],
		[safe('env.unsafe', 'other.safe'), ['unsafe', 'other']],
		[safe('nothing'), []],
		[safe('SAFE'), []],
		[['--unwind', 'trust', '--eh', 'legacy', '--abort-export', 'call_unsafe'],
			['safe', 'other']],
		[['--unwind', 'trust', '--eh', 'legacy', '--abort-export', 'call_*'], []],
		[['--unwind', 'trust', '--eh', 'legacy', '--abort-export', 'call_s*', '--abort-export',
			'*_other'], ['unsafe']],
		[[...safe('*'), '--abort-export', 'call_safe'], ['unsafe', 'other']],
	];
	for (const [flags, expected] of CASES) {
		it(`${flags.join(' ') || 'no flags'}: ${expected.join(', ') || 'none'} may throw`,
			async () => assert.deepEqual(await harmless(flags), expected));
	}

	it('trust, in the modern dialect', needs('exnref'), async () => {
		assert.deepEqual(await harmless(['--unwind', 'trust', '--eh', 'exnref']), FLAT);
		assert.deepEqual(await harmless(
			['--unwind-safe-import', 'env.safe', '--eh', 'exnref']), ['safe']);
	});
});

describe('exceptions of one\'s own', () => {
	const module = async (flags, exnref, host = (x) => x) => {
		const pkg = await loaded(exnref ? exnrefWat('own-tag') : wat('own-tag'),
			{ flags, imports: { env: { host } } });
		const aborts = [];
		pkg.set_on_abort((abort) => {
			aborts.push(abort);
		});
		return { pkg, aborts };
	};
	for (const exnref of [false, true]) {
		const dialect = exnref ? 'exnref' : 'legacy';
		const options = needs(...exnref ? ['exnref'] : []);
		it(`--unwind trust lets them out: ${dialect}`, options, async () => {
			const { pkg, aborts } = await module(['--unwind', 'trust'], exnref);
			for (let i = 0; i < 3; i++) {
				const error = thrown(() => pkg.throws());
				assert.ok(error instanceof WebAssembly.Exception, show(error));
				assert.equal(error.getArg(pkg.error, 0), 3);
				assert.deepEqual(pkg.catches(), [3, 4n]);
			}
			assert.deepEqual(aborts, []);
			const death = thrown(() => pkg.trap());
			abortedOnce(aborts, { error: death, reason: 'trap', export: 'trap' });
			isTerminated(pkg, () => pkg.call(1), death);
		});

		it(`--unwind trust: JavaScript exceptions run the cleanups: ${dialect}`, options,
			async () => {
				const error = { from: 'JavaScript' };
				const { pkg, aborts } = await module(['--unwind', 'trust'], exnref, () => {
					throw error;
				});
				for (let i = 1; i <= 3; i++) {
					assert.equal(thrown(() => pkg.call(1)), error);
					assert.equal(pkg.cleanups(), i);
					assert.equal(pkg.swallows(1), -1);
				}
				assert.deepEqual(aborts, []);
			});

		it(`--unwind trust does not excuse a trap after an unwind: ${dialect}`, options,
			async () => {
				const { pkg, aborts } = await module(['--unwind', 'trust'], exnref, () => {
					thrown(() => pkg.throws());
					return pkg.trap();
				});
				const error = thrown(() => pkg.call(1));
				assert.ok(error instanceof WebAssembly.RuntimeError, show(error));
				abortedOnce(aborts, { error, reason: 'trap', export: 'trap' });
				isTerminated(pkg, () => pkg.cleanups(), error);
			});
	}
});

for (const { name, unwinds, needs: features } of FLAVOURS) {
	describe(`flags, ${name}`, needs(...features), () => {
		if (unwinds) {
			it('--unwind never: a panic is the end', async () => {
				const { pkg, aborts } = await flavour(name, { flags: ['--unwind', 'never'] });
				assert.equal(pkg.catch_inside(), 1);
				const error = thrown(() => pkg.boom_str());
				assert.ok(error instanceof pkg.PanicError);
				assert.equal(error.message, 'boom');
				assert.equal(error.fatal, true);
				assert.match(error.location.file, /lib\.rs$/);
				abortedOnce(aborts, { error, reason: 'panic', export: 'boom_str' });
				isTerminated(pkg, () => pkg.counter(), error);
			});

			it('--unwind never: a JavaScript exception is the end', async () => {
				const error = new Error('x');
				const { pkg, aborts } = await flavour(name, { flags: ['--unwind', 'never'],
					env: { host() {
						throw error;
					} } });
				assert.equal(thrown(() => pkg.guarded_call(1)), error);
				abortedOnce(aborts, { error, reason: 'foreign-exception', export: 'guarded_call' });
				isTerminated(pkg, () => pkg.counter(), error);
			});

			it('--abort-export names those whose panics are the end', async () => {
				const flags = ['--abort-export', 'boom_*', '--abort-export', 'plain_call'];
				const error = new Error('x');
				const host = () => {
					throw error;
				};
				const one = await flavour(name, { flags, env: { host } });
				isPanic(one.pkg, thrown(() => one.pkg.index(99)),
					{ message: /^index out of bounds/, fatal: false, at: '[i as usize]', lines });
				assert.equal(thrown(() => one.pkg.guarded_call(1)), error);
				isAlive(one.pkg, one.aborts);
				const panic = thrown(() => one.pkg.boom_str());
				assert.ok(panic instanceof one.pkg.PanicError);
				assert.equal(panic.fatal, true);
				assert.equal(panic.message, 'boom');
				abortedOnce(one.aborts, { error: panic, reason: 'panic', export: 'boom_str' });
				isTerminated(one.pkg, () => one.pkg.counter(), panic);

				const two = await flavour(name, { flags, env: { host } });
				assert.equal(thrown(() => two.pkg.plain_call(1)), error);
				abortedOnce(two.aborts, { error, reason: 'foreign-exception', export: 'plain_call' });
				isTerminated(two.pkg, () => two.pkg.counter(), error);
			});
		}

		for (const level of ['1', '2', 's']) {
			it(`-O ${level} changes nothing that one could see`, async () => {
				const { pkg, env, aborts } = await flavour(name, { flags: ['-O', level] });
				assert.equal(pkg.add(1, 2), 3);
				env.host = (x) => pkg.add(x, 1);
				assert.equal(pkg.guarded_call(1), 2);
				const stack = pkg.stack_pointer_drift_probe();
				const error = thrown(() => pkg.boom_fmt(7));
				isPanic(pkg, error, { message: 'value 7 is bad', at: 'panic!("value', fatal: !unwinds,
					lines });
				if (unwinds) {
					assert.equal(pkg.stack_pointer_drift_probe(), stack);
					env.host = () => {
						throw error;
					};
					assert.equal(thrown(() => pkg.guarded_call(1)), error);
					assert.equal(pkg.drops(), 2);
					isAlive(pkg, aborts);
				}
				const again = await flavour(name, { flags: ['-O', level] });
				again.env.host = () => {
					thrown(() => again.pkg.trap());
					return 1;
				};
				assert.ok(thrown(() => again.pkg.guarded_call(1)) instanceof again.pkg.TerminatedError);
				assert.equal(again.aborts.length, 1);
			});
		}
	});
}

it('-O s keeps no value in a local that is to be on the stack', () => {
	const bytes = assemble(`(module (func $f (export "f") (param i32) (result i32)
		(if (result i32) (local.get 0)
			(then (call $f (call $f (i32.sub (local.get 0) (i32.const 1)))))
			(else (i32.const 3)))))`);
	const code = (...flags) => {
		const { dir } = rewrite(bytes, ['--target', 'web', '--reset', 'none', ...flags]);
		return runOk('wasm2wat', [`${dir}/mod_bg.wasm`]);
	};
	assert.match(code(), /local\.set/);
	assert.match(code('-O', '2'), /local\.set/);
	for (const level of ['s', 'z', '3', '4'])
		assert.doesNotMatch(code('-O', level), /local\.(set|tee)/);
});

describe('--eh', () => {
	it('exnref turns a legacy module modern', needs('exnref'), async () => {
		const flags = ['--eh', 'exnref'];
		assert.equal(wabtReads(`${rewrite(flavourFile('legacy'),
			['--target', 'web', ...flags]).dir}/mod_bg.wasm`).ok, false, 'it still is legacy');
		const { pkg, env, aborts } = await flavour('legacy', { flags });
		isPanic(pkg, thrown(() => pkg.boom_str()),
			{ message: 'boom', fatal: false, at: 'panic!("boom")', lines });
		env.host = () => {
			throw 42;
		};
		assert.equal(thrown(() => pkg.guarded_call(1)), 42);
		assert.equal(pkg.drops(), 1);
		assert.equal(pkg.catch_inside(), 1);
		isAlive(pkg, aborts);
		const error = thrown(() => pkg.trap());
		abortedOnce(aborts, { error, reason: 'trap', export: 'trap' });
	});

	it('legacy and auto keep a legacy module legacy', () => {
		for (const flags of [[], ['--eh', 'auto'], ['--eh', 'legacy']]) {
			const { dir } = rewrite(flavourFile('legacy'), flags);
			assert.ok(wabtReads(`${dir}/mod_bg.wasm`).ok, flags.join(' '));
		}
	});

	it('legacy cannot be had from a modern module, and that is said', () => {
		const result = rewrite(flavourFile('exnref'), ['--eh', 'legacy']);
		assert.ok(result.status === 1 || result.status === 2, `${result.status} ${result.stderr}`);
		assert.match(result.stderr, /legacy/);
		assert.deepEqual(result.files, []);
	});

	it('a panic=abort module has no exception handling, and gets none', () => {
		for (const target of ['web', 'nodejs']) {
			const { dir } = rewrite(flavourFile('abort'), ['--target', target]);
			const plain = wabtReads(`${dir}/mod_bg.wasm`, []);
			assert.ok(plain.ok, plain.stderr);
		}
	});
});
