// SPDX-License-Identifier: MIT OR Apache-2.0
// The target no-modules, as pages and workers use it: what the script sets, and
// where it finds the module.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import vm from 'node:vm';
import { assemble, wat } from './support/fixtures.mjs';
import { rewriteOk, runTool } from './support/tool.mjs';

/** What a promise, which must be rejected, is rejected with. */
const rejected = (promise) => promise.then(() => assert.fail('nothing was thrown'), (error) => error);

const target = (...flags) => ['--target', 'no-modules', ...flags];

/**
 * A host with only what it is given, and what fetch() was asked for. It runs the
 * script as a page or importScripts() does.
 */
function host(dir, { document, files = {}, type = 'application/wasm' } = {}) {
	const fetched = [];
	const globals = {
		...document ? { document } : {},
		URL, Response, Request, TextEncoder, TextDecoder, WebAssembly, console,
		async fetch(address) {
			fetched.push(String(address));
			const name = files[String(address)];
			return name === undefined ? new Response('', { status: 404 })
				: new Response(fs.readFileSync(path.join(dir, name)), { headers: { 'Content-Type': type } });
		},
	};
	const context = vm.createContext(globals);
	const run = (text) => vm.runInContext(text, context);
	run(fs.readFileSync(path.join(dir, 'mod.js'), 'utf8'));
	if (document)
		document.currentScript = null; // it is over
	return { run, fetched };
}

const page = (src) => ({ currentScript: { src } });

describe('where the module is', () => {
	const CASES = [
		['https://a.example/pkg/mod.js', 'https://a.example/pkg/mod_bg.wasm'],
		['https://a.example/pkg/other.js', 'https://a.example/pkg/other_bg.wasm'],
		['https://a.example/mod.js?v=1', 'https://a.example/mod_bg.wasm?v=1'],
		['https://a.example/script', 'https://a.example/mod_bg.wasm'],
	];
	for (const [src, wasm] of CASES) {
		it(`beside ${src}`, async () => {
			const { dir } = rewriteOk(wat('kinds'), target());
			const { run, fetched } = host(dir, { document: page(src), files: { [wasm]: 'mod_bg.wasm' } });
			const exports = await run('wasm_bindgen()');
			assert.deepEqual(fetched, [wasm]);
			assert.equal(exports.bump(), 6);
			assert.equal(run('wasm_bindgen.bump()'), 7);
		});
	}

	it('is to be told in a worker', async () => {
		const { dir } = rewriteOk(wat('kinds'), target());
		const { run, fetched } = host(dir, { files: { 'x.wasm': 'mod_bg.wasm' }, type: 'text/plain' });
		assert.match((await rejected(run('wasm_bindgen()'))).message, /module_or_path/);
		await run('wasm_bindgen({ module_or_path: "x.wasm" })');
		assert.deepEqual(fetched, ['x.wasm']);
		assert.equal(run('wasm_bindgen.bump()'), 6);
	});

	it('is to be told to an inline script', async () => {
		const { dir } = rewriteOk(wat('kinds'), target());
		const { run } = host(dir, { document: page('') });
		assert.match((await rejected(run('wasm_bindgen()'))).message, /module_or_path/);
	});

	it('is to be told with --omit-default-module-path', async () => {
		const { dir } = rewriteOk(wat('kinds'), target('--omit-default-module-path'));
		const { run, fetched } = host(dir, { document: page('https://a.example/mod.js') });
		assert.match((await rejected(run('wasm_bindgen()'))).message, /module_or_path/);
		assert.deepEqual(fetched, []);
		assert.ok(!fs.readFileSync(path.join(dir, 'mod.js'), 'utf8').includes('_bg.wasm'));
	});

	it('a server that does not have it', async () => {
		const { dir } = rewriteOk(wat('kinds'), target());
		const { run } = host(dir, { document: page('https://a.example/mod.js') });
		assert.match((await rejected(run('wasm_bindgen()'))).message, /404/);
	});
});

