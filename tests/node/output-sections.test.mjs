// SPDX-License-Identifier: MIT OR Apache-2.0
// --remove-name-section and --remove-producers-section: what is left out is left
// out at the very end, when nobody needs it any more.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { isPanic, thrown } from './support/expect.mjs';
import { FLAVOURS, flavour, flavourFile, runnable, source } from './support/fixtures.mjs';
import { rewriteOk, runTool } from './support/tool.mjs';
import { customs } from './support/wasm.mjs';

const NAMES = '--remove-name-section', PRODUCERS = '--remove-producers-section';
const WANTED = ['name', 'producers', 'unpoison'];

function sectionsOf(file) {
	const bytes = fs.readFileSync(file);
	return WANTED.filter((name) => customs(bytes, name).length > 0);
}

const moduleOf = (flags) => path.join(rewriteOk(flavourFile('legacy'), flags).dir, 'mod_bg.wasm');

describe('custom sections that are left out', () => {
	const CASES = [
		[[], WANTED],
		[[NAMES], ['producers', 'unpoison']],
		[[PRODUCERS], ['name', 'unpoison']],
		[[NAMES, PRODUCERS, '-O2'], ['unpoison']],
	];
	for (const [flags, left] of CASES) {
		it(flags.join(' ') || 'none', () => {
			assert.deepEqual(sectionsOf(moduleOf(flags)), left);
		});
	}

	it('and nothing else changes', () => {
		const all = fs.readFileSync(moduleOf([])), less = fs.readFileSync(moduleOf([NAMES, PRODUCERS]));
		const dropped = all.length - less.length;
		assert.ok(dropped > 0);
		const code = (bytes) => WebAssembly.Module.exports(new WebAssembly.Module(bytes)).map(({ name }) => name);
		assert.deepEqual(code(less), code(all));
	});

	it('a module alone', () => {
		const out = path.join(path.dirname(moduleOf([])), 'alone.wasm');
		assert.equal(runTool([flavourFile('abort'), NAMES, PRODUCERS, '-o', out]).status, 0);
		assert.deepEqual(sectionsOf(out), ['unpoison']);
	});

	it('what is left out cannot be brought in again', () => {
		const run = runTool([moduleOf([NAMES, PRODUCERS]), '--out-dir', '/nonexistent/x']);
		assert.equal(run.status, 1);
		assert.match(run.stderr, /rewritten/);
	});
});

describe('text and place of a panic without names in the output', () => {
	for (const kind of FLAVOURS) {
		it(kind.name, runnable(kind) ? {} : { skip: 'this engine lacks: exnref' }, async () => {
			const { pkg } = await flavour(kind.name, { flags: [NAMES] });
			isPanic(pkg, thrown(() => pkg.index(99)), { fatal: !kind.unwinds, at: '[i as usize]',
				lines: source(), message: 'index out of bounds: the len is 10 but the index is 99' });
		});
	}
});
