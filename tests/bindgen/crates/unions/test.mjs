// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

export default async function ({ pkg }) {
	const date = new Date(5);
	const values = [
		['nothing', 'nothing'], ['every thing', 'everything'], ['other', 'text other'], ['', 'text '],
		[date, 'time 5'], [true, 'flag true'], [false, 'flag false'], [0, 'number 0'], [-1.5, 'number -1.5'],
	];
	for (const [value, description] of values) {
		assert.equal(pkg.describe(value), description);
		assert.equal(pkg.same(value), value);
		assert.equal(pkg.maybe(value), value);
		assert.equal(await pkg.later(value), value);
	}
	assert.equal(pkg.describe(new pkg.Item(3)), 'item 3');
	const item = new pkg.Item(4);
	const back = pkg.same(item);
	assert.ok(back instanceof pkg.Item);
	assert.equal(back.id, 4);
	assert.throws(() => item.id);
	assert.equal(pkg.maybe(), undefined);
	assert.equal(pkg.maybe(null), undefined);
	assert.throws(() => pkg.same(undefined));
	assert.throws(() => pkg.same({}));
	assert.throws(() => pkg.same(5n));

	const made = Array.from({ length: 6 }, (_, kind) => pkg.make(kind));
	assert.ok(made[2] instanceof pkg.Item);
	assert.equal(made[2].id, 5);
	made[2] = 5;
	assert.deepEqual(made, ['nothing', 'every thing', 5, false, -0.5, 'täxt']);

	assert.equal(pkg.describe_open('closed'), 'closed');
	assert.equal(pkg.describe_open(new pkg.Item(6)), 'item 6');
	assert.equal(pkg.describe_open('open'), 'rest JsValue("open")');
	assert.equal(pkg.describe_open(undefined), 'rest JsValue(undefined)');
	const any = { any: 1 };
	assert.equal(pkg.open(any), any);
	assert.equal(pkg.open('closed'), 'closed');

	assert.equal(pkg.outer('nothing'), 'inner nothing');
	assert.equal(pkg.outer(12), 'inner number 12');
	assert.equal(pkg.outer(-5n), 'big -5');
	assert.deepEqual(pkg.through_imports(), ['number 7', 'nothing']);
}
