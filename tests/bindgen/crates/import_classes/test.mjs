// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

export default function ({ pkg }) {
	const animal = pkg.make('cat');
	assert.equal(animal.constructor.name, 'Animal');
	assert.equal(animal.name, 'cat');
	assert.equal(pkg.changed(animal), animal);
	assert.equal(animal.name, 'CATY');
	assert.equal(animal.legs, 5);
	assert.deepEqual(pkg.told(animal), ['CATY CATY', 'CATY', '5', 'None', '2', 'animalia']);
	animal.missing = 0.5;
	assert.equal(pkg.told(animal)[3], 'Some(0.5)');

	const tricks = ['roll'];
	const dog = pkg.make_dog('rex', tricks);
	assert.equal(dog.tricks, tricks);
	assert.ok(dog instanceof animal.constructor);
	// One asks the object, the other its class.
	assert.equal(pkg.speak_twice(dog), 'woof rex rex');

	assert.equal(pkg.failing(animal).message, 'not CATY');
	const why = {};
	assert.equal(pkg.refused(why), why);
	assert.equal(pkg.kingdom('fungi'), 'animalia');
	assert.equal(pkg.kingdom('animalia'), 'fungi');
	assert.equal(pkg.from_names(['a', 'ö']).name, 'a-ö');
	assert.deepEqual(pkg.all([animal, dog]), [dog, animal]);
	assert.equal(pkg.all([animal, dog])[1], animal);
	assert.equal(pkg.maybe(dog), dog);
	assert.equal(pkg.maybe(), undefined);
	assert.equal(pkg.maybe(null), undefined);

	assert.equal(pkg.what(animal), 'true false false false false false');
	assert.equal(pkg.what(dog), 'true true false false true false');
	assert.equal(pkg.what(new Map()), 'false false true false false false');
	assert.equal(pkg.what([]), 'false false false false false true');
	assert.equal(pkg.what(4), 'false false false true false false');
	assert.equal(pkg.what(3), 'false false false false false false');
	assert.equal(pkg.what(null), 'false false false false false false');

	const table = pkg.table();
	assert.deepEqual([...table], [['a', 1.5], [null, -2]]);
	assert.equal(pkg.look_up(table, 'a'), 3.5);
	assert.equal(pkg.look_up(table, 'b'), undefined);
	assert.equal(pkg.plural('en', 1), 'one');

	const anything = { key: 1, gone: 2, 1: 7.5, 'quoted name': (n) => n + 1 };
	assert.deepEqual(pkg.indexed(anything), [1, 'written', 7.5, undefined, 5]);
	assert.equal('gone' in anything, false);
	const mine = new Error('mine');
	assert.equal(pkg.index_fails(new Proxy({}, { get() { throw mine; } })), mine);
}
