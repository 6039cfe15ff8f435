// SPDX-License-Identifier: MIT OR Apache-2.0
// From the file to a module that answers: init, initSync, and what may go
// wrong on the way.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { isTerminated, thrown } from './support/expect.mjs';
import { flavourFile, wat } from './support/fixtures.mjs';
import { TARGETS, load, open, targetRuns, wantsBytes } from './support/load.mjs';
import { rewriteOk } from './support/tool.mjs';

const imports = () => ({ env: { host: (x) => x, log() {} } });

/** A package with imports, not initialised: {pkg, bytes}. */
async function pending(target = 'web') {
	const { dir } = rewriteOk(flavourFile('legacy'), ['--target', target]);
	const { pkg, wasm } = await open(dir, 'mod', target);
	return { pkg, bytes: fs.readFileSync(wasm) };
}

describe('before init', () => {
	for (const target of Object.keys(TARGETS)) {
		const options = targetRuns(target) ? {} : { skip: `this engine cannot load ${target}` };
		it(`a call is a clear error: ${target}`, options, async () => {
			const { pkg, bytes } = await pending(target);
			for (const call of [() => pkg.add(1, 2), () => pkg.boom_str(), () => pkg.alloc(1)]) {
				const error = thrown(call);
				assert.ok(error instanceof Error);
				assert.match(error.message, /\binit(Sync)?\b/);
				assert.ok(!(error instanceof pkg.PanicError || error instanceof pkg.TerminatedError));
			}
			assert.equal(pkg.recovery_state().terminated, false);
			// Nothing was broken by that.
			pkg.initSync(wantsBytes(target) ? { module: bytes, imports: imports() }
				: { imports: imports() });
			assert.equal(pkg.add(1, 2), 3);
			assert.equal(pkg.bump(), 1);
		});
	}

	it('the hook may be set already', async () => {
		const { pkg, bytes } = await pending();
		let hook = 0;
		const fn = () => hook++;
		assert.equal(pkg.set_on_abort(fn), null);
		pkg.initSync({ module: bytes, imports: imports() });
		thrown(() => pkg.trap());
		assert.equal(hook, 1);
		assert.equal(pkg.set_on_abort(null), fn);
	});

	it('functions that were taken before work after', async () => {
		const { pkg, bytes } = await pending();
		const { add, bump, trap, TerminatedError } = pkg;
		pkg.initSync({ module: bytes, imports: imports() });
		assert.equal(add(1, 2), 3);
		assert.equal(bump(), 1);
		thrown(() => trap());
		assert.ok(thrown(() => add(1, 2)) instanceof TerminatedError);
	});
});

