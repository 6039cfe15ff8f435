// SPDX-License-Identifier: MIT OR Apache-2.0
// A panic becomes a PanicError with its text and place; where the module was
// compiled to unwind the state is kept, and elsewhere the module is stopped.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { needs } from './support/engine.mjs';
import { abortedOnce, isAlive, isPanic, isTerminated, thrown } from './support/expect.mjs';
import { FLAVOURS, flavour, source } from './support/fixtures.mjs';

const lines = source();

// The text and the place as the source has them.
const PANICS = [
	{ export: 'boom_str', message: 'boom', at: 'panic!("boom")' },
	{ export: 'boom_fmt', args: [7], message: 'value 7 is bad', at: 'panic!("value' },
	{ export: 'boom_fmt', args: [-2147483648], message: 'value -2147483648 is bad',
		at: 'panic!("value' },
	{ export: 'index', args: [99], at: '[i as usize]',
		message: 'index out of bounds: the len is 10 but the index is 99' },
	{ export: 'index', args: [-1], at: '[i as usize]',
		message: 'index out of bounds: the len is 10 but the index is 4294967295' },
	{ export: 'boom_unwrap', at: 'unwrap()',
		message: 'called `Result::unwrap()` on an `Err` value: "nope"' },
	{ export: 'lock_panics', message: 'held', at: 'panic!("held")' },
	{ export: 'nested_drop_boom', message: 'outer', at: 'panic!("outer")' },
	// With panic=abort nothing is caught: the first panic is the last.
	{ export: 'caught_then_boom', message: 'second', at: 'panic!("second")',
		aborting: { message: 'first', at: 'panic!("first")' } },
	// No text in these payloads, but a place.
	{ export: 'boom_any', message: /./, at: 'panic_any(42i32)' },
	{ export: 'boom_box', message: /./, at: 'panic_any(Payload)' },
];

for (const { name, unwinds, needs: features } of FLAVOURS) {
	describe(`panics, ${name}`, needs(...features), () => {
		for (const panic of PANICS) {
			const args = panic.args ?? [];
			it(`${panic.export}(${args}) has its text and place`, async () => {
				const { pkg, aborts } = await flavour(name);
				assert.equal(pkg.bump(), 1);
				const error = thrown(() => pkg[panic.export](...args));
				const expected = { ...panic, ...(unwinds ? {} : panic.aborting) };
				isPanic(pkg, error, { ...expected, fatal: !unwinds, lines });
				if (unwinds) {
					isAlive(pkg, aborts);
					assert.equal(pkg.counter(), 2);
					return;
				}
				abortedOnce(aborts, { error, reason: 'panic', export: panic.export });
				isTerminated(pkg, () => pkg.counter(), error);
				assert.equal(pkg.recovery_state().last_error, error);
			});
		}

		it('a panic in an extern "C" export aborts, with the text that began it', async () => {
			const { pkg, aborts } = await flavour(name);
			const error = thrown(() => pkg.boom_c());
			isPanic(pkg, error, { message: 'c boom', at: 'panic!("c boom")', fatal: true, lines });
			abortedOnce(aborts, { error, reason: 'panic', export: 'boom_c' });
			isTerminated(pkg, () => pkg.counter(), error);
		});

		it('resume_unwind has no place, and never the text of another panic', async () => {
			const { pkg, aborts } = await flavour(name);
			if (unwinds)
				thrown(() => pkg.boom_str());
			const error = thrown(() => pkg.boom_resume());
			assert.notEqual(error.message, 'boom');
			if (!unwinds) {
				// No landmark of a panic need be passed on this way.
				abortedOnce(aborts, { error, reason: aborts[0]?.reason });
				assert.match(aborts[0].reason, /^(panic|trap)$/);
				isTerminated(pkg, () => pkg.counter(), error);
				return;
			}
			isPanic(pkg, error, { message: /./, fatal: false });
			assert.equal(error.location, undefined);
			isAlive(pkg, aborts);
			// And it leaves no text behind for the next.
			isPanic(pkg, thrown(() => pkg.boom_any()), {
				message: thrown(() => pkg.boom_any()).message, fatal: false,
				at: 'panic_any(42i32)', lines });
		});

		it('a PanicError has a stack that names the failing call', async () => {
			const { pkg } = await flavour(name);
			function caller() {
				pkg.boom_str();
			}
			const error = thrown(caller);
			assert.match(error.stack, /^PanicError: boom/);
			assert.match(error.stack, /caller/);
		});

		it('the first call of all may be the one that panics', async () => {
			const { pkg } = await flavour(name);
			isPanic(pkg, thrown(() => pkg.boom_str()),
				{ message: 'boom', fatal: !unwinds, at: 'panic!("boom")', lines });
		});
	});

	if (unwinds)
		describe(`after an unwind, ${name}`, needs(...features), () => unwound(name));
}

