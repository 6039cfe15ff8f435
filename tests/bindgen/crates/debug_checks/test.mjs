// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

function refuses(call, message) {
	assert.throws(call, (error) => {
		assert.ok(error instanceof Error);
		assert.equal(error.message, message);
		return true;
	});
}

function checksNumbers(pkg) {
	const CASES = {
		int: [7, ['7', null, undefined, 7n, true], 'number'],
		flag: [true, [1, 'true', null, undefined], 'boolean'],
		long: [-7n, [7, '7', null], 'bigint'],
		longer: [2n ** 100n, [7, '7'], 'bigint'],
		maybe_int: [7, ['7', 7n], 'number'],
		maybe_float: [7.5, ['7'], 'number'],
		maybe_flag: [false, [0, 'false'], 'boolean'],
		maybe_long: [7n, [7], 'bigint'],
	};
	for (const [name, [right, wrong, type]] of Object.entries(CASES)) {
		for (const value of wrong)
			refuses(() => pkg[name](value), `expected a ${type} argument, found ${typeof value}`);
		assert.equal(pkg[name](right), right);
	}
	for (const name of ['maybe_int', 'maybe_float', 'maybe_flag', 'maybe_long'])
		assert.equal(pkg[name](undefined), undefined);
	assert.equal(pkg.float('1.5'), 1.5);
	refuses(() => pkg.text(5), 'expected a string argument, found number');
	refuses(() => pkg.other('Left'), 'expected a number argument, found string');
	assert.equal(pkg.other(pkg.Side.Left), pkg.Side.Right);
}

function checksSequences(pkg) {
	const CASES = [['abc', 'string'], [5, 'number'], [null, 'null'], [undefined, 'undefined'],
		[new ArrayBuffer(2), 'ArrayBuffer'], [new Set([1]), 'Set'], [{}, 'Object']];
	for (const [value, found] of CASES) {
		refuses(() => pkg.count(value), `expected an array or Uint16Array, found ${found}`);
		refuses(() => pkg.count_any(value), `expected an array, found ${found}`);
	}
	assert.equal(pkg.count([1, 2]), 2);
	assert.equal(pkg.count(Uint16Array.of(1, 2, 3)), 3);
	assert.equal(pkg.count_any(['a', {}]), 2);
	const floats = Float32Array.of(1, 2);
	for (const [value, found] of [[Int32Array.of(1), 'Int32Array'], [Float64Array.of(1), 'Float64Array'], [[1], 'Array']])
		refuses(() => pkg.clear(value), `expected Float32Array, found ${found}`);
	pkg.clear(floats);
	assert.deepEqual([...floats], [0, 0]);
}

function checksObjects({ Made, look_at }) {
	refuses(() => new Made(), 'cannot invoke `new` directly');
	const made = Made.make(3);
	refuses(() => look_at({}), 'expected instance of Made');
	assert.equal(look_at(made), 3);
	assert.equal(made.done(), 3);
	refuses(() => made.value(), 'Attempt to use a moved value');
	refuses(() => look_at(made), 'Attempt to use a moved value');
	assert.equal(look_at(Made.make(4)), 4);
}

// Last of all: without `catch` that may be the end of the module.
function tellsOfErrors({ ask }) {
	const told = [];
	const { error } = console;
	console.error = (...words) => told.push(words.join(' '));
	globalThis.answer = () => 42;
	assert.equal(ask(), 42);
	assert.deepEqual(told, []);
	globalThis.answer = () => {
		throw new Error('no answer');
	};
	assert.throws(ask, /no answer/);
	console.error = error;
	assert.equal(told.length, 1);
	assert.match(told[0], /imported JS function that was not marked as `catch` threw an error: no answer/);
}

export default function ({ pkg, target }) {
	if (target !== 'no-modules')
		assert.ok(pkg.__wasm.memory instanceof WebAssembly.Memory);
	checksNumbers(pkg);
	checksSequences(pkg);
	checksObjects(pkg);
	tellsOfErrors(pkg);
}
