// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

export default function ({ pkg }) {
	// Words of JavaScript get an underscore.
	assert.equal(pkg._delete(), 1);
	assert.equal(pkg._typeof(), 2);
	assert.equal(pkg.toString(), 5);
	assert.equal(pkg.module(3, 4), 7);
	const error = new pkg.Error(8);
	assert.equal(error.code, 8);
	assert.equal(error.function(9, 'x'), '9x8');
	assert.equal(error.class, 7);
	assert.equal(pkg.Enum.Default, 2);
	// What the glue itself throws is not that class.
	assert.throws(() => pkg.fails(), (thrown) => thrown instanceof Error && !(thrown instanceof pkg.Error));
	assert.throws(() => error.function.call({}, 1, 'x'));
}
