// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

// Some things are made at the first use and kept: only what a repetition adds counts.
function takesNothing(pkg, f) {
	f();
	const before = pkg.in_use();
	for (let i = 0; i < 50; i++)
		f();
	assert.equal(pkg.in_use() - before, 0, String(f));
}

export default function ({ pkg }) {
	takesNothing(pkg, () => new pkg.Picture('täxt'.repeat(100), 1000).free());
	const before = pkg.in_use();
	const picture = new pkg.Picture('a', 1000);
	assert.ok(pkg.in_use() - before >= 4000);
	assert.equal(picture.sum(), 7000);
	picture[Symbol.dispose]();
	assert.equal(pkg.in_use(), before);

	// No call leaves anything behind, whatever it was given and whatever came of it.
	const keeper = new pkg.Picture('ä'.repeat(50), 10);
	takesNothing(pkg, () => keeper.title());
	takesNothing(pkg, () => pkg.text_of([1, 2, 3], ['a', 'ö'], 5));
	takesNothing(pkg, () => pkg.text_of(new Float64Array(1000), Array(100).fill('text'), {}));
	takesNothing(pkg, () => pkg.check(true, 'ü'.repeat(1000)));
	takesNothing(pkg, () => assert.throws(() => pkg.check(false, 'ü'), (error) => error === 'ü'));
}
