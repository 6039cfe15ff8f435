// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

const seen = [];

globalThis.suite = {
	deep: { er: { nested: (value) => value } },
	'not an identifier': (n) => n * 2,
	default: () => 'default',
	this_of() {
		return this;
	},
	numbers: (...args) => {
		seen.push(args);
		return args.length;
	},
	negative: () => -1,
	big: () => 2n ** 64n - 1n,
	letter: () => 'ü',
	truth: () => true,
};
globalThis.suiteGlobal = (...args) => args.map((arg) => `${typeof arg}:${arg}`).join(' ');
globalThis.suiteUnit = (...args) => {
	seen.push(args);
	return 'ignored';
};

export default function ({ pkg }) {
	assert.deepEqual(pkg.globals(), [255, true, 5, 7.5, -Infinity, 3, 5, '😀a']);
	const value = {};
	assert.deepEqual(pkg.namespaces(value), [value, -8, 'default', globalThis.suite]);
	assert.equal(pkg.namespaces(value)[0], value);
	// They are looked up at each call.
	globalThis.suite.deep.er.nested = () => 'replaced';
	assert.equal(pkg.namespaces(value)[0], 'replaced');
	assert.deepEqual(pkg.same_name(), [
		'number:255 boolean:false string:€',
		'number:0 undefined:undefined string:a',
		`bigint:${-(2n ** 63n)} string:text`,
	]);

	assert.equal(pkg.unit(2n ** 64n - 1n), undefined);
	assert.deepEqual(seen.pop(), [2n ** 64n - 1n]);

	const { warn } = console;
	console.warn = (...args) => seen.push(args);
	pkg.warns(value);
	console.warn = warn;
	assert.deepEqual(seen.splice(0), [['wärning'], [value, 4294967295]]);

	assert.equal(pkg.wide_numbers(), 6);
	assert.deepEqual(seen.pop(), [-(2n ** 63n), 2n ** 64n - 1n, -(2n ** 127n), 2n ** 128n - 1n, 0.5, -128]);
	assert.equal(pkg.returned(), `255 4294967295 -1 ${2n ** 64n - 1n} ${2n ** 64n - 1n} ü true`);

	// What an import throws arrives as it is.
	const mine = new Error('mine');
	globalThis.suiteUnit = () => {
		throw mine;
	};
	assert.throws(() => pkg.unit(1n), (error) => error === mine);
}
