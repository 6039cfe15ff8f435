// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

function classes({ left, right, ...pkg }) {
	const thing = new left.Thing(4);
	assert.equal(thing.side(), 'left 4');
	assert.equal(thing.value, 4);
	assert.ok(!(thing instanceof right.Thing));
	const other = new right.Thing(5);
	assert.equal(other.side(), 'right 5');
	assert.equal(other.twice, 10);

	const flipped = pkg.flip(thing);
	assert.ok(flipped instanceof right.Thing);
	assert.equal(flipped.side(), 'right 4');
	assert.equal(pkg.flip_back(flipped).value, 4);
	assert.equal(pkg.flip_back(), undefined);

	const many = left.Thing.many(3);
	assert.ok(many.every((one) => one instanceof left.Thing));
	assert.equal(pkg.sum(many), 3);
}

function heirs({ Base, Middle, Leaf, of_base }) {
	const leaf = new Leaf(5);
	assert.ok(leaf instanceof Middle);
	assert.ok(leaf instanceof Base);
	assert.equal(leaf.base(), 'base 5');
	assert.equal(leaf.middle(), 'middle 6');
	assert.deepEqual([leaf.l, leaf.m, leaf.n], [7, 6, 5]);
	assert.equal(of_base(leaf), 5);
	assert.equal(Middle.make(2).base(), 'base 2');
	leaf.free();
}

export default function ({ pkg }) {
	classes(pkg);
	heirs(pkg);
	assert.deepEqual(pkg.reversed([1, 7]), [7, 1]);
	assert.equal(pkg.same(pkg.colours.Colour.Blue), 7);
	assert.equal(pkg.same(null), undefined);
	assert.equal(pkg.RightThing, undefined);
}
