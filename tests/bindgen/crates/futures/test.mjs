// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

async function rejected(promise) {
	try {
		await promise;
	} catch (error) {
		return error;
	}
	assert.fail('it was not rejected');
}

export default async function ({ pkg, pause, flavour }) {
	const started = pkg.nothing();
	assert.ok(started instanceof Promise);
	assert.equal(await started, undefined);
	assert.equal(await pkg.add(4294967295, 0), 4294967295);
	assert.equal(await pkg.greet('wörld'), 'hello wörld');
	assert.equal(await pkg.maybe(0), 0);
	assert.equal(await pkg.maybe(), undefined);
	assert.deepEqual(await pkg.numbers(3), Uint32Array.of(0, 1, 2));
	assert.equal(await pkg.check(true), 'good');
	assert.equal(await rejected(pkg.check(false)), 'bad');
	assert.equal((await rejected(pkg.check_error())).message, 'typed');

	const object = {}, mine = new Error('mine');
	assert.equal(await pkg.awaits(Promise.resolve(object)), object);
	assert.equal(await rejected(pkg.awaits(Promise.reject(mine))), mine);
	assert.equal(await pkg.echo(object), object);
	assert.equal(await pkg.text('ä'), '<ä>');
	assert.equal(await pkg.caught(object), object);
	assert.equal(await pkg.caught(undefined), undefined);
	assert.equal(await rejected(pkg.passed_on(mine)), mine);
	assert.equal(await pkg.slow(), 'JsValue(7) slow');

	assert.equal(await pkg.promise(true), 5);
	assert.equal((await rejected(pkg.promise(false))).message, 'promised');
	assert.equal(await pkg.executor(object, true), object);
	assert.equal(await rejected(pkg.executor(mine, false)), mine);

	pkg.spawn('a');
	assert.deepEqual(globalThis.notes, ['spawned']);
	pkg.spawn('b');
	await pause(30);
	assert.deepEqual(globalThis.notes, ['spawned', 'spawned', 'a started', 'b started', 'a ended', 'b ended']);

	await Promise.all(Array.from({ length: 20 }, () => pkg.holds()));
	assert.equal(pkg.dropped(), 20);
	// Many at a time, each with its own result.
	assert.deepEqual(await Promise.all(Array.from({ length: 200 }, (_, i) => pkg.add(i, 1))), Array.from({ length: 200 }, (_, i) => i + 1));

	const job = await pkg.Job.make(5);
	assert.ok(job instanceof pkg.Job);
	const unwinds = flavour === 'legacy' || flavour === 'exnref';
	if (!unwinds)
		assert.equal(await job.work(), 0);
	const left = unwinds ? 5 : 0;
	assert.equal(job.left, left);
	assert.equal(await job.finish(), `${left} left`);
	assert.throws(() => job.left);
	assert.equal(await new pkg.Job(2).finish(), '2 left');
}
