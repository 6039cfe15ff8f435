// SPDX-License-Identifier: MIT OR Apache-2.0
// The shapes of modules that cargo does not make: testdata/wat.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { needs } from './support/engine.mjs';
import { abortedOnce, isTerminated, show, thrown } from './support/expect.mjs';
import { assemble, exnrefWat, wat } from './support/fixtures.mjs';
import { loaded } from './support/load.mjs';

/** A module of testdata/wat, loaded: {pkg, aborts}. */
async function shape(name, options = {}) {
	const input = options.exnref ? exnrefWat(name) : wat(name);
	const pkg = await loaded(input, options);
	const aborts = [];
	pkg.set_on_abort((abort) => {
		aborts.push(abort);
	});
	return { pkg, aborts };
}

function lives(pkg, aborts) {
	assert.deepEqual(aborts, []);
	assert.equal(pkg.recovery_state().terminated, false);
}

describe('several results', () => {
	const env = { triple: () => [1, 2.5, 3n], pair: () => [null, 0.1] };
	const module = () => shape('multivalue', { imports: { env: {
		triple: (x) => env.triple(x), pair: () => env.pair(),
	} } });

	it('of exports are an array', async () => {
		const { pkg } = await module();
		assert.deepEqual(pkg.swap(1, 2n), [2n, 1]);
		assert.deepEqual(pkg.mixed(0.1), [Math.fround(0.1), -7, Math.fround(0.1)]);
		assert.ok(Array.isArray(pkg.swap(1, 2n)));
		assert.equal(pkg.swap.length, 2);
	});

	it('of imports may be any iterable', async () => {
		const { pkg, aborts } = await module();
		const object = {};
		for (const iterable of [[1, 2.5, 3n], new Set([1, 2.5, 3n]), [1.7, '2.5', '3']]) {
			env.triple = () => iterable;
			assert.deepEqual(pkg.call_triple(0), [4n, 2.5, 1]);
		}
		env.triple = function* () {
			yield 1;
			yield 2.5;
			yield 3n;
		};
		assert.deepEqual(pkg.call_triple(0), [4n, 2.5, 1]);
		env.pair = () => [object, 0.1];
		const [first, second] = pkg.call_pair();
		assert.equal(first, object);
		assert.equal(second, Math.fround(0.1));
		lives(pkg, aborts);
	});

	it('of imports that are too few are an error that crosses the frames', async () => {
		for (const wrong of [[1, 2.5], undefined, 1, [1, 2.5, 3n, 4]]) {
			const { pkg, aborts } = await module();
			env.triple = () => wrong;
			const error = thrown(() => pkg.call_triple(0));
			assert.ok(error instanceof TypeError, show(error));
			abortedOnce(aborts, { error, reason: 'foreign-exception', export: 'call_triple' });
		}
	});

	it('die like one', async () => {
		const { pkg, aborts } = await module();
		const error = thrown(() => pkg.trap());
		abortedOnce(aborts, { error, reason: 'trap', export: 'trap' });
		isTerminated(pkg, () => pkg.swap(1, 2n), error);
		isTerminated(pkg, () => pkg.call_pair(), error);
	});
});

