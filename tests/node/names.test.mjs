// SPDX-License-Identifier: MIT OR Apache-2.0
// Names of exports that are no identifiers, that JavaScript has other uses
// for, or that are the package's own.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isTerminated, show, thrown } from './support/expect.mjs';
import { assemble, wat } from './support/fixtures.mjs';
import { TARGETS, load, loaded, targetRuns } from './support/load.mjs';
import { rewrite, rewriteOk } from './support/tool.mjs';

const NAMES = {
	'a b': 2, '': 3, delete: 4, class: 5, await: 6, arguments: 7, eval: 8, 'ünder€': 9,
	'1st': 10, '💥': 11, 'quote"s\'`${x}\\': 12, 'line\nfeed\u2028': 13,
	constructor: 15, toString: 16, hasOwnProperty: 17, exports: 18, require: 19, module: 20,
	WebAssembly: 21, Error: 22, wasm: 23, instance: 24, undefined: 25, globalThis: 26,
	Object: 27, '*/ comment /*': 28, memory: 29, let: 30, console: 31,
};

describe('odd names', () => {
	for (const target of Object.keys(TARGETS)) {
		const options = targetRuns(target) ? {} : { skip: `this engine cannot load ${target}` };
		it(target, options, async () => {
			const pkg = await loaded(wat('names'), { target });
			for (const [name, value] of Object.entries(NAMES)) {
				assert.ok(Object.hasOwn(pkg, name), JSON.stringify(name));
				const fn = pkg[name];
				assert.equal(fn(), value, JSON.stringify(name));
				assert.equal(fn.name, name);
				assert.equal(fn.length, 0);
			}
			assert.equal(pkg['foo-bar'](5), 5);
			assert.equal(pkg['foo-bar'].name, 'foo-bar');
			assert.equal(pkg['foo-bar'].length, 1);
			let hook = 0;
			pkg.set_on_abort((abort) => {
				hook++;
				assert.equal(abort.export, 'trap');
			});
			const error = thrown(() => pkg.trap());
			assert.ok(error instanceof WebAssembly.RuntimeError, show(error));
			assert.equal(hook, 1);
			for (const name of Object.keys(NAMES))
				isTerminated(pkg, () => pkg[name](), error);
		});
	}
});

describe('names of imports', () => {
	it('may be anything as well', async () => {
		const names = ['', 'delete', 'a b', '__proto__', 'quote"\'`${x}\\', 'constructor', '💥'];
		const modules = ['env', '', './x.js', '__proto__', 'a"b'];
		const text = (name) => JSON.stringify(name);
		const imports = modules.flatMap((module) => names.map((name) =>
			`(import ${text(module)} ${text(name)} (func (result i32)))`));
		const calls = imports.map((_, i) => `(func (export "f${i}") (result i32) call ${i})`);
		const object = Object.create(null);
		let i = 0;
		for (const module of modules) {
			object[module] = Object.create(null);
			for (const name of names) {
				const value = i++;
				object[module][name] = () => value;
			}
		}
		const pkg = await loaded(assemble(`(module ${imports.join('\n')} ${calls.join('\n')})`),
			{ imports: object });
		for (let k = 0; k < i; k++)
			assert.equal(pkg[`f${k}`](), k);
	});
});

const RESERVED = ['default', 'init', 'initSync', 'PanicError', 'TerminatedError', 'set_on_abort',
	'recovery_state', 'schedule_reinit', 'set_on_reset', 'set_recovery_policy',
	'entrypoint', 'createInstance'];