describe('what the script sets', () => {
	it('one variable, and nothing else', () => {
		const { dir } = rewriteOk(wat('kinds'), target());
		const { run } = host(dir);
		const names = run('Object.getOwnPropertyNames(globalThis)');
		const { run: bare } = host(rewriteOk(wat('kinds'), target('--no-modules-global', 'other')).dir);
		const others = bare('Object.getOwnPropertyNames(globalThis)');
		assert.deepEqual([...names].filter((name) => !others.includes(name)), ['wasm_bindgen']);
		assert.deepEqual([...others].filter((name) => !names.includes(name)), ['other']);
	});

	it('it may run twice', () => {
		const { dir } = rewriteOk(wat('kinds'), target());
		const { run } = host(dir);
		run(fs.readFileSync(path.join(dir, 'mod.js'), 'utf8'));
		assert.equal(run('typeof wasm_bindgen'), 'function');
	});

	it('init is the function itself, and is not called twice', async () => {
		const { dir } = rewriteOk(wat('kinds'), target());
		const { run } = host(dir);
		const bytes = fs.readFileSync(path.join(dir, 'mod_bg.wasm'));
		const both = await Promise.all([run('wasm_bindgen')(bytes), run('wasm_bindgen.init')(bytes)]);
		assert.equal(both[0], both[1]);
		assert.equal(run('wasm_bindgen.bump()'), 6);
	});

	it('exports that functions have properties of', () => {
		const input = assemble(`(module
			(func (export "name") (result i32) (i32.const 1))
			(func (export "length") (result i32) (i32.const 2))
			(func (export "prototype") (result i32) (i32.const 3))
			(func (export "call") (result i32) (i32.const 4))
			(func (export "__proto__") (result i32) (i32.const 5)))`);
		const { dir } = rewriteOk(input, target());
		const { run } = host(dir);
		run('wasm_bindgen').initSync({ module: fs.readFileSync(path.join(dir, 'mod_bg.wasm')) });
		assert.deepEqual(['name', 'length', 'prototype', 'call', '__proto__'].map((name) =>
			Object.getOwnPropertyDescriptor(run('wasm_bindgen'), name).value()), [1, 2, 3, 4, 5]);
		assert.equal(run('Object.getPrototypeOf(wasm_bindgen) === Function.prototype'), true);
	});

	it('exports that are no functions are those of the instance in use', () => {
		const { dir } = rewriteOk(wat('kinds'), target('--reset', 'reinstantiate'));
		const { run } = host(dir);
		assert.equal(run('wasm_bindgen.memory'), undefined);
		run('wasm_bindgen').initSync({ module: fs.readFileSync(path.join(dir, 'mod_bg.wasm')) });
		const before = run('wasm_bindgen.memory');
		run('wasm_bindgen.__wbg_reset_state()');
		assert.notEqual(run('wasm_bindgen.memory'), before);
		assert.equal(run('wasm_bindgen.bump()'), 6);
	});
});

describe('--omit-default-module-path', () => {
	it('with the target web', async () => {
		const { dir } = rewriteOk(wat('kinds'), ['--target', 'web', '--omit-default-module-path']);
		const text = fs.readFileSync(path.join(dir, 'mod.js'), 'utf8');
		assert.ok(!text.includes('import.meta') && !text.includes('_bg.wasm'));
		const pkg = await import(`data:text/javascript,${encodeURIComponent(text)}`);
		assert.match((await rejected(pkg.default())).message, /module_or_path/);
		await pkg.default({ module_or_path: fs.readFileSync(path.join(dir, 'mod_bg.wasm')) });
		assert.equal(pkg.bump(), 6);
	});

	it('changes nothing where the package loads the module itself', () => {
		const plain = rewriteOk(wat('kinds'), ['--target', 'nodejs']).dir;
		const { dir } = rewriteOk(wat('kinds'), ['--target', 'nodejs', '--omit-default-module-path']);
		for (const file of fs.readdirSync(plain))
			assert.deepEqual(fs.readFileSync(path.join(dir, file)), fs.readFileSync(path.join(plain, file)));
	});

	it('--no-modules-global is for no-modules', () => {
		assert.equal(runTool(['--target', 'deno', '--no-modules-global', 'x', wat('kinds')]).status, 2);
	});
});
