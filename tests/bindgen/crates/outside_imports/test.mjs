// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';

export const loadsItself = true;

function put(target, file, functions) {
	const names = Object.keys(functions);
	const text = Object.values(functions).map((body, i) => `const f${i} = ${body};\n`).join('');
	const list = target === 'nodejs' ? `module.exports = { ${names.map((name, i) => `${JSON.stringify(name)}: f${i}`)} };`
		: `export { ${names.map((name, i) => `f${i} as ${JSON.stringify(name)}`)} };`;
	writeFileSync(file, `${text}${list}\n`);
}

export default async function ({ load, dir, target }) {
	mkdirSync(`${dir}/deeper`);
	put(target, `${dir}/beside.js`, { add: '(a, b) => a + b', 'double it': '(a) => 2n * a' });
	put(target, `${dir}/deeper/other.js`, { half: '(a) => a / 2' });
	const pkg = await load();
	assert.equal(pkg.sum(1, 2), '3');
	assert.equal(pkg.doubled(2n ** 40n), 2n ** 41n);
	assert.equal(pkg.halved(3), 1.5);
}
