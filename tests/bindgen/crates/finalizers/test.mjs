// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

export default async function ({ pkg, collectGarbage }) {
	const { Guard, dropped } = pkg;
	new Guard(1).free();
	assert.deepEqual([...dropped()], [1]);
	new Guard(2)[Symbol.dispose]();
	assert.deepEqual([...dropped()], [2]);
	assert.equal(new Guard(3).consume(), 3);
	assert.deepEqual([...dropped()], [3]);

	const reborn = new Guard(4).reborn();
	assert.deepEqual([...dropped()], []);
	assert.equal(reborn.id(), 4);

	// What nobody has any more goes with the garbage, once; what was freed, moved
	// or is still in use does not.
	const seen = [];
	littered(Guard);
	await collectGarbage(() => seen.push(...dropped()) && seen.length >= 13);
	seen.push(...dropped());
	assert.deepEqual(seen.sort((a, b) => a - b), [99, ...Array.from({ length: 10 }, (_, i) => 100 + i), 200, 201]);
	assert.equal(reborn.id(), 4);

	const many = pkg.make_many(3);
	assert.deepEqual(many.map((guard) => guard.id()), [0, 1, 2]);
	assert.equal(pkg.take_many(many), 3);
	assert.deepEqual([...dropped()], [0, 1, 2]);
	assert.throws(() => many[0].id());
	assert.throws(() => pkg.take_many(many));
	assert.throws(() => pkg.take_many([{}]));
	reborn.free();
	assert.deepEqual([...dropped()].includes(4), true);

	// References do not pile up.
	const before = pkg.live_references();
	for (let i = 0; i < 100; i++)
		pkg.make_many(1)[0].free();
	assert.equal(pkg.live_references(), before);
}

function littered(Guard) {
	for (let i = 0; i < 10; i++)
		new Guard(100 + i);
	new Guard(99).consume();
	new Guard(200).free();
	new Guard(201).reborn();
}
