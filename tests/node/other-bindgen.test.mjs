// SPDX-License-Identifier: MIT OR Apache-2.0
// --wasm-bindgen PATH: another program makes the bindings, and its module is protected.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { crateFile, realCli, realDir, setHooks } from './support/bindgen.mjs';
import { load } from './support/load.mjs';
import { freshDir, runTool } from './support/tool.mjs';

/** {name: text} of all files below `dir`. */
const contents = (dir) => Object.fromEntries(fs.readdirSync(dir, { recursive: true }).sort()
	.filter((name) => fs.statSync(path.join(dir, name)).isFile())
	.map((name) => [name, fs.readFileSync(path.join(dir, name), 'latin1')]));

function run(flavour, flags = [], { name = 'mod', target = 'nodejs', cli = realCli(), ...options } = {}) {
	const dir = path.join(freshDir('other'), 'pkg');
	const result = runTool(['--wasm-bindgen', cli, '--target', target, '--out-dir', dir, '--out-name', name, ...flags,
		crateFile(flavour)], options);
	return { ...result, dir };
}

function ok(...args) {
	const result = run(...args);
	assert.equal(result.status, 0, result.stderr);
	return result.dir;
}

async function loaded(flavour, flags) {
	setHooks();
	return load(ok(flavour, flags), 'mod', 'nodejs');
}

/** Nothing was written, and nothing is left where temporary files go. */
function failed({ status, stderr, dir }, expected, pattern) {
	assert.equal(status, expected, stderr);
	assert.match(stderr, pattern);
	assert.ok(!fs.existsSync(dir));
}

describe('bindings of another program', () => {
	it('are its own, but for the module', () => {
		for (const target of ['nodejs', 'web', 'bundler', 'no-modules', 'deno', 'module']) {
			const theirs = contents(realDir(crateFile('abort'), target, []));
			const ours = contents(ok('abort', [], { target }));
			assert.deepEqual(Object.keys(ours), Object.keys(theirs));
			for (const name of Object.keys(theirs))
				assert.equal(ours[name] === theirs[name], name !== 'mod_bg.wasm', `${target}: ${name}`);
		}
	});

	it('get the options that are theirs', () => {
		const flags = ['--no-typescript', '--debug', '--keep-lld-exports', '--encode-into', 'never'];
		const theirs = contents(realDir(crateFile('abort'), 'nodejs', flags));
		const ours = contents(ok('abort', flags));
		assert.deepEqual(Object.keys(ours), Object.keys(theirs));
		assert.equal(ours['mod.js'], theirs['mod.js']);
		const global = ['--no-modules-global', 'crate_'];
		assert.equal(contents(ok('abort', global, { target: 'no-modules' }))['mod.js'],
			contents(realDir(crateFile('abort'), 'no-modules', global))['mod.js']);
	});

	for (const flavour of ['abort', 'heap'])
		it(`end with what they died of: ${flavour}`, async () => {
			const pkg = await loaded(flavour);
			assert.equal(pkg.add(1, 2), 3);
			assert.equal(pkg.greet('you'), (await loaded(flavour)).greet('you'));
			assert.throws(() => pkg.trap(), WebAssembly.RuntimeError);
			for (let i = 0; i < 2; i++)
				assert.throws(() => pkg.add(1, 2), (error) =>
					error instanceof WebAssembly.RuntimeError && /module_terminated/.test(error.stack));
		});

	it('go on with --standalone=heal', async () => {
		const pkg = await loaded('abort', ['--standalone=heal']);
		assert.equal(pkg.bump(), 1);
		assert.equal(pkg.bump(), 2);
		assert.throws(() => pkg.trap(), WebAssembly.RuntimeError);
		assert.equal(pkg.bump(), 1);
	});

	it('are made of standard input, too', () => {
		const dir = path.join(freshDir('other'), 'pkg');
		const result = runTool(['--wasm-bindgen', realCli(), '--target', 'web', '--out-dir', dir, '--out-name', 'mod', '-'],
			{ input: fs.readFileSync(crateFile('abort')) });
		assert.equal(result.status, 0, result.stderr);
		assert.deepEqual(contents(dir), contents(ok('abort', [], { target: 'web' })));
	});

	it('are called as the input is', () => {
		const dir = freshDir('other');
		const input = path.join(dir, 'shop.wasm');
		fs.copyFileSync(crateFile('abort'), input);
		const result = runTool(['--wasm-bindgen', realCli(), '--target', 'web', input], { cwd: dir });
		assert.equal(result.status, 0, result.stderr);
		assert.ok(fs.existsSync(path.join(dir, 'pkg/shop_bg.wasm')));
	});

	it('that cannot be made leave nothing', () => {
		const temporary = freshDir('tmp');
		const env = { ...process.env, TMPDIR: temporary };
		const input = path.join(freshDir('other'), 'in.wasm');
		failed(run('abort', [], { cli: '/nonexistent', env }), 2, /--wasm-bindgen '\/nonexistent' cannot be run \(.*\); name/);
		failed(run('abort', [], { cli: 'false', env }), 1, /'false' made no bindings of it/);
		failed(run('abort', [], { cli: 'true', env }), 1, /'true' made no|what 'true' made/);
		failed(run('abort', ['--rename', 'a=b'], { env }), 2, /--wasm-bindgen and --rename exclude each other/);
		failed(run('abort', [], { target: 'workers', env }), 2, /--wasm-bindgen .* workers/);
		fs.writeFileSync(input, 'no module');
		assert.equal(runTool(['--wasm-bindgen', realCli(), '--out-dir', freshDir('out'), input], { env }).status, 1);
		assert.deepEqual(fs.readdirSync(temporary), []);
	});
});