describe('init', () => {
	let server;
	let base;
	before(async () => {
		const { dir } = rewriteOk(flavourFile('legacy'), ['--target', 'web']);
		const bytes = fs.readFileSync(path.join(dir, 'mod_bg.wasm'));
		server = http.createServer((request, response) => {
			const types = { '/good.wasm': 'application/wasm', '/plain.wasm': 'text/plain',
				'/none.wasm': undefined };
			if (!(request.url in types)) {
				response.writeHead(404, { 'Content-Type': 'application/wasm' });
				response.end('no such file');
				return;
			}
			const type = types[request.url];
			response.writeHead(200, type ? { 'Content-Type': type } : {});
			response.end(bytes);
		});
		await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
		base = `http://127.0.0.1:${server.address().port}`;
	});
	after(() => {
		server.closeAllConnections();
		server.close();
	});

	const SOURCES = {
		'bytes': (bytes) => bytes,
		'an ArrayBuffer': (bytes) => Uint8Array.from(bytes).buffer,
		'a view of a larger buffer': (bytes) => {
			const larger = new Uint8Array(bytes.length + 20);
			larger.set(bytes, 10);
			return larger.subarray(10, 10 + bytes.length);
		},
		'a WebAssembly.Module': (bytes) => new WebAssembly.Module(bytes),
		'a promise of bytes': (bytes) => Promise.resolve(bytes),
		'a promise of a Module': (bytes) => WebAssembly.compile(bytes),
		'a URL as a string': () => `${base}/good.wasm`,
		'a URL': () => new URL('/good.wasm', base),
		'a Request': () => new Request(`${base}/good.wasm`),
		'a Response': () => new Response(fs.readFileSync(
			path.join(rewriteOk(flavourFile('legacy'), ['--target', 'web']).dir, 'mod_bg.wasm')),
		{ headers: { 'Content-Type': 'application/wasm' } }),
		'a promise of a Response': () => fetch(`${base}/good.wasm`),
		'a URL of the wrong type': () => `${base}/plain.wasm`,
		'a URL of no type': () => `${base}/none.wasm`,
	};
	for (const [what, source] of Object.entries(SOURCES)) {
		it(`takes ${what}`, async () => {
			const { pkg, bytes } = await pending();
			await pkg.init({ module_or_path: source(bytes), imports: imports() });
			assert.equal(pkg.add(1, 2), 3);
			assert.equal(pkg.guarded_call(4), 4);
		});
	}

	for (const what of ['bytes', 'an ArrayBuffer', 'a view of a larger buffer',
		'a WebAssembly.Module']) {
		it(`initSync takes ${what}`, async () => {
			const { pkg, bytes } = await pending();
			pkg.initSync({ module: SOURCES[what](bytes), imports: imports() });
			assert.equal(pkg.add(1, 2), 3);
		});
	}

	it('is the default export', async () => {
		const { pkg, bytes } = await pending();
		await pkg.default({ module_or_path: bytes, imports: imports() });
		assert.equal(pkg.add(1, 2), 3);
	});

	for (const [what, source, pattern] of [
		['a file that is not there', () => `${base}/nothing.wasm`, /./],
		['no module', () => Buffer.from('no module'), /./],
		['a server that is not there', () => 'http://127.0.0.1:1/x.wasm', /./],
	]) {
		it(`fails with ${what}, and can be tried again`, async () => {
			const { pkg, bytes } = await pending();
			await assert.rejects(pkg.init({ module_or_path: source(), imports: imports() }), pattern);
			assert.match(thrown(() => pkg.add(1, 2)).message, /\binit(Sync)?\b/);
			await pkg.init({ module_or_path: bytes, imports: imports() });
			assert.equal(pkg.add(1, 2), 3);
		});
	}

	it('twice keeps the state', async () => {
		const { pkg, bytes } = await pending();
		const first = pkg.initSync({ module: bytes, imports: imports() });
		assert.equal(pkg.bump(), 1);
		assert.equal(pkg.initSync({ module: bytes, imports: imports() }), first);
		assert.equal(await pkg.init({ module_or_path: bytes, imports: imports() }), first);
		assert.equal(pkg.bump(), 2);
	});

	it('twice at the same time is once', async () => {
		const { pkg, bytes } = await pending();
		const both = [1, 2].map(() => pkg.init({ module_or_path: bytes, imports: imports() }));
		const [first, second] = await Promise.all(both);
		assert.equal(first, second);
		assert.equal(pkg.bump(), 1);
	});

	it('overtaken by initSync changes nothing', async () => {
		const { pkg, bytes } = await pending();
		const slow = pkg.init({ module_or_path: `${base}/good.wasm`, imports: imports() });
		pkg.initSync({ module: bytes, imports: imports() });
		assert.equal(pkg.bump(), 1);
		await slow;
		assert.equal(pkg.counter(), 1);
	});

	it('does not revive a terminated module', async () => {
		const { pkg, bytes } = await pending();
		pkg.initSync({ module: bytes, imports: imports() });
		const error = thrown(() => pkg.trap());
		try {
			pkg.initSync({ module: bytes, imports: imports() });
		} catch (refusal) {
			assert.ok(refusal instanceof pkg.TerminatedError);
		}
		isTerminated(pkg, () => pkg.counter(), error);
	});

	it('returns nothing by which a dead module can be called', async () => {
		const { pkg, bytes } = await pending();
		const exported = pkg.initSync({ module: bytes, imports: imports() });
		assert.equal(exported?.add?.(1, 2) ?? 3, 3);
		const error = thrown(() => (exported?.trap ?? pkg.trap)());
		isTerminated(pkg, () => pkg.counter(), error);
		for (const value of Object.values(exported ?? {})) {
			if (typeof value === 'function')
				isTerminated(pkg, () => value('0', '0'), error);
		}
	});

	it('uses the imports as they are at that moment', async () => {
		const { pkg, bytes } = await pending();
		const object = imports();
		pkg.initSync({ module: bytes, imports: object });
		object.env.host = () => 99;
		assert.equal(pkg.guarded_call(5), 5);
	});
});

