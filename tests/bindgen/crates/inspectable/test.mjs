// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';
import { inspect } from 'node:util';

export default function ({ pkg, target }) {
	const shown = new pkg.Shown(5);
	const fields = { computed: 7, number: 5, renamedField: true, text: 'täxt' };
	assert.deepEqual({ ...shown.toJSON() }, fields);
	assert.deepEqual(JSON.parse(JSON.stringify(shown)), fields);
	assert.deepEqual(JSON.parse(String(shown)), fields);
	if (target === 'nodejs') {
		const text = inspect(shown);
		assert.match(text, /number: 5/);
		assert.match(text, /text: 'täxt'/);
	}

	const own = new pkg.Own();
	assert.equal(JSON.stringify(own), '"own json"');
	assert.equal(String(own), 'own text');
	const plain = new pkg.Plain();
	assert.equal(plain.toJSON, undefined);
	assert.equal(String(plain), '[object Object]');
}
