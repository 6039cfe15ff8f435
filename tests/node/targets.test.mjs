// SPDX-License-Identifier: MIT OR Apache-2.0
// The same contract in every target, as far as this engine can load it.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { abortedOnce, isAlive, isPanic, isTerminated, thrown } from './support/expect.mjs';
import { FLAVOURS, flavour, flavourFile, runnable, source, wat } from './support/fixtures.mjs';
import { TARGETS, loaded, targetRuns } from './support/load.mjs';
import { freshDir, rewriteOk } from './support/tool.mjs';

const lines = source();

for (const target of Object.keys(TARGETS)) {
	const options = targetRuns(target) ? {} : { skip: `this engine cannot load ${target}` };
	describe(target, options, () => {
		for (const kind of FLAVOURS) {
			const { name, unwinds } = kind;
			describe(name, runnable(kind) ? {} : { skip: 'this engine lacks: exnref' }, () => {
				it('calls, panics, goes on or stops', async () => {
					const { pkg, aborts } = await flavour(name, { target });
					assert.equal(pkg.add(1, 2), 3);
					assert.equal(pkg.add64(1n, 2n), 3n);
					assert.equal(pkg.bump(), 1);
					const error = thrown(() => pkg.index(99));
					isPanic(pkg, error, { fatal: !unwinds, at: '[i as usize]', lines,
						message: 'index out of bounds: the len is 10 but the index is 99' });
					if (unwinds) {
						isAlive(pkg, aborts);
						assert.equal(pkg.counter(), 2);
					} else {
						abortedOnce(aborts, { error, reason: 'panic', export: 'index' });
						isTerminated(pkg, () => pkg.counter(), error);
					}
				});

				it('a JavaScript exception', async () => {
					const error = Object.freeze(new Error('x'));
					const { pkg, aborts } = await flavour(name, { target, env: { host() {
						throw error;
					} } });
					assert.equal(thrown(() => pkg.guarded_call(1)), error);
					if (unwinds) {
						assert.equal(pkg.drops(), 1);
						isAlive(pkg, aborts);
					} else {
						abortedOnce(aborts, { error, reason: 'foreign-exception' });
						isTerminated(pkg, () => pkg.counter(), error);
					}
				});

				it('an abort, nested and swallowed', async () => {
					const { pkg, env, aborts } = await flavour(name, { target });
					let death;
					env.host = () => {
						death = thrown(() => pkg.trap());
						return 1;
					};
					const error = thrown(() => pkg.guarded_call(1));
					assert.ok(error instanceof pkg.TerminatedError);
					assert.equal(error.cause, death);
					abortedOnce(aborts, { error: death, reason: 'trap', export: 'trap' });
					isTerminated(pkg, () => pkg.counter(), death);
				});

				it('memory', async () => {
					const { pkg } = await flavour(name, { target });
					const block = pkg.alloc(4) >>> 0;
					new Uint8Array(pkg.memory.buffer).set([1, 2, 3, 4], block);
					assert.equal(pkg.sum(block, 4), 10);
				});

				it('two loads are two modules', async () => {
					const [one, two] = [await flavour(name, { target }), await flavour(name, { target })];
					assert.equal(one.pkg.bump(), 1);
					assert.equal(one.pkg.bump(), 2);
					assert.equal(two.pkg.bump(), 1);
					thrown(() => one.pkg.trap());
					isAlive(two.pkg, two.aborts);
				});
			});
		}
	});

	it(`files of ${target}`, () => {
		const { files } = rewriteOk(flavourFile('abort'), ['--target', target]);
		const bundled = target === 'bundler' ? ['mod_bg.js'] : [];
		assert.deepEqual(files.filter((name) => !bundled.includes(name)),
			['mod.d.ts', 'mod.js', 'mod_bg.wasm']);
	});

	it(`names of ${target} that need care in URLs and strings`, options, async () => {
		const name = "it's a #1 módule";
		const pkg = await loaded(wat('kinds'), { target, name });
		assert.equal(pkg.bump(), 6);
	});
}