function unwound(name) {
	it('a panic that is caught inside is nobody else\'s business', async () => {
		const { pkg, aborts } = await flavour(name);
		for (let i = 0; i < 10; i++)
			assert.equal(pkg.catch_inside(), 1);
		isAlive(pkg, aborts);
		// Nor does its text stick to the next one that is not.
		isPanic(pkg, thrown(() => pkg.boom_str()),
			{ message: 'boom', fatal: false, at: 'panic!("boom")', lines });
	});

	it('each of many different panics has its own text', async () => {
		const { pkg, aborts } = await flavour(name);
		for (let x = 0; x < 500; x++) {
			assert.equal(thrown(() => pkg.boom_fmt(x)).message, `value ${x} is bad`);
			assert.match(thrown(() => pkg.index(10 + x)).message, new RegExp(`index is ${10 + x}$`));
			assert.equal(pkg.catch_inside(), 1);
			assert.equal(thrown(() => pkg.caught_then_boom()).message, 'second');
			assert.equal(thrown(() => pkg.nested_drop_boom()).message, 'outer');
		}
		isAlive(pkg, aborts);
	});

	it('destructors have run', async () => {
		const { pkg, env } = await flavour(name);
		assert.equal(pkg.guarded_call(1), 1);
		assert.equal(pkg.drops(), 1);
		env.host = () => pkg.boom_str();
		thrown(() => pkg.guarded_call(1));
		assert.equal(pkg.drops(), 2);
		env.host = () => {
			throw new Error('from JavaScript');
		};
		thrown(() => pkg.guarded_call(1));
		assert.equal(pkg.drops(), 3);
	});

	it('the thread is not panicking any more', async () => {
		const { pkg, env } = await flavour(name);
		const panics = ['boom_str', 'boom_fmt', 'boom_any', 'boom_box', 'boom_resume',
			'nested_drop_boom', 'caught_then_boom', 'lock_panics'];
		for (const panic of panics) {
			thrown(() => pkg[panic](1));
			assert.equal(pkg.is_panicking(), 0, panic);
		}
		env.host = () => pkg.boom_str();
		thrown(() => pkg.guarded_call(1));
		assert.equal(pkg.is_panicking(), 0);
		// While a panic is on its way it is what it was.
		env.host = () => {
			thrown(() => pkg.boom_str());
			return pkg.is_panicking();
		};
		assert.equal(pkg.guarded_call(1), 0);
	});

	it('a mutex is poisoned by the panic that held it, at the second time too', async () => {
		const { pkg } = await flavour(name);
		assert.equal(pkg.lock_is_poisoned(), 0);
		// A panic count that stuck here would hide the poisoning below.
		thrown(() => pkg.boom_str());
		thrown(() => pkg.boom_resume());
		assert.equal(pkg.lock_is_poisoned(), 0);
		thrown(() => pkg.lock_panics());
		assert.equal(pkg.lock_is_poisoned(), 1);
		thrown(() => pkg.lock_panics());
		assert.equal(pkg.lock_is_poisoned(), 1);
	});

	it('50,000 panics in a row lose neither stack nor memory', async () => {
		const { pkg, env, aborts } = await flavour(name);
		thrown(() => pkg.boom_str());
		const stack = pkg.stack_pointer_drift_probe();
		let failed = 0;
		const fails = (call) => {
			try {
				call();
			} catch (error) {
				failed += error instanceof pkg.PanicError;
			}
		};
		for (let i = 0; i < 1000; i++)
			fails(() => pkg.boom_fmt(i));
		const pages = pkg.mem_pages();
		for (let i = 0; i < 49_000; i++)
			fails(() => pkg.boom_fmt(i));
		assert.equal(failed, 50_000);
		assert.equal(pkg.stack_pointer_drift_probe(), stack);
		assert.ok(pkg.mem_pages() - pages <= 4, `${pages} to ${pkg.mem_pages()} pages`);
		env.host = () => fails(() => pkg.boom_str()) ?? 3;
		for (let i = 0; i < 5000; i++)
			assert.equal(pkg.guarded_call(1), 3);
		assert.equal(pkg.stack_pointer_drift_probe(), stack);
		assert.equal(pkg.is_panicking(), 0);
		isAlive(pkg, aborts);
	});

	it('20,000 panics whose payload is not text do not grow the memory', async () => {
		const { pkg } = await flavour(name);
		for (let i = 0; i < 1000; i++)
			thrown(() => pkg.boom_box());
		const pages = pkg.mem_pages();
		for (let i = 0; i < 19_000; i++)
			thrown(() => pkg.boom_box());
		assert.ok(pkg.mem_pages() - pages <= 4, `${pages} to ${pkg.mem_pages()} pages`);
	});

	it('20,000 JavaScript errors through the module lose nothing either', async () => {
		const error = new Error('from JavaScript');
		const { pkg, aborts } = await flavour(name, { env: { host: () => {
			throw error;
		} } });
		thrown(() => pkg.guarded_call(1));
		const [stack, pages] = [pkg.stack_pointer_drift_probe(), pkg.mem_pages()];
		for (let i = 0; i < 20_000; i++) {
			try {
				pkg.guarded_call(i);
				assert.fail('it returned');
			} catch (caught) {
				assert.equal(caught, error);
			}
		}
		assert.equal(pkg.stack_pointer_drift_probe(), stack);
		assert.ok(pkg.mem_pages() - pages <= 4);
		assert.equal(pkg.drops(), 20_001);
		isAlive(pkg, aborts);
	});
}
