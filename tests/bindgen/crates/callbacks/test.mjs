// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

export default function ({ pkg }) {
	assert.equal(pkg.lent(), `-2147483647 äb Some(1.5) None ${5n - 2n ** 63n}`);
	const one = pkg.adder(1), ten = pkg.adder(10);
	assert.deepEqual([pkg.call(one, 2), pkg.call(ten, 2), pkg.call(one, 3), pkg.call(ten, 3)], [2, 20, 5, 50]);
	pkg.forget_all();
	assert.throws(() => pkg.call(one, 1), /dropped|stale/);
	const once = pkg.once('täxt');
	assert.equal(once(), 'täxt');
	assert.throws(() => once());
	const forever = pkg.forever(7);
	assert.deepEqual([forever(1), forever(6)], [7, 42]);
}
