// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

export default async function ({ pkg }) {
	const headers = pkg.headers();
	assert.ok(headers instanceof Headers);
	assert.deepEqual([...headers], [['accept', 'text/plain, image/png']]);
	assert.equal(pkg.header(headers, 'ACCEPT'), 'text/plain, image/png');
	assert.equal(pkg.header(headers, 'absent'), undefined);
	assert.throws(() => pkg.header(headers, 'not a name'), TypeError);

	assert.deepEqual(pkg.url_parts('http://a.test:81/x?y=1'), [
		'http:', 'a.test:81', '/x', '?y=1&added=%C3%BC%26', 'http://a.test:81/x?y=1&added=%C3%BC%26#changed', 'ü&',
	]);
	assert.equal(pkg.url_parts('b', 'http://a.test/')[2], '/b');
	assert.throws(() => pkg.url_parts('b'), TypeError);
	assert.equal(pkg.query('?a=b c'), 'a=b+c');
	assert.deepEqual(pkg.encoded('hü'), new TextEncoder().encode('hü'));
	assert.equal(pkg.decoded(Uint8Array.of(0xe4), 'latin1'), 'ä');
	assert.throws(() => pkg.decoded(new Uint8Array(), 'no such'), RangeError);

	const target = pkg.new_target(), detail = {}, seen = [];
	assert.ok(target instanceof EventTarget);
	pkg.listens(target, seen);
	assert.equal(pkg.dispatches(target, 'heard', detail), true);
	assert.equal(seen[0], 'heard');
	assert.equal(seen[1].detail, detail);
	target.addEventListener('refused', (event) => event.preventDefault());
	assert.equal(pkg.dispatches(target, 'refused', null), false);
	const event = pkg.plain_event(true);
	assert.deepEqual([event.type, event.bubbles], ['plain', true]);
	assert.equal(pkg.kinds(event), 'true false false');
	assert.equal(pkg.kinds(seen[1]), 'true true false');
	assert.equal(pkg.kinds(new URL('http://a.test')), 'false false true');

	let between;
	const [before, after, origin] = pkg.measured(() => { between = performance.now(); });
	assert.ok(before <= between && between <= after, `${before} ${between} ${after}`);
	assert.equal(origin, performance.timeOrigin);

	const reason = new Error('why');
	assert.deepEqual(pkg.aborted(reason), [false, true, reason]);
	const blob = pkg.blob('täxt');
	assert.equal(await blob.text(), 'täxt!');
	assert.equal(pkg.size_of(blob), 6);

	const message = await new Promise((resolve) => {
		pkg.channel(resolve).postMessage({ a: [1] });
	});
	assert.deepEqual(message, { a: [1] });

	const { log, error } = console, lines = [];
	console.log = (...args) => lines.push(['log', ...args]);
	console.error = (...args) => lines.push(['error', ...args]);
	pkg.logs(detail);
	Object.assign(console, { log, error });
	assert.deepEqual(lines, [['log', detail], ['error', 'two', detail], ['log', 1, 2, 3]]);
}
