// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

export default function ({ pkg }) {
	const { Inner, Outer } = pkg;
	const inner = new Inner(1);
	const outer = new Outer(inner);
	assert.throws(() => inner.value);
	assert.equal(outer.inner.value, 1);
	// A getter gives a copy.
	outer.inner.value = 50;
	assert.equal(outer.inner.value, 1);
	outer.inner = new Inner(2);
	assert.equal(outer.inner.value, 2);

	assert.equal(outer.maybe, undefined);
	outer.maybe = new Inner(3);
	assert.equal(outer.maybe.value, 3);
	outer.maybe = null;
	assert.equal(outer.maybe, undefined);
	outer.list = [new Inner(4), new Inner(5)];
	assert.deepEqual(outer.list.map((one) => one.value), [4, 5]);
	assert.ok(outer.list[0] instanceof Inner);
	const any = {};
	outer.any = any;
	assert.equal(outer.any, any);
	outer.texts = ['ä', ''];
	assert.deepEqual(outer.texts, ['ä', '']);

	const changed = outer.withInner(9);
	assert.equal(changed.inner.value, 9);
	assert.equal(changed.any, any);
	assert.throws(() => outer.inner);

	assert.equal(pkg.sum([new Inner(1), new Inner(2)]), 3);
	assert.equal(pkg.sum([]), 0);
	assert.throws(() => pkg.sum([1]));
	assert.throws(() => pkg.sum([changed]));
	assert.deepEqual(pkg.range(1, 4).map((one) => one.value), [1, 2, 3]);
	assert.equal(pkg.maybe_list(), undefined);
	assert.equal(pkg.maybe_list([new Inner(6)])[0].value, 6);

	const wrapped = pkg.as_any(new Inner(7));
	assert.ok(wrapped instanceof Inner);
	assert.equal(wrapped.value, 7);
	assert.equal(pkg.from_any(wrapped), 7);
	assert.throws(() => pkg.from_any(wrapped));
	assert.throws(() => pkg.from_any(any), (error) => error === any);
	assert.throws(() => pkg.from_any('x'), (error) => error === 'x');

	const mixed = pkg.mixed();
	assert.ok(mixed[0] instanceof Inner && mixed[1] === 2 && mixed[2] instanceof Outer);
	assert.equal(mixed[2].inner.value, 3);
	assert.equal(pkg.through_imports(), '7 9 1,2,3');
}