describe('missing imports', () => {
	const CASES = [
		['everything', undefined, /env.*(host|log)/],
		['the module', {}, /env.*(host|log)/],
		['one function', { env: { log() {} } }, /env.*host/],
		['the other', { env: { host: (x) => x } }, /env.*log/],
		['a function that is none', { env: { host: 5, log() {} } }, /env.*host/],
		['a function that is null', { env: { host: (x) => x, log: null } }, /env.*log/],
		['the module, which is null', { env: null }, /env.*(host|log)/],
	];
	for (const target of Object.keys(TARGETS)) {
		const options = targetRuns(target) ? {} : { skip: `this engine cannot load ${target}` };
		for (const [what, given, pattern] of CASES) {
			it(`${what}: ${target}`, options, async () => {
				const { pkg, bytes } = await pending(target);
				const arg = (object) => wantsBytes(target) ? { module: bytes, imports: object }
					: { imports: object };
				const error = thrown(() => pkg.initSync(arg(given)));
				assert.ok(error instanceof Error);
				assert.match(error.message, pattern);
				await assert.rejects(async () => pkg.init(wantsBytes(target)
					? { module_or_path: bytes, imports: given } : { imports: given }),
				pattern);
				assert.match(thrown(() => pkg.add(1, 2)).message, /\binit(Sync)?\b/);
				pkg.initSync(arg(imports()));
				assert.equal(pkg.add(1, 2), 3);
			});
		}
	}
});

describe('the start function', () => {
	async function starting(target = 'web') {
		const { dir } = rewriteOk(wat('start-trap'), ['--target', target]);
		const { pkg, wasm } = await open(dir, 'mod', target);
		const bytes = fs.readFileSync(wasm);
		return { pkg, start: (ready) => pkg.initSync(target === 'web'
			? { module: bytes, imports: { env: { ready } } } : { imports: { env: { ready } } }) };
	}
	const refused = (pkg) => {
		for (const call of [() => pkg.started(), () => pkg.loaded()])
			assert.ok(thrown(call) instanceof Error);
	};

	for (const target of ['web', 'nodejs']) {
		it(`runs once, and may call imports: ${target}`, async () => {
			const { pkg, start } = await starting(target);
			let calls = 0;
			start(() => ++calls);
			assert.equal(calls, 1);
			assert.equal(pkg.started(), 1);
			assert.equal(pkg.loaded(), 77);
		});

		it(`that traps leaves nothing that answers, and may be tried again: ${target}`, async () => {
			const { pkg, start } = await starting(target);
			for (let i = 0; i < 3; i++) {
				assert.ok(thrown(() => start(() => 0)) instanceof WebAssembly.RuntimeError);
				refused(pkg);
			}
			start(() => 1);
			assert.equal(pkg.started(), 1);
			assert.equal(pkg.loaded(), 77);
			assert.equal(pkg.recovery_state().terminated, false);
		});

		it(`whose import throws: the very object comes out of init: ${target}`, async () => {
			for (const object of [new Error('not ready'), undefined, Object.freeze({})]) {
				const { pkg, start } = await starting(target);
				const error = thrown(() => start(() => {
					throw object;
				}));
				assert.ok(Object.is(error, object));
				refused(pkg);
				start(() => 1);
				assert.equal(pkg.loaded(), 77);
			}
		});
	}

	it('that traps in an asynchronous init', async () => {
		const { dir } = rewriteOk(wat('start-trap'), ['--target', 'web']);
		const { pkg, wasm } = await open(dir, 'mod', 'web');
		const module_or_path = fs.readFileSync(wasm);
		await assert.rejects(pkg.init({ module_or_path, imports: { env: { ready: () => 0 } } }),
			WebAssembly.RuntimeError);
		refused(pkg);
		await pkg.init({ module_or_path, imports: { env: { ready: () => 1 } } });
		assert.equal(pkg.loaded(), 77);
	});

	it('cannot be used while it runs, and nothing breaks by trying', async () => {
		const { pkg, start } = await starting();
		let outcome;
		start(() => {
			try {
				outcome = pkg.started();
			} catch (error) {
				outcome = error;
			}
			return 1;
		});
		assert.ok(outcome === 1 || outcome instanceof Error);
		assert.equal(pkg.loaded(), 77);
	});
});

describe('a module that needs nothing', () => {
	for (const target of Object.keys(TARGETS)) {
		const options = targetRuns(target) ? {} : { skip: `this engine cannot load ${target}` };
		it(`is there after import: ${target}`, options, async () => {
			const { dir } = rewriteOk(wat('kinds'), ['--target', target]);
			const pkg = await load(dir, 'mod', target);
			assert.equal(pkg.bump(), 6);
			// Node's ES modules hand out the value that a global had at the start.
			if (target === 'bundler')
				assert.equal(pkg.count, 5);
			else
				assert.equal(pkg.count.value, 6);
			const error = thrown(() => pkg.trap());
			assert.ok(error instanceof WebAssembly.RuntimeError);
			isTerminated(pkg, () => pkg.bump(), error);
		});
	}
});
