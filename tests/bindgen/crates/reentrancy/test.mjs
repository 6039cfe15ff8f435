// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

export default function ({ pkg }) {
	const down = (n) => pkg.down(n, down);
	assert.equal(pkg.down(100, down), 100);

	const mine = new Error('mine');
	const fails = (n) => (n === 0 ? (() => { throw mine; })() : pkg.try_down(n - 1, fails));
	assert.throws(() => pkg.try_down(20, fails), (error) => error === mine);
	assert.equal(pkg.try_down(3, (n) => n + 1), 8);

	const account = new pkg.Account(10);
	// While it is lent to be changed nobody else gets it, and it is free again after.
	let refused = 0;
	const tries = () => {
		for (const attempt of [() => account.balance, () => account.pay(1, () => 0), () => account.watch(() => 0), () => account.free()]) {
			assert.throws(attempt, /recursive|aliasing|borrow/);
			refused++;
		}
		return 'tried';
	};
	assert.equal(account.pay(5, tries), 'tried');
	assert.equal(refused, 4);
}
