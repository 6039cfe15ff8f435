// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

export const loadsItself = true;

async function web({ load, dir, name }) {
	const bytes = readFileSync(`${dir}/${name}_bg.wasm`);
	const pkg = await load({ init: 'none' });
	assert.equal(typeof pkg.default, 'function');
	assert.equal(pkg.Known.Before, 1);
	assert.throws(() => pkg.calls());

	const response = () => new Response(bytes, { headers: { 'content-type': 'application/wasm' } });
	const exports = await pkg.default({ module_or_path: response() });
	assert.ok(exports.memory instanceof WebAssembly.Memory);
	assert.equal(pkg.calls(), 1);
	// Once is enough.
	await pkg.default({ module_or_path: response() });
	pkg.initSync({ module: bytes });
	assert.equal(pkg.calls(), 2);
	assert.equal(new pkg.Class(3).n, 3);
}

// A copy of the module under another URL is another package.
async function webSync({ dir, name }) {
	const bytes = readFileSync(`${dir}/${name}_bg.wasm`);
	const file = `${dir}/${name}.js`.replaceAll('\\', '/');
	const one = await import(`file://${file}?one`), two = await import(`file://${file}?two`), three = await import(`file://${file}?three`);
	one.initSync({ module: bytes });
	two.initSync({ module: new WebAssembly.Module(bytes) });
	await three.default({ module_or_path: Promise.resolve(new WebAssembly.Module(bytes)) });
	assert.deepEqual([one.calls(), one.calls(), two.calls(), three.calls()], [1, 2, 1, 1]);
	assert.equal(new one.Class(1) instanceof two.Class, false);
}

export default async function (context) {
	if (context.target === 'web') {
		await web(context);
		await webSync(context);
		return;
	}
	const pkg = await context.load();
	assert.equal(pkg.calls(), 1);
	assert.equal(await context.load(), pkg);
	assert.equal(pkg.calls(), 2);
	assert.equal(new pkg.Class(3).n, 3);
	assert.equal(pkg.Known.Before, 1);
}
