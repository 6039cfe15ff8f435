// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

globalThis.mozSuitePrefixed = class {
	constructor(n) {
		this.n = n;
	}

	twice() {
		return this.n * 2;
	}

	static kind() {
		return 'moz';
	}
};
globalThis.SuitePlain = class {};
globalThis.webkitSuitePlain = class {};

export default function ({ pkg }) {
	const value = pkg.prefixed(4);
	assert.ok(value instanceof globalThis.mozSuitePrefixed);
	assert.equal(pkg.twice(value), '8 moz');
	assert.equal(pkg.is_prefixed(value), true);
	assert.equal(pkg.is_prefixed({}), false);
	// The plain name comes first.
	assert.ok(pkg.plain() instanceof globalThis.SuitePlain);
	assert.throws(() => pkg.absent());
}
