// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

export default async function ({ pkg, collectGarbage }) {
	const object = {};
	const borrowed = pkg.borrowed(object);
	assert.deepEqual(borrowed, ['0:7 1:8', 7.5, 'Ä', [object, object, 1], true, '0', undefined, Int32Array.of(-1, 2), 42]);
	assert.equal(borrowed[3][0], object);
	assert.deepEqual(pkg.results('v'), [9, 'refused', `255 ${-(2n ** 63n)} 0.5 true € tëxt JsValue("v")`]);

	pkg.counter(4);
	const count = globalThis.kept;
	assert.equal(typeof count, 'function');
	assert.deepEqual([count(), count(), count()], [5, 6, 7]);
	pkg.shared('prä');
	const shared = globalThis.kept;
	assert.equal(shared('fix'), 'präfix');
	pkg.two();
	const [f, g] = globalThis.kept;
	assert.deepEqual([f(3), g(3)], [4, 6]);
	assert.equal(count(), 8);
	assert.equal(pkg.drop_all(), 3);
	for (const dropped of [count, shared, f, g])
		assert.throws(() => dropped('x'), /dropped|stale/);

	pkg.owned();
	const swap = globalThis.kept;
	assert.equal(swap(object), null);
	assert.equal(swap(1), object);

	assert.equal(pkg.forgotten(9)(), 9);
	assert.equal(pkg.into_value('n')(4294967295), 'n4294967295');
	const once = pkg.once('a');
	assert.equal(once(1), 'a1');
	assert.throws(() => once(2));
	const onceKept = pkg.once_kept('text');
	assert.equal(onceKept(), 'text');
	assert.throws(() => onceKept());
	assert.equal(pkg.drop_all(), 1);

	let sum;
	sum = pkg.recursive((n) => sum(n));
	assert.equal(sum(10), 55);

	let inner;
	inner = pkg.not_recursive((depth) => {
		assert.throws(() => inner());
		return depth;
	});
	assert.equal(inner(), 1);
	assert.equal(inner(), 2);

	const that = { factor: 3 };
	assert.equal(pkg.apply(function (a, b) { return this.factor * (a + b); }, that, [1, 2]), 9);
	const mine = new Error('mine');
	assert.throws(() => pkg.apply(() => { throw mine; }, null, []), (error) => error === mine);
	const composed = pkg.compose((x) => x + 1, (x) => `<${x}>`);
	assert.equal(composed(4), '<5>');
	assert.throws(() => pkg.compose(() => { throw mine; }, () => 1)(0), (error) => error === mine);

	// A closure that JavaScript has forgotten is dropped, with what it holds.
	const weak = lent(pkg);
	await collectGarbage(() => weak.deref() === undefined);
	assert.ok(weak.deref() === undefined, 'what the closure held can be collected');
}

function lent(pkg) {
	const held = () => 1;
	pkg.compose(held, (x) => x)(1);
	return new WeakRef(held);
}
