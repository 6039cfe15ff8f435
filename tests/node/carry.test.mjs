// SPDX-License-Identifier: MIT OR Apache-2.0
// Code that nothing has to be done to is the toolchain's own, byte by byte, but for its
// indices.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { assemble } from './support/fixtures.mjs';
import { loaded } from './support/load.mjs';
import { rewriteOk, runTool } from './support/tool.mjs';

const output = (bytes, flags = []) => {
	const { dir } = rewriteOk(bytes, ['--target', 'web', ...flags]);
	return fs.readFileSync(path.join(dir, 'mod_bg.wasm'));
};

// Nobody writes such code but by hand: what reads it into a tree and writes it again
// leaves things out.
const ODD = `
	(func (export "odd") (param i32) (result i32)
		nop nop
		(block (block (block)))
		(drop (i32.add (i32.const 1) (i32.const 2)))
		local.get 0
		i32.const 7
		nop
		i32.add
		return
		i32.const 77
		drop
		unreachable)`;
const ODD_CODE = Buffer.from('00010102400240024 00b0b0b41014102 6a1a200041 07016a0f41cd001a000b'.replaceAll(' ', ''), 'hex');

describe('bodies', () => {
	it('are carried over as they are', async () => {
		const bytes = assemble(`(module ${ODD})`);
		assert.ok(Buffer.from(bytes).includes(ODD_CODE));
		assert.ok(output(bytes).includes(ODD_CODE));
		assert.equal((await loaded(bytes)).odd(5), 12);
	});

	it('are what the optimizer makes of them, where it is asked', async () => {
		const bytes = assemble(`(module ${ODD})`);
		assert.ok(!output(bytes, ['-O2']).includes(ODD_CODE));
		assert.equal((await loaded(bytes, { flags: ['-O2'] })).odd(5), 12);
	});

	it('get types that nothing else of the module has', async () => {
		const pkg = await loaded(assemble(`(module
			(type $none (func (param i64 f32) (result f64 i64)))
			(type $pair (func (param i32) (result i32 i32)))
			(table 1 funcref)
			(func (export "calls") (param i32) (result i32)
				(drop (drop (call_indirect (type $none) (i64.const 1) (f32.const 2) (local.get 0))))
				(i32.const 3))
			(func (export "blocks") (param i32) (result i32)
				(local.get 0)
				(block (type $pair) (i32.const 5))
				i32.mul))`));
		assert.equal(pkg.blocks(4), 20);
		assert.throws(() => pkg.calls(0), WebAssembly.RuntimeError);
	});

	it('keep the names of what is in them, those that changed and those that did not', () => {
		const bytes = assemble(`(module (memory 1)
			(func (export "plain") (param $first i32) (result i32) (local $second i32) (local.get $first))
			(func (export "grows") (param $pages i32) (result i32) (memory.grow (local.get $pages))))`);
		const { dir } = rewriteOk(bytes, ['--target', 'web']);
		const { stdout } = runTool(['--dump=wat', path.join(dir, 'mod_bg.wasm')]);
		for (const declaration of ['(param $first i32)', '(local $second i32)', '(param $pages i32)'])
			assert.ok(stdout.includes(declaration), declaration);
	});

	it('call what they called', async () => {
		const count = 300; // indices of one byte and of two
		const many = Array.from({ length: count }, (_, i) =>
			`(func $f${i} (result i32) (i32.const ${i}))`).join('\n');
		const calls = Array.from({ length: count }, (_, i) =>
			`(local.set 0 (i32.add (i32.mul (local.get 0) (i32.const 31)) (call $f${(i * 7) % count})))`).join('\n');
		const bytes = assemble(`(module (import "env" "host" (func $host (param i32) (result i32))) ${many}
			(func (export "all") (result i32) (local i32) ${calls} (call $host (local.get 0))))`);
		const env = { host: (x) => x ^ 1 };
		const original = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env }).exports;
		assert.equal((await loaded(bytes, { imports: { env } })).all(), original.all());
	});

	it('are no longer than they were, even where imports are called most', () => {
		const imports = Array.from({ length: 40 }, (_, i) => `(import "m" "f${i}" (func $i${i}))`).join('\n');
		const functions = Array.from({ length: 300 }, (_, i) =>
			`(func $g${i} ${`(call $i${i % 2})`.repeat(40)} (call $g${(i + 1) % 300}))`).join('\n');
		const bytes = assemble(`(module ${imports} ${functions})`);
		const grown = output(bytes, ['--reset', 'none', '--remove-name-section']).length - bytes.length;
		// A wrapper is some 30 bytes; each of the 12,000 calls is as short as it was.
		assert.ok(grown < 40 * 60, `${grown} bytes more`);
	});
});
