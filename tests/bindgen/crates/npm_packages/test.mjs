// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

export const loadsItself = true;

function install(dir, name, text) {
	const place = `${dir}/node_modules/${name}`;
	mkdirSync(place, { recursive: true });
	writeFileSync(`${place}/package.json`, JSON.stringify({ name, version: '2.0.0', main: 'main.cjs' }));
	writeFileSync(`${place}/main.cjs`, text);
}

export default async function ({ load, dir }) {
	const { type, ...written } = JSON.parse(readFileSync(`${dir}/package.json`, 'utf8'));
	assert.deepEqual(written, { dependencies: { '@scope/shout': '^1.2.0', padding: '>= 2 < 3' } });
	assert.ok([undefined, 'module'].includes(type)); // the suite's own
	install(dir, 'padding', 'exports.pad = (text, size) => text.padStart(size, ".");');
	install(dir, '@scope/shout', 'exports.shout = (text) => `${text}!`;');
	const pkg = await load();
	assert.equal(pkg.title('oh'), '....oh!');
}
