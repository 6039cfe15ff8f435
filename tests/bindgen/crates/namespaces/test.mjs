// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

export default function ({ pkg }) {
	const { geometry, text, other } = pkg;
	assert.equal(geometry.area(2, 3.5), 7);
	const square = new geometry.Square(3);
	assert.ok(square instanceof geometry.Square);
	assert.equal(square.area(), 9);
	assert.equal(geometry.Square.unit().side, 1);
	assert.equal(pkg.plain(square), 3);
	assert.equal(pkg.Square, undefined);
	assert.equal(pkg.area, undefined);
	assert.equal(geometry.Unit.Foot, 3);
	assert.equal(geometry.Unit[1], 'Metre');
	assert.equal(text.tools.join('ä', 'b'), 'äb');
	assert.equal(text.tools.upperCase('ä'), 'Ä');
	assert.equal(text.unit(geometry.Unit.Metre), geometry.Unit.Foot);
	assert.equal(other.area(), 'another');

	assert.equal(pkg.with_this.call({ a: 1 }, 4), 'JsValue(Object({"a":1})) 4');
	const that = {};
	assert.equal(geometry.this_in_namespace.call(that), that);
	assert.equal(geometry.this_in_namespace(), geometry);
}
