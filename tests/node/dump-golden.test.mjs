// SPDX-License-Identifier: MIT OR Apache-2.0
// --dump of real modules, byte by byte: tests/node/dump/NAME.txt and NAME.json.
//
// BLESS=1 writes them anew, for reading. testdata/dump/make says where the modules
// are from.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { KEPT, dump } from './support/dump.mjs';
import { ROOT, freshDir } from './support/tool.mjs';

const GOLDENS = path.join(ROOT, 'tests/node/dump');

function check(file, got) {
	if (process.env.BLESS)
		fs.writeFileSync(file, got);
	assert.ok(fs.existsSync(file), `${file} is missing; make it with BLESS=1 and read it`);
	assert.equal(got, fs.readFileSync(file, 'utf8'));
}

describe('dumps of real modules', () => {
	for (const [name, file] of KEPT) {
		it(name, () => {
			// The path is a part of the output.
			const cwd = freshDir('golden');
			fs.copyFileSync(file, path.join(cwd, `${name}.wasm`));
			check(path.join(GOLDENS, `${name}.txt`), dump('text', `${name}.wasm`, [], { cwd }));
			check(path.join(GOLDENS, `${name}.json`), dump('json', `${name}.wasm`, [], { cwd }));
		});
	}

	it('none is left over', () => {
		const names = new Set(KEPT.map(([name]) => name));
		assert.deepEqual(fs.readdirSync(GOLDENS).filter((file) => !names.has(path.parse(file).name)), []);
	});
});