describe('numbers', () => {
	it('are what they are', async () => {
		const id = (x) => x;
		let seen;
		const { pkg, aborts } = await shape('numbers', { imports: { env: {
			i64: id, f32: id, f64: id, many: (...args) => {
				seen = args;
				return 0.5;
			} } } });
		for (const x of [0, -0, 1, -1, 0x7fffffff, -0x80000000])
			assert.equal(pkg.id_i32(x), x | 0);
		for (const x of [0n, -1n, 2n ** 63n - 1n, -(2n ** 63n)]) {
			assert.equal(pkg.id_i64(x), x);
			assert.equal(pkg.call_i64(x), x);
		}
		for (const x of [0, -0, 0.1, NaN, Infinity, -Infinity, 1e-45, Number.MAX_VALUE, 2 ** 53]) {
			for (const call of [pkg.id_f64, pkg.call_f64])
				assert.ok(Object.is(call(x), x), `${x}`);
			for (const call of [pkg.id_f32, pkg.call_f32])
				assert.ok(Object.is(call(x), Math.fround(x)), `${x}`);
		}
		assert.equal(pkg.id_f64('1.5'), 1.5);
		assert.equal(pkg.id_f64(), NaN);
		assert.equal(pkg.call_many(-1, -2n, 0.1, 0.2), 0.5);
		assert.deepEqual(seen, [-1, -2n, Math.fround(0.1), 0.2, -1, -2n, Math.fround(0.1), 0.2]);
		for (const call of [() => pkg.id_f32(1n), () => pkg.id_f64(Symbol('x')),
			() => pkg.id_i64(1), () => pkg.call_many(1, 2, 3, 4)])
			assert.ok(thrown(call) instanceof TypeError);
		lives(pkg, aborts);
	});

	it('of the wrong type from an import are an error that crosses the frames', async () => {
		const { pkg, aborts } = await shape('numbers', { imports: { env: {
			i64: () => 1, f32: Number, f64: Number, many: Number } } });
		const error = thrown(() => pkg.call_i64(1n));
		assert.ok(error instanceof TypeError);
		abortedOnce(aborts, { error, reason: 'foreign-exception', export: 'call_i64' });
		isTerminated(pkg, () => pkg.ping(), error);
	});
});

describe('references', () => {
	const module = async () => {
		const taken = [];
		const { pkg, aborts } = await shape('references', { imports: { env: {
			keep: (x) => {
				taken.push(x);
				return x;
			},
			callback: (f) => {
				taken.push(f);
				return f;
			},
		} } });
		return { pkg, aborts, taken };
	};

	it('to objects keep their identity', async () => {
		const { pkg, aborts, taken } = await module();
		for (const x of [{}, null, undefined, 42, NaN, 'text', Symbol('x'), 1n, () => 1]) {
			assert.ok(Object.is(pkg.id_extern(x), x));
			assert.ok(Object.is(pkg.call_keep(x), x));
			assert.ok(Object.is(taken.at(-1), x));
			pkg.store(x);
			const [a, b] = pkg.stored();
			assert.ok(Object.is(a, x) && Object.is(b, x));
			assert.equal(pkg.is_null(x), x === null ? 1 : 0);
		}
		assert.equal(pkg.id_extern(), undefined);
		lives(pkg, aborts);
	});

	it('to functions go out, work, and come back', async () => {
		const { pkg, aborts, taken } = await module();
		const inner = pkg.hand_out_function();
		assert.equal(taken[0], inner);
		assert.equal(inner(41), 42);
		assert.equal(pkg.id_func(inner), inner);
		assert.equal(pkg.id_func(null), null);
		assert.equal(pkg.hand_out_function()(1), 2);
		lives(pkg, aborts);
	});

	it('to functions that are none of wasm are refused, and nothing happens', async () => {
		const { pkg, aborts } = await module();
		for (const wrong of [() => 1, {}, 42, undefined, Math.max])
			assert.ok(thrown(() => pkg.id_func(wrong)) instanceof TypeError);
		lives(pkg, aborts);
	});

	it('are refused by a dead module', async () => {
		const { pkg, aborts, taken } = await module();
		const error = thrown(() => pkg.trap());
		abortedOnce(aborts, { error, reason: 'trap', export: 'trap' });
		for (const call of [() => pkg.store({}), () => pkg.call_keep(1),
			() => pkg.hand_out_function(), () => pkg.id_func(null)])
			isTerminated(pkg, call, error);
		assert.deepEqual(taken, []);
	});
});

describe('v128', () => {
	it('works inside, is refused outside, and is never an abort there', async () => {
		const { pkg, aborts } = await shape('vectors',
			{ imports: { env: { vector: (x) => x } } });
		assert.equal(pkg.inside(3), 12);
		assert.ok(thrown(() => pkg.takes_vector(1)) instanceof TypeError);
		assert.ok(thrown(() => pkg.gives_vector(1)) instanceof TypeError);
		assert.equal(pkg.ping(), 1);
		assert.equal(pkg.inside(4), 16);
		lives(pkg, aborts);
		assert.ok(thrown(() => pkg.call_vector()) instanceof TypeError);
	});
});

