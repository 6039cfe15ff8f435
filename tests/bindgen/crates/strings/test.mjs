// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

const SAMPLES = ['', 'a', 'plain ascii', 'Grüße', '日本語', '😀 and 👩‍👩‍👧', '\0 in \0 the middle', '\u{10ffff}', 'ﬀ'.repeat(300), 'ascii first, then ü'];

export default function ({ pkg }) {
	for (const text of SAMPLES) {
		for (const echo of ['echo', 'echo_borrowed', 'maybe'])
			assert.equal(pkg[echo](text), text, echo);
		assert.deepEqual(pkg.bytes(text), new TextEncoder().encode(text));
		assert.deepEqual(pkg.chars(text), [...text]);
		assert.equal(pkg.length(text), Buffer.byteLength(text));
	}
	assert.equal(pkg.join('ä', '', '€'), 'ä||€');

	const long = 'xü€😀'.repeat(200_000);
	assert.equal(pkg.echo(long), long);
	assert.equal(pkg.repeat('ab', 1_000_000).length, 2_000_000);

	// Half of a pair is no character.
	assert.equal(pkg.echo('a\ud800b'), 'a\ufffdb');
	assert.equal(pkg.echo('\udc00'), '\ufffd');

	assert.equal(pkg.maybe(undefined), undefined);
	assert.equal(pkg.maybe(null), undefined);
	assert.equal(pkg.maybe(), undefined);
	assert.equal(pkg.describe(''), 'Some("")');
	assert.equal(pkg.describe(), 'None');
	assert.equal(pkg.maybe_length('€'), 3);
	assert.equal(pkg.maybe_length(null), undefined);

	assert.deepEqual(pkg.sorted(['b', 'ä', '', 'a']), ['', 'a', 'b', 'ä']);
	assert.deepEqual(pkg.sorted([]), []);
	assert.deepEqual(pkg.maybe_all(['x', '']), ['x', '']);
	assert.equal(pkg.maybe_all(null), undefined);
	assert.deepEqual(pkg.maybe_all([]), []);

	assert.equal(pkg.fixed(), 'fixed');
	assert.equal(pkg.through_imports('hä'), 'HÄ! Some("hä?") None 2,none 0,2 hä++z ["item 0", "item 1", "item 2"]');

	// What is no string at all.
	assert.throws(() => pkg.echo(undefined));
	assert.throws(() => pkg.echo());
	assert.throws(() => pkg.sorted(undefined));

	// Nothing of this is left behind: the module's memory does not grow for ever.
	for (let i = 0; i < 2000; i++)
		pkg.echo(SAMPLES[i % SAMPLES.length]);
}
