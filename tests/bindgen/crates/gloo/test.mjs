// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

async function until(pkg, pause, enough) {
	const seen = [];
	for (let i = 0; i < 500 && !enough(seen); i++) {
		await pause(2);
		seen.push(...pkg.taken());
	}
	return seen;
}

export default async function ({ pkg, pause }) {
	pkg.in_a_while(3);
	assert.deepEqual(pkg.taken(), []);
	assert.deepEqual(await until(pkg, pause, (seen) => seen.length > 0), ['timeout']);
	pkg.start_interval(2);
	const ticks = await until(pkg, pause, (seen) => seen.length >= 3);
	pkg.stop_interval();
	assert.ok(ticks.length >= 3 && ticks.every((tick) => tick === 'tick'), String(ticks));
	pkg.taken();
	await pause(15);
	assert.deepEqual(pkg.taken(), []);

	assert.equal(await pkg.sleeps(), 'slept');
	pkg.spawns();
	assert.deepEqual(await until(pkg, pause, (seen) => seen.length > 0), ['spawned']);

	const target = new EventTarget();
	pkg.listen(target);
	target.dispatchEvent(new Event('ping'));
	target.dispatchEvent(new Event('ping'));
	assert.deepEqual(pkg.taken(), ['heard ping', 'once', 'heard ping']);
	pkg.unlisten();
	target.dispatchEvent(new Event('ping'));
	assert.deepEqual(pkg.taken(), []);

	assert.deepEqual(pkg.through_json({ a: 1, b: 'ü' }), { a: 2, b: 'ü' });
	assert.deepEqual(pkg.through_json({ a: 1 }), { a: 2, b: null });
	assert.throws(() => pkg.through_json({}), /missing field/);
}
