// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';

export default function ({ pkg, dir }) {
	const first = pkg.snippets();
	assert.deepEqual(first, [1, 2, -1, 'default ü', { made: 'in a snippet' }, 'saw used', 'first', 'second']);
	const second = pkg.snippets();
	assert.deepEqual(second.slice(0, 2), [3, 4]);
	assert.equal(second[4], first[4]);
	assert.deepEqual(pkg.modules(), ['b.txt', 'b', '/', 'x is 4', '[::1]', 'none']);

	const [crate] = readdirSync(`${dir}/snippets`);
	assert.match(crate, /^import_modules-[0-9a-f]+$/);
	assert.ok(existsSync(`${dir}/snippets/${crate}/js/deeper/tools.js`));
	assert.ok(existsSync(`${dir}/snippets/${crate}/inline1.js`));
}