describe('exports that are no functions', () => {
	for (const target of ['web', 'nodejs']) {
		it(`are there, and alive: ${target}`, async () => {
			const pkg = target === 'web' ? (await shape('kinds')).pkg
				: await loaded(wat('kinds'), { target });
			assert.ok(pkg.count instanceof WebAssembly.Global);
			assert.ok(pkg.memory instanceof WebAssembly.Memory);
			assert.ok(pkg.objects instanceof WebAssembly.Table);
			assert.equal(pkg.answer.value, 42);
			assert.equal(pkg.big.value, 7n);
			assert.equal(pkg.bump(), 6);
			pkg.count.value = 10;
			assert.equal(pkg.bump(), 11);
			assert.equal(pkg.count.value, 11);
			pkg.object.value = pkg;
			assert.equal(pkg.object.value, pkg);
			assert.equal(pkg.objects.length, 3);
			pkg.objects.set(1, 'x');
			assert.equal(pkg.objects.get(1), 'x');
			const { memory } = pkg;
			assert.equal(Buffer.from(memory.buffer, 8, 5).toString(), 'hello');
			assert.equal(pkg.grow(1), 1);
			assert.equal(memory.buffer.byteLength, 2 << 16);
			assert.equal(pkg.memory, memory);
			assert.equal(pkg.grow(100), -1);
			new Uint8Array(memory.buffer)[8] = 7;
			assert.equal(pkg.load(8), 7);
			const error = thrown(() => pkg.load(-1));
			isTerminated(pkg, () => pkg.bump(), error);
			assert.equal(pkg.count.value, 11);
			assert.equal(new Uint8Array(memory.buffer)[8], 7);
		});
	}
});

describe('an exported table', () => {
	const module = async (host = (x) => x) => shape('table', { imports: { env: { host } } });

	it('has function pointers that work from both sides, nested as well', async () => {
		const { pkg, aborts } = await module((x) => pkgOf.table.get(2)(x) * 10);
		const pkgOf = pkg;
		assert.equal(pkg.table.length, 8);
		assert.equal(pkg.table.get(5), null);
		assert.equal(pkg.table.get(0)(1), 2);
		assert.equal(pkg.table.get(2)(1), 3);
		assert.equal(pkg.indirect(0, 4), 5);
		assert.equal(pkg.indirect(2, 4), 6);
		assert.equal(pkg.table.get(3)(1), 30);
		assert.equal(pkg.indirect(3, 1), 30);
		assert.equal(pkg.table.get(4)(123), 123);
		assert.equal(pkg.stored(), 123);
		assert.equal(pkg.increment(1), 2);
		lives(pkg, aborts);
	});

	it('refuses them once the module is dead', async () => {
		let reached = 0;
		const { pkg, aborts } = await module(() => reached++);
		const pointers = [0, 2, 3, 4].map((slot) => pkg.table.get(slot));
		pkg.table.get(4)(123);
		const error = thrown(() => pkg.fail());
		abortedOnce(aborts, { error, reason: 'trap', export: 'fail' });
		for (const pointer of pointers)
			isTerminated(pkg, () => pointer(7), error);
		for (const slot of [0, 1, 2, 3, 4])
			isTerminated(pkg, () => pkg.table.get(slot)(7), error);
		assert.equal(reached, 0);
		assert.equal(new Uint32Array(pkg.memory.buffer)[0], 123);
	});

	it('refuses them to an import of a dying module', async () => {
		let refusals = 0;
		const { pkg, aborts } = await module(() => {
			const death = thrown(() => pkg.fail());
			isTerminated(pkg, () => pkg.table.get(0)(1), death);
			refusals++;
			return 1;
		});
		assert.ok(thrown(() => pkg.indirect(3, 1)) instanceof pkg.TerminatedError);
		assert.equal(refusals, 1);
		assert.equal(aborts.length, 1);
	});

	it('traps through it are the module\'s death', async () => {
		const { pkg, aborts } = await module();
		const error = thrown(() => pkg.indirect(1, 1));
		abortedOnce(aborts, { error, reason: 'trap', export: 'indirect' });
		isTerminated(pkg, () => pkg.table.get(0)(1), error);
	});
});

