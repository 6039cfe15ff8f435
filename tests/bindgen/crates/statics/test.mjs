// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

globalThis.suiteConfig = { a: 1 };
globalThis.suiteNumber = -0.5;
globalThis.suiteText = 'früh';
globalThis.suiteFlags = Uint8Array.of(1, 2);
globalThis.suiteSpace = { inner: { value: { deep: true } } };
globalThis.suiteNull = null;
globalThis.suiteHelper = {
	factor: 3,
	help(n) {
		return n * this.factor;
	},
};

export default function ({ pkg }) {
	const { suiteConfig } = globalThis;
	assert.equal(pkg.config(), suiteConfig);
	// Asked for once, at the first use.
	globalThis.suiteConfig = { b: 2 };
	assert.equal(pkg.config(), suiteConfig);
	globalThis.suiteText = 'spät';
	assert.equal(pkg.text(), 'spät');
	globalThis.suiteText = 'zu spät';
	assert.equal(pkg.text(), 'spät');

	assert.equal(pkg.number(), -0.5);
	assert.deepEqual(pkg.flags(), Uint8Array.of(1, 2));
	assert.equal(pkg.inner(), globalThis.suiteSpace.inner.value);
	assert.equal(pkg.present(), 'false false false true');
	assert.equal(pkg.global(), globalThis);
	assert.deepEqual(pkg.strings(), ['grüß \'dich\' "\\ \n`${x}`', '']);
	assert.equal(pkg.help(5), 15);
}
