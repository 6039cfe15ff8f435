// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

export default function ({ pkg }) {
	assert.deepEqual(pkg.arrays([1, 2, 'c']), [3, 1, [2, 'c'], [1, 3, 1], '1/2/c', true, -1, true, [1, 'x'], ['c', 2, 1]]);
	const key = {};
	const map = pkg.maps(key);
	assert.deepEqual([...map], [[key, 'first'], ['other', key], [null, 2]]);
	assert.equal([...map.keys()][0], key);
	assert.deepEqual(pkg.sets([1, 1, key]), [1, key, 'added']);

	const object = { a: 1, b: [2] };
	assert.deepEqual(pkg.objects(object), [['a', 'b'], [['a', 1], ['b', [2]]], { a: 1, b: [2] }, true, true, true, ['b', 'set']]);
	assert.equal(object.set, 'by Rust');
	assert.equal(pkg.get(object, 'b'), object.b);
	assert.equal(pkg.get(object, 'z'), undefined);
	assert.throws(() => pkg.get(5, 'z'), TypeError);
	assert.deepEqual(pkg.json('{"a": [1, null, "ü"]}'), [{ a: [1, null, 'ü'] }, '{"a":[1,null,"ü"]}']);
	assert.throws(() => pkg.json('{'), SyntaxError);
	assert.equal(pkg.dates(86400000), '86400000 1970 1970-01-02T00:00:00.000Z');
	assert.equal(pkg.now_is_later(Date.now()), true);
	assert.deepEqual([...pkg.matches('(ü+)b', 'i', 'aÜüB')], ['ÜüB', 'Üü']);
	assert.equal(pkg.matches('x', '', 'y'), undefined);
	assert.deepEqual(pkg.numbers(), [2.5, -1, false, 2.5, '5.00', 12345678901234567890n, '-5', 31, true, '%C3%A4%20b']);
	assert.deepEqual(pkg.strings('a,ö'), [3, 97, ['a', 'ö'], 'A,Ö', '***a,ö', 'b,ö', 97 + 44 + 246]);
	assert.deepEqual(pkg.symbols(), [Symbol.iterator, Symbol.for('suite'), 'suite']);
	assert.equal(pkg.proxied({ n: 4 }).n, 5);
	function named(a, b) {
		return a - b;
	}
	assert.deepEqual(pkg.functions(named), ['named', 2, 6, 42, -1]);
	assert.equal(pkg.errors(new RangeError('far')), 'RangeError: far');
	assert.equal(pkg.errors('far'), 'no error: JsValue("far")');
	assert.equal(pkg.weakly(key), true);
	assert.equal(pkg.global(), globalThis);
	assert.equal(pkg.evaluated('6 * 7'), 42);
	assert.throws(() => pkg.evaluated('('), SyntaxError);
}