describe('names that clash', () => {
	for (const target of ['web', 'nodejs', 'bundler', 'module']) {
		for (const name of target === 'web' ? RESERVED : ['init', 'PanicError']) {
			it(`${name} is an error that says --rename: ${target}`, () => {
				const result = rewrite(reserved(name), ['--target', target]);
				assert.equal(result.status, 1, result.stderr);
				assert.ok(result.stderr.startsWith(`unpoison: ${result.input}: `), result.stderr);
				assert.match(result.stderr, new RegExp(`\\b${name}\\b`));
				assert.match(result.stderr, /--rename/);
				assert.deepEqual(result.files, []);
			});
		}
	}

	for (const name of RESERVED) {
		it(`${name}, renamed, leaves the package's own alone`, async () => {
			const pkg = await loaded(reserved(name), { flags: ['--rename', `${name}=mine`] });
			assert.equal(pkg.mine(), 1);
			assert.equal(pkg.mine.name, 'mine');
			assert.equal(pkg.ping(), 2);
			assert.equal(pkg.recovery_state().terminated, false);
			assert.equal(typeof pkg.init, 'function');
			assert.equal(pkg.default, pkg.init);
		});
	}

	for (const target of ['web', 'nodejs'])
		it(`__proto__ is a name like any other: ${target}`, async () => {
			const pkg = await loaded(reserved('__proto__'), { target });
			const { value } = Object.getOwnPropertyDescriptor(pkg, '__proto__');
			assert.equal(value(), 1);
			assert.equal(pkg.ping(), 2);
		});

	for (const fixture of ['clash-init', 'clash-panic-error', 'clash-default'])
		it(`${fixture}.wat`, () => assert.equal(rewrite(wat(fixture)).status, 1));

	it('__wbg_reset_state is what the module gets, unless it is not to be reset', async () => {
		const { status, stderr } = rewrite(reserved('__wbg_reset_state'), ['--target', 'web']);
		assert.equal(status, 1, stderr);
		assert.match(stderr, /__wbg_reset_state.*--reset none/);
		const pkg = await loaded(reserved('__wbg_reset_state'),
			{ flags: ['--reset', 'none', '--rename', '__wbg_reset_state=mine'] });
		assert.equal(pkg.mine(), 1);
	});

	it('the protocol\'s own are reserved too', () => {
		const result = rewrite(reserved('__unpoison_terminate'), ['--target', 'web']);
		assert.equal(result.status, 1, result.stderr);
		assert.match(result.stderr, /__unpoison_terminate/);
	});
});

describe('--rename', () => {
	it('renames what does not clash as well, to any name', async () => {
		const pkg = await loaded(reserved('some'),
			{ flags: ['--rename', 'some=foo-bar', '--rename', 'ping=delete'] });
		assert.equal(pkg['foo-bar'](), 1);
		assert.equal(pkg.delete(), 2);
		assert.ok(!('some' in pkg) && !('ping' in pkg));
	});

	it('may swap two names', async () => {
		const pkg = await loaded(reserved('some'),
			{ flags: ['--rename', 'some=ping', '--rename', 'ping=some'] });
		assert.equal(pkg.ping(), 1);
		assert.equal(pkg.some(), 2);
	});

	it('makes no new clash', () => {
		for (const flags of [['some=ping'], ['some=init'], ['some=x', 'ping=x']]) {
			const result = rewrite(reserved('some'),
				['--target', 'web', ...flags.flatMap((flag) => ['--rename', flag])]);
			assert.ok(result.status === 1 || result.status === 2, `${flags}: ${result.status}`);
			assert.deepEqual(result.files, []);
		}
	});

	it('of a name that is not there is an error', () => {
		const result = rewrite(reserved('some'), ['--target', 'web', '--rename', 'nothing=x']);
		assert.ok(result.status === 1 || result.status === 2, result.stderr);
		assert.match(result.stderr, /nothing/);
	});

	it('does not change the hook\'s idea of what failed', async () => {
		const { dir } = rewriteOk(wat('no-memory'), ['--target', 'nodejs', '--rename', 'trap=fall']);
		const pkg = await load(dir, 'mod', 'nodejs', { env: { host: Number } });
		let name;
		pkg.set_on_abort((abort) => {
			name = abort.export;
		});
		thrown(() => pkg.fall());
		assert.equal(name, 'fall');
	});
});

function reserved(name) {
	return assemble(`(module (func (export "${name}") (result i32) i32.const 1)
		(func (export "ping") (result i32) i32.const 2))`);
}
