// SPDX-License-Identifier: MIT OR Apache-2.0
// What a JavaScript import throws comes out as the very object, and is an
// unwind where the frames can unwind and an abort where they cannot.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import { needs } from './support/engine.mjs';
import { abortedOnce, isAlive, isTerminated, show, thrown } from './support/expect.mjs';
import { FLAVOURS, flavour } from './support/fixtures.mjs';
import { findCounter } from './support/memory.mjs';

class Custom extends Error {
	get message() {
		throw new Error('must not be asked');
	}
}

// Whatever can be thrown. Strings and symbols have no identity beyond equality.
const OBJECTS = {
	'an Error': new Error('x'),
	'a RangeError that is no stack overflow': new RangeError('x'),
	'a TypeError': new TypeError('x'),
	'undefined': undefined,
	'null': null,
	'42': 42,
	'0': 0,
	'-0': -0,
	'NaN': NaN,
	'a string': 'boom',
	'an empty string': '',
	'a BigInt': 1n << 70n,
	'a symbol': Symbol('x'),
	'false': false,
	'a function': () => 1,
	'a frozen object': Object.freeze({ x: 1 }),
	'a frozen Error': Object.freeze(new Error('frozen')),
	'an object without a prototype': Object.create(null),
	'an object whose properties throw': new Proxy({}, {
		get() {
			throw new Error('must not be asked');
		},
		getPrototypeOf() {
			throw new Error('must not be asked');
		},
	}),
	'an Error whose message throws': new Custom(),
	'a Promise': Promise.resolve(1),
	'an exception of a foreign tag': new WebAssembly.Exception(
		new WebAssembly.Tag({ parameters: ['i32'] }), [5]),
};

for (const { name, unwinds, needs: features } of FLAVOURS) {
	describe(`JavaScript exceptions, ${name}`, needs(...features), () => {
		for (const [what, object] of Object.entries(OBJECTS)) {
			it(`${what} passes through`, async () => {
				const { pkg, env, aborts } = await flavour(name);
				env.host = () => {
					throw object;
				};
				assert.equal(pkg.bump(), 1);
				for (const [i, call] of ['guarded_call', 'plain_call'].entries()) {
					const error = thrown(() => pkg[call](1));
					assert.ok(Object.is(error, object), 'another object came out');
					if (!unwinds)
						break;
					assert.equal(pkg.drops(), 1);
					assert.equal(pkg.counter(), 1, `${i}`);
				}
				if (unwinds) {
					isAlive(pkg, aborts);
					return;
				}
				abortedOnce(aborts, { error: object, reason: 'foreign-exception',
					export: 'guarded_call' });
				isTerminated(pkg, () => pkg.counter(), object);
			});
		}

		it('the second import is no different', async () => {
			const error = new Error('x');
			const { pkg, aborts } = await flavour(name, { env: { log() {
				throw error;
			} } });
			assert.equal(thrown(() => pkg.call_log(1)), error);
			if (unwinds)
				isAlive(pkg, aborts);
			else
				isTerminated(pkg, () => pkg.counter(), error);
		});

		it('a RuntimeError is an abort, whoever made it', async () => {
			const error = new WebAssembly.RuntimeError('unreachable');
			const { pkg, aborts } = await flavour(name, { env: { host() {
				throw error;
			} } });
			assert.equal(thrown(() => pkg.guarded_call(1)), error);
			assert.equal(aborts.length, 1);
			assert.match(aborts[0].reason, /^(trap|foreign-exception)$/);
			isTerminated(pkg, () => pkg.counter(), error);
		});

		it('a JavaScript stack overflow in an import is an abort', async () => {
			let overflow;
			const dive = (x) => dive(x + 1) + 1;
			const { pkg, env, aborts } = await flavour(name);
			env.host = () => {
				try {
					return dive(0);
				} catch (error) {
					overflow = error;
					throw error;
				}
			};
			const error = thrown(() => pkg.guarded_call(1));
			assert.ok(error instanceof RangeError);
			assert.equal(error, overflow);
			abortedOnce(aborts, { error, reason: 'stack-overflow', export: 'guarded_call' });
			isTerminated(pkg, () => pkg.counter(), error);
		});

		it('a stack overflow that the import itself survives is nothing', async () => {
			const dive = (x) => dive(x + 1) + 1;
			const { pkg, env, aborts } = await flavour(name);
			env.host = () => {
				thrown(() => dive(0));
				return 5;
			};
			assert.equal(pkg.guarded_call(1), 5);
			isAlive(pkg, aborts);
		});

		it('mutual recursion without end is an abort, once, wherever the stack ends', async () => {
			// A few bytes decide in which function there is no stack left.
			const from = (depth, fn) => depth > 0 ? from(depth - 1, fn) : fn();
			for (let depth = 0; depth < 60; depth++) {
				const { pkg, env, aborts } = await flavour(name);
				env.host = (x) => pkg.guarded_call(x + 1);
				const error = from(depth, () => thrown(() => pkg.guarded_call(0)));
				assert.ok(error instanceof RangeError, show(error));
				abortedOnce(aborts, { error, reason: 'stack-overflow' });
				isTerminated(pkg, () => pkg.counter(), error);
			}
		});

		it('a hook has room to work when the stack has run out', async () => {
			for (let depth = 0; depth < 10; depth++) {
				const { pkg, env } = await flavour(name);
				const from = (level, fn) => level > 0 ? from(level - 1, fn) : fn();
				env.host = (x) => pkg.guarded_call(x + 1);
				let text;
				pkg.set_on_abort(({ error, reason }) => {
					text = `${reason}: ${inspect(error)}`;
				});
				const error = from(depth, () => thrown(() => pkg.guarded_call(0)));
				assert.ok(error instanceof RangeError, show(error));
				assert.match(text ?? 'the hook did not get to its end', /^[a-z-]+: RangeError/);
			}
		});

		it('an import that returns something odd is coerced, not fatal in itself', async () => {
			const { pkg, env, aborts } = await flavour(name);
			for (const [value, expected] of [[undefined, 0], [null, 0], ['12', 12], [NaN, 0],
				[2 ** 32 + 5, 5], [-1.9, -1], [true, 1], [{ valueOf: () => 9 }, 9]]) {
				env.host = () => value;
				assert.equal(pkg.guarded_call(1), expected);
			}
			isAlive(pkg, aborts);
		});

		it('an import whose result throws when coerced has thrown', async () => {
			const error = new Error('valueOf of the result');
			const { pkg, env, aborts } = await flavour(name);
			env.host = () => ({ valueOf() {
				throw error;
			} });
			assert.equal(thrown(() => pkg.guarded_call(1)), error);
			if (unwinds) {
				assert.equal(pkg.drops(), 1);
				isAlive(pkg, aborts);
			} else {
				abortedOnce(aborts, { error, reason: 'foreign-exception' });
				isTerminated(pkg, () => pkg.counter(), error);
			}
		});

		it('destructors of frames that died do not run', async () => {
			const { pkg, env } = await flavour(name);
			const address = findCounter(pkg.memory, () => pkg.guarded_call(1), () => pkg.drops());
			const before = new Uint32Array(pkg.memory.buffer)[address];
			env.host = () => pkg.trap();
			thrown(() => pkg.guarded_call(1));
			assert.equal(new Uint32Array(pkg.memory.buffer)[address], before);
			isTerminated(pkg, () => pkg.drops());
		});
	});
}
