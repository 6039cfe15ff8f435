// SPDX-License-Identifier: MIT OR Apache-2.0
// --dump=wat: what wasm2wat prints, and Binaryen's text where wabt cannot read.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { REAL, WATS, dump } from './support/dump.mjs';
import { exnrefWat, flavourFile } from './support/fixtures.mjs';
import { TOOL, WABT_FEATURES, freshDir, runOk, runTool } from './support/tool.mjs';
import { customs, writeU32 } from './support/wasm.mjs';

const isExnref = (name) => name.includes('exnref');

describe('--dump=wat', () => {
	for (const [name, file] of [...REAL, ...WATS].filter(([name]) => !isExnref(name))) {
		it(`${name} as wasm2wat prints it`, () => {
			assert.ok(dump('wat', file) === runOk('wasm2wat', [...WABT_FEATURES, file]));
		});
	}

	for (const [name, file] of [['cargo', flavourFile('exnref')], ['by hand', exnrefWat('own-tag')]]) {
		it(`exnref, ${name}: Binaryen's, and says so`, () => {
			const run = runTool(['--dump=wat', file]);
			assert.equal(run.status, 0);
			assert.match(run.stderr, /: warning: the text is Binaryen's, .* wabt 1\.0\.\d+ cannot read .* \((exnref|try_table)\)\n$/);
			assert.match(run.stdout, /\(try_table/);
			// Another Binaryen makes the same module of it.
			const text = path.join(freshDir('wat'), 'a.wat');
			fs.writeFileSync(text, run.stdout);
			runOk(process.env.UP_WASM_OPT ?? 'wasm-opt', ['--all-features', text, '-o', `${text}.wasm`]);
			assert.equal(runTool(['--dump=wat', '-q', file]).stderr, '');
			const names = (wasm) => WebAssembly.Module.exports(new WebAssembly.Module(fs.readFileSync(wasm)))
				.map((one) => one.name);
			if (WebAssembly.validate(fs.readFileSync(file)))
				assert.deepEqual(names(`${text}.wasm`), names(file));
		});
	}

	it('no colours, even on terminals: it is for programs too', () => {
		const run = spawnSync('script', ['-qec', `'${TOOL}' --dump=wat '${exnrefWat('own-tag')}'`, '/dev/null'], { encoding: 'utf8', env: { ...process.env, TERM: 'xterm' } });
		assert.equal(run.status, 0, run.stderr);
		assert.ok(!run.stdout.includes('\x1b'));
	});

	it('a module that is not valid is an error with its place', () => {
		// An add of nothing.
		const bytes = Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0,
			10, 6, 1, 4, 0, 0x6a, 0x1a, 0x0b]);
		const file = path.join(freshDir('bad'), 'a.wasm');
		fs.writeFileSync(file, bytes);
		const run = runTool(['--dump=wat', file]);
		assert.equal(run.status, 1);
		assert.equal(run.stdout, '');
		assert.match(run.stderr, /offset 0x[0-9a-f]+: type mismatch/);
	});
});

/* ---- names ---- */

const leb = writeU32;
const text = (bytes) => [...leb(Buffer.from(bytes).length), ...Buffer.from(bytes)];
const section = (id, bytes) => [id, ...leb(bytes.length), ...bytes];

/** A module of functions with these names, each of which calls the next one. */
function named(names) {
	const count = leb(names.length);
	const bodies = names.flatMap((_, i) => {
		const body = [0, 0x10, ...leb((i + 1) % names.length), 0x0b];
		return [...leb(body.length), ...body];
	});
	const map = [...count, ...names.flatMap((name, i) => [...leb(i), ...text(name)])];
	return Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...section(1, [1, 0x60, 0, 0]),
		...section(3, [...count, ...names.map(() => 0)]), ...section(10, [...count, ...bodies]),
		...section(0, [...text('name'), 1, ...leb(map.length), ...map])]);
}

/** Dumps it and assembles that again. */
function roundTrip(names) {
	const dir = freshDir('names');
	fs.writeFileSync(path.join(dir, 'a.wasm'), named(names));
	const wat = dump('wat', path.join(dir, 'a.wasm'));
	fs.writeFileSync(path.join(dir, 'b.wat'), wat);
	runOk('wat2wasm', [path.join(dir, 'b.wat'), '-o', path.join(dir, 'b.wasm')]);
	return { wat, before: fs.readFileSync(path.join(dir, 'a.wasm')), after: fs.readFileSync(path.join(dir, 'b.wasm')) };
}

describe('--dump=wat of names', () => {
	it('that would become the same mean the same as before', () => {
		const { wat, before, after } = roundTrip(['a b', 'a_b', 'a(b', 'a_b.1', '"', ';', '_', '\x1b', '名']);
		assert.equal(customs(after, 'name').length, 0);
		// The code is the same, so every call goes where it went.
		assert.ok(before.includes(after.subarray(8)), wat);
		for (const name of ['$a_b ', '$a_b.1 ', '$_ '])
			assert.ok(wat.includes(`(func ${name}`), wat);
		assert.ok(!/[^\n\x20-\x7e]/.test(wat));
	});

	it('that are long', () => {
		const { wat } = roundTrip(['x'.repeat(1 << 20), 'y']);
		assert.ok(wat.includes(`(func $${'x'.repeat(1 << 20)} `));
	});

	it('that are no UTF-8 are left out', () => {
		const { wat } = roundTrip(['good', Buffer.from([0xff, 0xfe])]);
		assert.ok(wat.includes('(func $good '));
		assert.ok(!/[^\n\x20-\x7e]/.test(wat));
	});
});