describe('an exported table of a module that unwinds', () => {
	// As in cxx.wat; slot 0 throws, slot 1 calls the import.
	const text = `(module
		(import "env" "host" (func $host (param i32) (result i32)))
		(tag $__cpp_exception (param i32))
		(memory (export "memory") 1)
		(global $__stack_pointer (mut i32) (i32.const 65536))
		(data (i32.const 1024) "\\00++CGNLC")
		(table (export "table") 2 funcref)
		(elem (i32.const 0) $throws $calls)
		(func $__cxa_throw (param i32) local.get 0 throw $__cpp_exception)
		(func $throws (param i32) (result i32)
			global.get $__stack_pointer i32.const 64 i32.sub global.set $__stack_pointer
			try (result i32)
				i32.const 1024 call $__cxa_throw i32.const 0
			catch_all
				rethrow 0
			end)
		(func $calls (param i32) (result i32) local.get 0 call $host)
		(func (export "indirect") (param i32 i32) (result i32)
			local.get 1 local.get 0 call_indirect (param i32) (result i32))
		(func (export "catches") (result i32)
			try (result i32)
				i32.const 0 call $throws
			catch $__cpp_exception
			end)
		(func (export "stack") (result i32) global.get $__stack_pointer)
		(func (export "trap") unreachable))`;
	const module = async (host) => {
		const pkg = await loaded(assemble(text), { imports: { env: { host } } });
		const aborts = [];
		pkg.set_on_abort((abort) => {
			aborts.push(abort);
		});
		return { pkg, aborts };
	};

	it('a panic leaves through it as it would through an export', async () => {
		const { pkg, aborts } = await module((x) => x);
		for (let i = 0; i < 3; i++) {
			assert.ok(thrown(() => pkg.table.get(0)(1)) instanceof pkg.PanicError);
			assert.equal(pkg.stack(), 65536);
			assert.ok(thrown(() => pkg.indirect(0, 1)) instanceof pkg.PanicError);
		}
		lives(pkg, aborts);
	});

	it('a JavaScript exception as well', async () => {
		const error = new Error('x');
		const { pkg, aborts } = await module(() => {
			throw error;
		});
		for (let i = 0; i < 3; i++) {
			assert.equal(thrown(() => pkg.table.get(1)(1)), error);
			assert.equal(thrown(() => pkg.indirect(1, 1)), error);
		}
		lives(pkg, aborts);
	});

	it('a panic from inside is caught inside', async () => {
		const { pkg, aborts } = await module((x) => x);
		assert.equal(pkg.catches(), 1024);
		lives(pkg, aborts);
	});

	it('an unwind through it does not excuse the trap that follows', async () => {
		for (const flags of [[], ['--unwind', 'trust']]) {
			const pkg = await loaded(assemble(text), { flags, imports: { env: { host: () => {
				thrown(() => pkg.table.get(0)(1));
				return pkg.trap();
			} } } });
			const aborts = [];
			pkg.set_on_abort((abort) => {
				aborts.push(abort);
			});
			thrown(() => pkg.table.get(0)(1));
			const error = thrown(() => pkg.indirect(1, 1));
			assert.ok(error instanceof WebAssembly.RuntimeError, show(error));
			abortedOnce(aborts, { error, reason: 'trap', export: 'trap' });
			isTerminated(pkg, () => pkg.stack(), error);
		}
	});

	it('a trap in it that came straight from JavaScript is found at the next call', async () => {
		const { pkg, aborts } = await module(() => pkg.trap());
		// The glue sees the inner call; nobody has to see the outer one.
		const error = thrown(() => pkg.table.get(1)(1));
		assert.ok(error instanceof WebAssembly.RuntimeError);
		isTerminated(pkg, () => pkg.stack(), error);
		assert.equal(aborts.length, 1);
	});
});

describe('little modules', () => {
	it('no memory', async () => {
		const { pkg, aborts } = await shape('no-memory', { imports: { env: { host: (x) => x + 1 } } });
		assert.equal(pkg.call(1), 2);
		const error = thrown(() => pkg.trap());
		abortedOnce(aborts, { error, reason: 'trap', export: 'trap' });
		isTerminated(pkg, () => pkg.call(1), error);
	});

	for (const name of ['empty', 'no-exports']) {
		it(name, async () => {
			const { pkg } = await shape(name);
			assert.equal(pkg.recovery_state().terminated, false);
		});
	}

	it('an import that is exported again', async () => {
		let thrower;
		const { pkg, aborts } = await shape('reexport', { imports: { env: { host(x) {
			if (thrower)
				throw thrower;
			return x * 2;
		} } } });
		assert.equal(pkg.again(4), 8);
		assert.equal(pkg.again.name, 'again');
		assert.equal(pkg.again.length, 1);
		lives(pkg, aborts);
		thrower = new Error('x');
		assert.equal(thrown(() => pkg.again(1)), thrower);
		abortedOnce(aborts, { error: thrower, reason: 'foreign-exception', export: 'again' });
		isTerminated(pkg, () => pkg.again(1), thrower);
	});
});

