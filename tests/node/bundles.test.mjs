// SPDX-License-Identifier: MIT OR Apache-2.0
// What a bundler leaves of the generated JavaScript: nothing that nobody uses, and few
// bytes of what is used. The bars are of bytes after gzip, of minified bundles.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { crateFile } from './support/bindgen.mjs';
import { bundled, needEsbuild } from './support/bundles.mjs';
import { assemble } from './support/fixtures.mjs';
import { freshDir, rewriteOk } from './support/tool.mjs';

const PLAIN = `(module
	(import "env" "host" (func $host (param i32) (result i32)))
	(memory (export "memory") 1)
	(global $__stack_pointer (mut i32) (i32.const 65536))
	(func (export "add") (param i32 i32) (result i32) local.get 0 local.get 1 i32.add)
	(func (export "run") (param i32) (result i32) local.get 0 call $host))`;

// What is found in the bundle of whoever uses it, and in no other. An instance of one's
// own has all of it.
const PARTS = {
	set_recovery_policy: 'window_ms',
	entrypoint: 'blockConcurrencyWhile',
	set_on_abort: 'takes a function or null',
};
const OF_INSTANCES = 'Object.getOwnPropertyDescriptors';
const RECOVERY = ['__wbg_reset_state', 'entrypoint', 'PanicError', 'recovery_state', 'schedule_reinit', 'set_on_abort',
	'set_on_reset', 'set_recovery_policy', 'TerminatedError'];

const program = (names, file = 'mod.js') =>
	`import init, { ${names.join(', ')} } from './${file}'; console.log(init, ${names.join(', ')});`;

let plain, crate;

before(async () => {
	await needEsbuild();
	const file = path.join(freshDir('bundles'), 'mod.wasm');
	fs.writeFileSync(file, assemble(PLAIN));
	plain = (target, flags = []) => rewriteOk(file, ['--target', target, '--out-name', 'mod', ...flags]).dir;
	crate = (target) => rewriteOk(crateFile('abort'), ['--target', target, '--out-name', 'mod']).dir;
});

after(async () => (await needEsbuild()).stop());

const partsOf = (text) => Object.keys(PARTS).filter((part) => text.includes(PARTS[part]));

for (const kind of ['plain', 'crate']) {
	describe(`what nobody uses is left out: ${kind}`, () => {
		for (const target of ['web', 'deno', 'bundler']) {
			it(target, async () => {
				const dir = kind === 'plain' ? plain(target) : crate(target);
				const partsWith = async (...names) => partsOf((await bundled(dir, program(['add', ...names]))).text);
				assert.deepEqual(await partsWith(), []);
				for (const part of Object.keys(PARTS))
					assert.deepEqual(await partsWith(part), [part]);
				assert.deepEqual(await partsWith('createInstance'), Object.keys(PARTS));
				const { text } = await bundled(dir, program(['add', ...Object.keys(PARTS)]));
				assert.ok(!text.includes(OF_INSTANCES), 'createInstance is in the bundle of who does not use it');
			});
		}
	});
}

it('functions of the module that nobody uses are not taken from it', async () => {
	const { text } = await bundled(plain('web'), program(['add']));
	assert.deepEqual(text.match(/=\w+\("(?:add|run)"\)/g).map((taken) => taken.replace(/.*\(/, '(')), ['("add")']);
});

describe('the JavaScript stays small', () => {
	const bars = { plain: { one: 3500, policy: 3850, all: 6000 }, crate: { one: 9200, policy: 9500, all: 11500 } };
	for (const [kind, { one, policy, all }] of Object.entries(bars)) {
		it(kind, async () => {
			const dir = kind === 'plain' ? plain('web') : crate('web');
			const bar = async (names, most) => {
				const { packed } = await bundled(dir, program(names));
				assert.ok(packed < most, `${names}: ${packed} bytes`);
			};
			await bar(['add'], one);
			await bar(['add', 'set_recovery_policy'], policy);
			await bar(['add', ...RECOVERY], all);
		});
	}

	it('less without resets', async () => {
		const { packed } = await bundled(plain('web', ['--reset', 'none']), program(['add']));
		assert.ok(packed < 2600, `${packed} bytes`);
	});
});