describe('programs', () => {
	/** Runs a program next to the package; returns what it printed. */
	function program(target, input, name, text, flags = []) {
		const { dir } = rewriteOk(input, ['--target', target]);
		const place = freshDir('program');
		fs.cpSync(dir, place, { recursive: true });
		const type = target === 'nodejs' ? 'commonjs' : 'module';
		fs.writeFileSync(path.join(place, 'package.json'), JSON.stringify({ type }));
		fs.writeFileSync(path.join(place, name), text);
		const run = spawnSync(process.execPath, [...flags, path.join(place, name)],
			{ encoding: 'utf8', cwd: '/', timeout: 30_000 });
		assert.equal(run.stderr.replace(/^\(.*Warning:.*\n(\(Use .*\n)?/gm, ''), '');
		assert.equal(run.status, 0);
		return run.stdout;
	}

	it('CommonJS', () => {
		const out = program('nodejs', wat('kinds'), 'main.js', `
			'use strict';
			const { bump, trap, TerminatedError, set_on_abort } = require('./mod.js');
			set_on_abort(({ reason }) => console.log(reason));
			console.log(bump());
			try { trap(); } catch (error) { console.log(error.name); }
			try { bump(); } catch (error) { console.log(error instanceof TerminatedError); }
		`);
		assert.equal(out, '6\ntrap\nRuntimeError\ntrue\n');
	});

	it('an ES module that imports names from the CommonJS package', () => {
		const out = program('nodejs', wat('kinds'), 'main.mjs', `
			import pkg, { bump, set_on_abort, PanicError } from './mod.js';
			console.log(bump(), typeof set_on_abort, PanicError.name, typeof pkg.trap);
		`);
		assert.equal(out, '6 function PanicError function\n');
	});

	it('an ES module of the target web', () => {
		const out = program('web', wat('no-memory'), 'main.mjs', `
			import fs from 'node:fs';
			import init, { call, TerminatedError, trap } from './mod.js';
			const module_or_path = fs.readFileSync(new URL('./mod_bg.wasm', import.meta.url));
			await init({ module_or_path, imports: { env: { host: (x) => x * 2 } } });
			console.log(call(21));
			try { trap(); } catch (error) { console.log(error.name); }
			try { call(1); } catch (error) { console.log(error instanceof TerminatedError); }
		`);
		assert.equal(out, '42\nRuntimeError\ntrue\n');
	});

	it('nothing is left behind that keeps a program alive or ends it', () => {
		const out = program('nodejs', flavourFile('abort'), 'main.js', `
			const pkg = require('./mod.js');
			pkg.initSync({ imports: { env: { host: () => pkg.trap(), log() {} } } });
			process.on('uncaughtException', (error) => console.log('uncaught', error));
			process.on('unhandledRejection', (error) => console.log('unhandled', error));
			try { pkg.guarded_call(1); } catch (error) { console.log(error.name); }
			setTimeout(() => {
				try { pkg.counter(); } catch (error) { console.log(error.name); }
			}, 10);
		`);
		assert.equal(out, 'RuntimeError\nTerminatedError\n');
	});

	it('an uncaught PanicError tells its text', () => {
		const { dir } = rewriteOk(flavourFile('abort'), ['--target', 'nodejs']);
		const main = `const pkg = require(${JSON.stringify(path.join(dir, 'mod.js'))});
			pkg.initSync({ imports: { env: { host() {}, log() {} } } });
			pkg.boom_fmt(7);`;
		const run = spawnSync(process.execPath, ['-e', main], { encoding: 'utf8' });
		assert.equal(run.status, 1);
		assert.match(run.stderr, /PanicError: value 7 is bad/);
		assert.match(run.stderr, /RuntimeError: unreachable/);
	});

	it('the sources are well-formed modules of their kind', () => {
		for (const target of Object.keys(TARGETS)) {
			if (!targetRuns(target))
				continue;
			const { dir } = rewriteOk(flavourFile('legacy'), ['--target', target]);
			const place = freshDir('check');
			fs.cpSync(dir, place, { recursive: true });
			const type = target === 'nodejs' ? 'commonjs' : 'module';
			fs.writeFileSync(path.join(place, 'package.json'), JSON.stringify({ type }));
			const files = fs.readdirSync(place).filter((file) => file.endsWith('.js'));
			for (const file of files) {
				const run = spawnSync(process.execPath, ['--check', path.join(place, file)],
					{ encoding: 'utf8' });
				assert.equal(run.status, 0, `${target}: ${run.stderr}`);
			}
		}
	});
});