describe('functions', () => {
	it('with many parameters', async () => {
		const params = Array.from({ length: 60 }, (_, i) => ['i32', 'i64', 'f64'][i % 3]);
		const text = `(module
			(import "env" "host" (func $host (param ${params.join(' ')}) (result f64)))
			(func (export "call") (param ${params.join(' ')}) (result f64)
				${params.map((_, i) => `local.get ${i}`).join(' ')} call $host))`;
		let seen;
		const pkg = await loaded(assemble(text), { imports: { env: { host: (...args) => {
			seen = args;
			return 1.5;
		} } } });
		const args = params.map((type, i) => type === 'i64' ? BigInt(i) : i);
		assert.equal(pkg.call.length, 60);
		assert.equal(pkg.call(...args), 1.5);
		assert.deepEqual(seen, args);
	});

	it('whose parameters have names that JavaScript or the package uses', async () => {
		const names = ['class', 'arguments', 'foo-bar', 'a', 'a0', 'life', 'error', 'generation', 'x',
			'undefined', 'suspect', 'eval', 'let', 'WebAssembly', 'BigInt', 'terminated', 'this'];
		const text = `(module
			(import "env" "host" (func $host (param $new i32) (param $host i32) (result i32)))
			(func (export "sum") ${names.map((name) => `(param $${name} i32)`).join(' ')} (result i32)
				local.get $class
				${names.slice(1).map((name) => `local.get $${name} i32.add`).join(' ')}
				i32.const 1 call $host)
			(func $fail (export "fail") (param $Error i32) unreachable))`;
		const pkg = await loaded(assemble(text), { imports: { env: { host: (a, b) => a - b } } });
		assert.equal(pkg.sum(...names.map((_, i) => i)), names.length * (names.length - 1) / 2 - 1);
		assert.equal(pkg.sum.length, names.length);
		assert.ok(thrown(() => pkg.fail(1)) instanceof WebAssembly.RuntimeError);
		assert.ok(thrown(() => pkg.sum()) instanceof pkg.TerminatedError);
	});

	it('of a module with a shared memory', async () => {
		const pkg = await loaded(assemble(`(module
			(memory (export "memory") 1 2 shared)
			(data (i32.const 8) "shared")
			(func (export "load") (param i32) (result i32)
				local.get 0 i32.atomic.load8_u))`));
		assert.equal(pkg.load(8), 's'.charCodeAt());
		assert.ok(pkg.memory.buffer instanceof SharedArrayBuffer);
		const error = thrown(() => pkg.load(-1));
		isTerminated(pkg, () => pkg.load(8), error);
	});
});

