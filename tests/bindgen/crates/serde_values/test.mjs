// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

export default function ({ pkg }) {
	const raw = () => 1;
	const order = {
		id: 2 ** 40,
		customer: { name: 'Åsa', vip: true },
		lines: [{ itemName: 'nut', unitPrice: 0.5 }, { itemName: 'bolt', unitPrice: 1.25 }],
		tags: new Map([['a', 0.5], ['b', -1]]),
		state: { Paid: { amount: 7 } },
		corner: [-3, 'é', false],
		raw,
	};
	const back = pkg.round_trip(order);
	assert.deepEqual(back, { ...order, notes: undefined });
	assert.equal(back.raw, raw);
	assert.ok(back.tags instanceof Map);
	assert.equal(pkg.round_trip({ ...order, state: 'Open', notes: 'x' }).notes, 'x');
	assert.deepEqual(pkg.round_trip({ ...order, state: { Sent: ['post', -1] } }).state, { Sent: ['post', -1] });
	assert.equal(pkg.round_trip({ ...order, id: 5n }).id, 5);
	// A map may be an object.
	assert.deepEqual(pkg.round_trip({ ...order, tags: { c: 1 } }).tags, new Map([['c', 1]]));
	assert.equal(pkg.total(order), 1.75);

	assert.throws(() => pkg.total({ ...order, lines: 5 }), TypeError);
	assert.throws(() => pkg.total({ ...order, lines: [5] }));
	assert.throws(() => pkg.total({ ...order, state: 'Lost' }), /unknown variant `Lost`/);
	assert.throws(() => pkg.total({ ...order, customer: { name: 5, vip: true } }), /invalid type: .*expected a string/);
	assert.throws(() => pkg.total({ ...order, id: undefined }), /id|undefined/);
	assert.throws(() => pkg.total(null));
	assert.deepEqual(pkg.as_json_would(3), { 'key 0': [0], 'key 1': null, 'key 2': [2] });
	assert.deepEqual(pkg.big([1, -(2n ** 60n), 3n]), [1n, -(2n ** 60n), 3n]);
}
