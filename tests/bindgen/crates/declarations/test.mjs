// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

export default async function ({ pkg, dir, name }) {
	assert.equal(pkg.documented(1), 101);
	assert.equal(pkg.documented(1, 0), 1);
	assert.equal(pkg.without_jsdoc('ä'), 'ä');
	assert.equal(pkg.with_options({ depth: 7 }, null), 7);
	assert.deepEqual(pkg.pair(1), [1, undefined]);
	assert.deepEqual(pkg.pair(2, ['x']), [2, ['x']]);
	assert.equal(pkg.undeclared(), 3);
	assert.equal(pkg.make_undeclared().n, 4);
	assert.equal(pkg.Private, undefined);
	assert.equal(pkg.PrivateEnum, undefined);
	assert.equal(pkg.read_private(pkg.make_private(), 1), 6);
	const object = new pkg.Class();
	assert.equal(await object.method([1, 2]), 3.5);
	assert.equal(object.undeclared_field, 6);

	const types = readFileSync(`${dir}/${name}.d.ts`, 'utf8');
	for (const wanted of [
		'A type of our own', '"quoted name"?: string[];', 'type Callback = (n: number) => void', 'Adds things up.',
		'Documented class', 'Documented field', 'Documented constructor', 'Documented method', '[number, string]', '1 | 2',
		'texts?: string[]', 'Callback | null', 'Promise<number>',
	])
		assert.ok(types.includes(wanted), wanted);
	for (const unwanted of ['function undeclared(', 'class Undeclared', 'undeclared_field: number', 'export class Private', 'export enum PrivateEnum'])
		assert.ok(!types.includes(unwanted), unwanted);
}