describe('every way to an import', () => {
	const PATHS = {
		direct: (pkg) => pkg.direct(5),
		'the same import again': (pkg) => pkg.direct_same(5),
		call_indirect: (pkg) => pkg.indirect(5, 0),
		'call_indirect of another': (pkg) => pkg.indirect(5, 1),
		return_call: (pkg) => pkg.tail(5),
		return_call_indirect: (pkg) => pkg.tail_indirect(5, 1),
		'return_call below a frame': (pkg) => pkg.nested_tail(5),
		'a function reference': (pkg) => pkg.through_global(5),
		'its own export': (pkg) => pkg.imported(5),
	};
	const module = async (host) => {
		const taken = [];
		const { pkg, aborts } = await shape('calls',
			{ imports: { env: { host, other: host, take: (f) => taken.push(f) } } });
		return { pkg, aborts, taken };
	};

	for (const [path, call] of Object.entries(PATHS)) {
		it(`${path}: works, and may come back in`, async () => {
			const { pkg, aborts } = await module((x) => pkg.twice(x) + pkg.ping());
			for (let i = 0; i < 3; i++)
				assert.equal(call(pkg), 11);
			lives(pkg, aborts);
		});

		it(`${path}: a death inside kills the frames outside`, async () => {
			let death;
			const { pkg, aborts } = await module(() => {
				death = thrown(() => pkg.trap());
				return 1;
			});
			const error = thrown(() => call(pkg));
			assert.ok(error instanceof pkg.TerminatedError, show(error));
			assert.equal(error.cause, death);
			abortedOnce(aborts, { error: death, reason: 'trap', export: 'trap' });
			assert.equal(pkg.marks.value, 0, 'a dead frame went on');
			isTerminated(pkg, () => pkg.ping(), death);
		});

		it(`${path}: what it throws is an abort without exception handling`, async () => {
			const { pkg, aborts } = await module(() => {
				throw error;
			});
			const error = new Error('x');
			assert.equal(thrown(() => call(pkg)), error);
			assert.equal(aborts.length, 1);
			assert.equal(aborts[0].reason, 'foreign-exception');
			assert.equal(pkg.marks.value, 0);
			isTerminated(pkg, () => pkg.ping(), error);
		});
	}

	it('function references that JavaScript was given work', async () => {
		const { pkg, aborts, taken } = await module((x) => x + pkg.ping());
		pkg.give_import();
		pkg.give_local();
		assert.equal(taken[0](1), 2);
		assert.equal(taken[1](1), 101);
		lives(pkg, aborts);
	});

	it('one function under two names', async () => {
		const { pkg } = await module((x) => x);
		assert.equal(pkg.twice(4), 8);
		assert.equal(pkg.double(4), 8);
		assert.equal(pkg.twice.name, 'twice');
		assert.equal(pkg.double.name, 'double');
	});
});

describe('state that JavaScript owns', () => {
	const state = () => ({
		memory: new WebAssembly.Memory({ initial: 2, maximum: 4 }),
		table: new WebAssembly.Table({ initial: 4, element: 'anyfunc' }),
		base: 10,
		count: new WebAssembly.Global({ value: 'i32', mutable: true }, 1),
		host: (x) => x,
	});

	it('is used as it is', async () => {
		const env = state();
		const { pkg, aborts } = await shape('imported-state', { imports: { env } });
		assert.equal(pkg.load(16), 'u'.charCodeAt());
		assert.equal(Buffer.from(env.memory.buffer, 16, 8).toString(), 'unpoison');
		assert.equal(pkg.bump(), 11);
		assert.equal(env.count.value, 11);
		assert.equal(pkg.indirect(1), 5);
		assert.equal(env.table.get(1)(), 5);
		assert.equal(pkg.call(3), 3);
		lives(pkg, aborts);
	});

	it('is not touched after the end', async () => {
		const env = state();
		const { pkg } = await shape('imported-state', { imports: { env } });
		const error = thrown(() => pkg.trap());
		isTerminated(pkg, () => pkg.bump(), error);
		isTerminated(pkg, () => pkg.indirect(1), error);
		assert.equal(env.count.value, 1);
	});

	for (const missing of ['memory', 'table', 'base', 'count', 'host']) {
		it(`must be there: ${missing}`, async () => {
			const env = state();
			delete env[missing];
			await assert.rejects(shape('imported-state', { imports: { env } }),
				(error) => error instanceof Error && error.message.includes('env') &&
					error.message.includes(missing));
		});
	}
});

