// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

export default function ({ pkg }) {
	const { Level, Signed, Renamed } = pkg;
	assert.deepEqual({ ...Level }, { Cold: 0, 0: 'Cold', Warm: 1, 1: 'Warm', Hot: 40, 40: 'Hot', Hotter: 41, 41: 'Hotter' });
	assert.ok(Object.isFrozen(Level));
	assert.equal(Signed.Low, -5);
	assert.equal(Signed[-5], 'Low');
	assert.equal(Renamed.Most, 2147483647);
	assert.equal(pkg.Original, undefined);
	// Of the strings JavaScript gets nothing but the strings.
	assert.equal(pkg.Shape, undefined);

	assert.equal(pkg.warmer(Level.Cold), Level.Warm);
	assert.equal(pkg.warmer(Level.Warm), Level.Hot);
	assert.equal(pkg.warmer(Level.Hot), Level.Hotter);
	for (const value of [-5, 0, 5])
		assert.ok(Object.is(pkg.negated(value), value === 0 ? 0 : -value));
	assert.equal(pkg.maybe_signed(-5), -5);
	assert.equal(pkg.maybe_signed(0), 0);
	assert.equal(pkg.maybe_signed(), undefined);
	assert.equal(pkg.maybe_signed(null), undefined);
	assert.equal(pkg.renamed(Renamed.Most), 2147483647);
	assert.equal(pkg.renamed(1), 1);

	assert.equal(pkg.next_shape('circle'), 'a square');
	assert.equal(pkg.next_shape('a square'), '');
	assert.equal(pkg.next_shape(''), 'circle');
	assert.equal(pkg.shape_name('a square'), 'Square');
	assert.match(pkg.shape_name('what'), /Invalid/);
	assert.equal(pkg.maybe_shape('circle'), 'circle');
	assert.equal(pkg.maybe_shape(''), '');
	assert.equal(pkg.maybe_shape(), undefined);
	assert.equal(pkg.maybe_shape(null), undefined);
	assert.equal(pkg.parse_shape('a square'), 'a square');
	assert.equal(pkg.parse_shape('b square'), undefined);
	assert.equal(pkg.both('circle', undefined, 'x'), 'Circle None x');
	assert.equal(pkg.both('', 0, 'x'), 'Other Some(Cold) x');
	assert.throws(() => pkg.checked(Level.Cold), (error) => error === 'too cold');
	assert.equal(pkg.checked(Level.Hot), 40);

	const holder = new pkg.Holder(Level.Warm, 'circle');
	assert.equal(holder.level, Level.Warm);
	assert.equal(holder.shape, 'circle');
	assert.equal(holder.maybe, undefined);
	assert.equal(holder.maybe_shape, undefined);
	holder.level = Level.Hot;
	holder.shape = 'a square';
	holder.maybe = Level.Cold;
	holder.maybe_shape = '';
	assert.deepEqual([holder.level, holder.shape, holder.maybe, holder.maybe_shape], [40, 'a square', 0, '']);
	holder.maybe = undefined;
	holder.maybe_shape = null;
	assert.deepEqual([holder.maybe, holder.maybe_shape], [undefined, undefined]);

	assert.deepEqual(pkg.through_imports(), [
		'true', 'true', 'Hotter', 'string ', 'undefined undefined', 'number 40',
		'JsValue("a square")', 'JsValue(-5)', 'Some(Circle)',
	]);
}