describe('C++ exceptions', () => {
	const module = async (host = (x) => x) => shape('cxx', { imports: { env: { host } } });
	const OBJECTS = {
		'C++, as a number': 1024,
		'C++, as text': 2048,
		'another language': 3072,
		'Rust by its class, but with nothing behind it': 4096,
		'Rust by its class as text, but with nothing behind it': 5120,
		'a null pointer': 0,
		'a pointer past the end': -16,
		'a pointer across the end': 65536 - 4,
	};

	for (const [what, object] of Object.entries(OBJECTS)) {
		it(`${what}: a PanicError, without reading what is not there`, async () => {
			const { pkg, aborts } = await module();
			const stack = pkg.stack();
			for (let i = 1; i <= 100; i++) {
				const error = thrown(() => pkg.throws(object));
				assert.ok(error instanceof pkg.PanicError, show(error));
				assert.equal(error.fatal, false);
				assert.equal(error.location, undefined);
				assert.equal(typeof error.message, 'string');
				assert.notEqual(error.message, '');
				assert.equal(pkg.cleanups(), i);
				assert.equal(pkg.stack(), stack);
			}
			assert.equal(pkg.catches(object), object);
			lives(pkg, aborts);
		});
	}

	it('a JavaScript exception unwinds C++ frames', async () => {
		const error = { from: 'JavaScript' };
		const { pkg, aborts } = await module(() => {
			throw error;
		});
		for (let i = 1; i <= 3; i++) {
			assert.equal(thrown(() => pkg.call(1)), error);
			assert.equal(pkg.cleanups(), i);
		}
		lives(pkg, aborts);
	});

	it('a trap is a trap', async () => {
		const { pkg, aborts } = await module();
		thrown(() => pkg.throws(1024));
		const error = thrown(() => pkg.trap());
		abortedOnce(aborts, { error, reason: 'trap', export: 'trap' });
		isTerminated(pkg, () => pkg.cleanups(), error);
	});

	it('a longjmp that leaves the module is an abort, and no panic', async () => {
		const { pkg, aborts } = await shape('longjmp');
		assert.equal(pkg.lands(), 12);
		assert.equal(pkg.cleans_up(), 1024);
		assert.ok(thrown(() => pkg.throws(1024)) instanceof pkg.PanicError);
		lives(pkg, aborts);
		const error = thrown(() => pkg.jumps(1024));
		assert.ok(error instanceof WebAssembly.Exception, show(error));
		abortedOnce(aborts, { error, reason: 'foreign-exception', export: 'jumps' });
		isTerminated(pkg, () => pkg.ping(), error);
	});
});

for (const exnref of [false, true]) {
	const dialect = exnref ? 'exnref' : 'legacy';
	describe(`exceptions of one's own, ${dialect}`, needs(...exnref ? ['exnref'] : []), () => {
		const module = (host = (x) => x) =>
			shape('own-tag', { exnref, imports: { env: { host } } });

		it('work inside', async () => {
			const { pkg, aborts } = await module();
			assert.deepEqual(pkg.catches(), [3, 4n]);
			assert.equal(pkg.call(5), 5);
			assert.equal(pkg.swallows(6), 6);
			assert.ok(pkg.error instanceof WebAssembly.Tag);
			lives(pkg, aborts);
		});

		it('are aborts when they leave: nobody said that they unwind', async () => {
			const { pkg, aborts } = await module();
			const error = thrown(() => pkg.throws());
			assert.ok(error instanceof WebAssembly.Exception, show(error));
			assert.ok(error.is(pkg.error));
			assert.equal(error.getArg(pkg.error, 1), 4n);
			abortedOnce(aborts, { error, reason: 'foreign-exception', export: 'throws' });
			isTerminated(pkg, () => pkg.call(1), error);
		});

		it('may swallow what JavaScript throws, and go on', async () => {
			for (const object of [new Error('x'), undefined, new RangeError('x')]) {
				const { pkg, aborts } = await module(() => {
					throw object;
				});
				for (let i = 0; i < 3; i++)
					assert.equal(pkg.swallows(1), -1);
				assert.equal(pkg.cleanups(), 0);
				lives(pkg, aborts);
			}
		});

		it('cannot swallow the death of a call inside', async () => {
			for (const swallow of [true, false]) {
				let death;
				const { pkg, aborts } = await module(() => {
					death = thrown(() => pkg.trap());
					if (swallow)
						return 5;
					throw death;
				});
				const error = thrown(() => pkg.swallows(1));
				if (!swallow)
					assert.equal(error, death);
				else
					assert.ok(error instanceof pkg.TerminatedError, show(error));
				abortedOnce(aborts, { error: death, reason: 'trap', export: 'trap' });
				isTerminated(pkg, () => pkg.cleanups(), death);
			}
		});

		it('JavaScript errors that leave unmarked frames are aborts', async () => {
			const error = new Error('x');
			const { pkg, aborts } = await module(() => {
				throw error;
			});
			assert.equal(thrown(() => pkg.call(1)), error);
			abortedOnce(aborts, { error, reason: 'foreign-exception', export: 'call' });
			isTerminated(pkg, () => pkg.cleanups(), error);
		});
	});
}
