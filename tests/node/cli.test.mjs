// SPDX-License-Identifier: MIT OR Apache-2.0
// The command line: exit statuses, messages, files, and what survives.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { engineHas } from './support/engine.mjs';
import { FLAVOURS, assemble, exnrefWat, flavourFile, wat } from './support/fixtures.mjs';
import { TARGETS } from './support/load.mjs';
import { share, some } from './support/sparse.mjs';
import { ROOT, TOOL, freshDir, rewrite, rewriteOk, runTool, wabtReads } from './support/tool.mjs';
import { customs, functionNames, producers, sections, targetFeatures, withCustom, withoutCustoms }
	from './support/wasm.mjs';

const HEADER = Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The files of a directory and what is in them. */
function contents(dir) {
	return Object.fromEntries(fs.readdirSync(dir).sort().map((name) =>
		[name, fs.readFileSync(path.join(dir, name)).toString('base64')]));
}

/** An old package that a failed run must leave alone, and a module. */
function workplace(bytes, name = 'mod') {
	const dir = freshDir('cli');
	const out = path.join(dir, 'pkg');
	fs.mkdirSync(out);
	for (const file of [`${name}.js`, `${name}_bg.wasm`, `${name}.d.ts`, 'other'])
		fs.writeFileSync(path.join(out, file), `old ${file}`);
	const input = path.join(dir, `${name}.wasm`);
	if (bytes)
		fs.writeFileSync(input, bytes);
	return { dir, out, input };
}

/** Runs the tool, which must say no and leave everything as it was. */
function refused(bytes, pattern, { status = 1, flags = [], offset = false } = {}) {
	const { out, input } = workplace(bytes);
	const before = contents(out);
	const run = runTool([...flags, '--out-dir', out, input]);
	assert.equal(run.signal, null);
	assert.equal(run.status, status, run.stderr);
	assert.equal(run.stdout, '');
	const place = offset ? 'offset 0x[0-9a-f]+: ' : '(offset 0x[0-9a-f]+: )?';
	assert.match(run.stderr, new RegExp(`^unpoison: ${escaped(input)}: ${place}\\S`));
	assert.match(run.stderr, pattern);
	assert.ok(run.stderr.endsWith('\n'));
	assert.deepEqual(contents(out), before);
	return run;
}

/** Pseudo-random whole numbers below n, the same in each run. */
function random(seed) {
	let state = seed;
	return (n) => {
		state = Math.imul(state ^ state >>> 15, 0x2c1b3c6d) + 0x9e3779b9 | 0;
		return ((state ^ state >>> 13) >>> 0) % n;
	};
}

describe('input that cannot be rewritten', () => {
	it('is not wasm', () => {
		refused(Buffer.from('<!doctype html>\n'), /not a (wasm|WebAssembly)/i);
		refused(Buffer.from('\x7fELF\x02\x01\x01'), /not a (wasm|WebAssembly)/i);
		refused(Buffer.from('(module)\n'), /not a (wasm|WebAssembly)/i);
	});

	it('is empty', () => refused(Buffer.alloc(0), /empty/i));

	it('is a part of the header', () => {
		for (let size = 1; size < HEADER.length; size++)
			refused(HEADER.subarray(0, size), /\S/);
	});

	it('is of another version', () => {
		refused(Buffer.from([0, 0x61, 0x73, 0x6d, 2, 0, 0, 0]), /version/i);
	});

	it('is a component', () => {
		refused(Buffer.from([0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0]), /component/i);
	});

	it('has a 64-bit memory', () => {
		refused(assemble('(module (memory i64 1))', '--enable-memory64'), /memory64|64-bit/i);
		refused(assemble('(module (import "a" "b" (memory i64 1)))', '--enable-memory64'),
			/memory64|64-bit/i);
	});

	it('is rewritten already', () => {
		for (const name of ['abort', 'legacy', 'exnref']) {
			const { dir } = rewriteOk(flavourFile(name), ['--target', 'web']);
			refused(fs.readFileSync(path.join(dir, 'mod_bg.wasm')), /already|rewritten/i);
		}
	});

	it('has debug information that cannot be kept', () => {
		const input = withCustom(fs.readFileSync(flavourFile('legacy')), '.debug_info', []);
		const result = rewrite(input, ['--target', 'web', '--keep-debug']);
		assert.equal(result.status, 1, result.stderr);
		assert.ok(result.stderr.startsWith(`unpoison: ${result.input}: `), result.stderr);
		assert.match(result.stderr, /leave out --keep-debug/);
		assert.deepEqual(result.files, []);
		assert.equal(rewrite(input, ['--target', 'web']).status, 0);
	});

	it('has bindings that are none', () => {
		refused(withCustom(fs.readFileSync(wat('no-memory')), '__wasm_bindgen_unstable', [1, 2, 3]),
			/offset 0x[0-9a-f]+: the bytes end inside the version/);
	});

	it('has bindings of an unknown schema', () => {
		const version = new TextEncoder().encode('{"schema_version":"9.8.7","version":"9.9.9"}');
		const blob = [version.length, 0, 0, 0, ...version, 0, 0, 0, 0];
		const { stderr } = refused(withCustom(fs.readFileSync(wat('no-memory')),
			'__wasm_bindgen_unstable', blob), /9\.8\.7/);
		assert.match(stderr, /0\.2\.130/);
		assert.match(stderr, /0\.2\.107/);
		assert.match(stderr, /--wasm-bindgen PATH/);
	});

	it('has a malformed section', () => {
		const cases = {
			'an unknown section': [99, 1, 0],
			'a section longer than the file': [1, 0xff, 0xff, 0xff, 0xff, 0x0f],
			'a size that does not end': [1, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80],
			'a count larger than the section': [1, 1, 0x7f],
			'sections in the wrong order': [3, 1, 0, 1, 1, 0],
			'a section twice': [1, 1, 0, 1, 1, 0],
			'a custom section without a name': [0, 0],
			'a name longer than its section': [0, 2, 9, 0x61],
			'a name that is no text': [0, 3, 2, 0xff, 0xfe],
		};
		for (const [what, bytes] of Object.entries(cases)) {
			const module = Buffer.concat([HEADER, Buffer.from(bytes)]);
			assert.ok(!WebAssembly.validate(module), what);
			refused(module, /\S/, { offset: true });
		}
	});

	it('has a body that is not valid', () => {
		const good = assemble('(module (func (export "f") (result i32) i32.const 1))');
		const at = good.indexOf(Buffer.from([0x41, 1, 0x0b]));
		const unknown = Buffer.from(good);
		unknown[at] = 0xff;
		refused(unknown, /\S/);
		const typed = Buffer.from(good);
		typed[at] = 0x42; // i64.const
		refused(typed, new RegExp(`offset 0x${(at + 2).toString(16)}: function 0: end takes an i32, ` +
			'but there is an i64; \\S'));
	});

	it('has an operand of another type', () => {
		const good = assemble(`(module (func (export "f") (param f64) (result i32)
			i32.const 1 i32.const 2 local.get 0 drop i32.add))`);
		const at = good.indexOf(Buffer.from([0x1a, 0x6a, 0x0b]));
		const bad = Buffer.from(good);
		bad[at] = 0x01; // nop
		refused(bad, new RegExp(`offset 0x${(at + 1).toString(16)}: function 0: i32\\.add takes an i32, ` +
			'but there is an f64; check the module with wasm-validate'));
		assert.equal(runTool(['--dump', workplace(bad).input]).status, 0);
	});

	it('has an initializer of another type', () => {
		const good = assemble('(module (global (export "g") i32 (i32.const 1)))');
		const bad = Buffer.from(good);
		bad[bad.indexOf(Buffer.from([0x41, 1, 0x0b]))] = 0x42;
		refused(bad, /offset 0x[0-9a-f]+: a constant expression: end takes an i32, but there is an i64; \S/);
	});

	it('is not there', () => {
		const { dir, out } = workplace();
		const before = contents(out);
		for (const input of [path.join(dir, 'nothing.wasm'), dir, path.join(dir, 'a', 'b.wasm')]) {
			const run = runTool(['--out-dir', out, input]);
			assert.equal(run.status, 1, run.stderr);
			assert.match(run.stderr, new RegExp(`^unpoison: ${escaped(input)}: \\S`));
			assert.deepEqual(contents(out), before);
		}
	});
});

describe('a truncated module', () => {
	/** The engine says whether what is left is a module. */
	function cut(bytes, size) {
		const left = bytes.subarray(0, size);
		const run = WebAssembly.validate(left) ? 'valid' : refused(left, /\S/, { offset: true });
		return run !== 'valid';
	}
	const INPUTS = {
		'abort.wasm': () => flavourFile('abort'),
		'legacy.wasm': () => flavourFile('legacy'),
		'calls.wat': () => wat('calls'),
		'cxx.wat': () => wat('cxx'),
	};
	for (const [name, input] of Object.entries(INPUTS)) {
		it(`at every border of a section: ${name}`, () => {
			const bytes = fs.readFileSync(input());
			const sizes = some(sections(bytes)).flatMap(({ offset, end }) => [offset, offset + 1, offset + 2, end - 1]);
			const bad = sizes.filter((size) => cut(bytes, size)).length;
			assert.ok(bad > sizes.length / 2, `${bad} of ${sizes.length}`);
		});

		it(`at random places: ${name}`, () => {
			const bytes = fs.readFileSync(input());
			const next = random(bytes.length);
			let bad = 0;
			for (let i = 0; i < share(30); i++)
				bad += cut(bytes, 8 + next(bytes.length - 8));
			assert.ok(bad > share(30) / 2);
		});
	}
});

describe('a damaged module', () => {
	it('never ends the tool by a signal, and nothing invalid comes out', () => {
		for (const name of ['calls', 'cxx', 'references']) {
			const bytes = fs.readFileSync(wat(name));
			const next = random(name.length);
			const { dir, input } = workplace();
			for (let i = 0; i < share(150); i++) {
				const damaged = Buffer.from(bytes);
				for (let k = next(3); k >= 0; k--)
					damaged[8 + next(bytes.length - 8)] = next(256);
				fs.writeFileSync(input, damaged);
				const out = path.join(dir, `pkg${i}`);
				const run = runTool(['--target', 'web', '--out-dir', out, input]);
				const what = `${name} ${i}: ${damaged.toString('base64')}\n${run.stderr}`;
				assert.equal(run.signal, null, what);
				assert.ok(run.status === 0 || run.status === 1, what);
				if (run.status === 1) {
					assert.ok(run.stderr.startsWith(`unpoison: ${input}: `), what);
					assert.ok(!fs.existsSync(path.join(out, 'mod_bg.wasm')), what);
				} else if (WebAssembly.validate(damaged)) {
					const output = fs.readFileSync(path.join(out, 'mod_bg.wasm'));
					assert.ok(WebAssembly.validate(output), what);
				}
			}
		}
	});
});

describe('usage errors', () => {
	const input = () => wat('empty');
	const CASES = {
		'an unknown option': () => ['--nonsense', input()],
		'an unknown short option': () => ['-Z', input()],
		'no input': () => [],
		'two inputs': () => [input(), input()],
		'an unknown target': () => ['--target', 'netscape', input()],
		'an unknown dialect': () => ['--eh', 'both', input()],
		'an unknown way to unwind': () => ['--unwind', 'maybe', input()],
		'a rename without a new name': () => ['--rename', 'x', input()],
		'an empty rename': () => ['--rename', '=', input()],
		'an unknown level': () => ['-O', '9', input()],
		'an option that lacks its word': () => [input(), '--target'],
		'a name with a directory': () => ['--out-name', '../x', input()],
		'an empty name': () => ['--out-name', '', input()],
	};
	for (const [what, args] of Object.entries(CASES)) {
		it(what, () => {
			const cwd = freshDir('usage');
			const run = runTool(args(), { cwd });
			assert.equal(run.status, 2, `${run.stdout}${run.stderr}`);
			assert.match(run.stderr, /^unpoison: \S/);
			assert.equal(run.stdout, '');
			assert.deepEqual(fs.readdirSync(cwd), []);
		});
	}
});

describe('output that cannot be written', () => {
	const unwritten = (out, input, pattern) => {
		const run = runTool(['--target', 'web', '--out-dir', out, input]);
		assert.equal(run.status, 3, run.stderr);
		assert.match(run.stderr, /^unpoison: \S/);
		assert.match(run.stderr, pattern);
	};

	it('a file where the directory should be', () => {
		const { dir, out, input } = workplace(fs.readFileSync(wat('kinds')));
		const file = path.join(dir, 'file');
		fs.writeFileSync(file, 'x');
		unwritten(file, input, /file/);
		unwritten(path.join(file, 'below'), input, /file/);
		assert.equal(fs.readFileSync(file, 'utf8'), 'x');
		assert.ok(fs.existsSync(out));
	});

	for (const name of ['mod.js', 'mod_bg.wasm', 'mod.d.ts']) {
		it(`all or none: a directory that is called ${name}`, () => {
			const { out, input } = workplace(fs.readFileSync(wat('kinds')));
			fs.rmSync(path.join(out, name));
			fs.mkdirSync(path.join(out, name, 'full'), { recursive: true });
			const state = () => fs.readdirSync(out).sort().map((entry) => [entry, entry === name ? ''
				: fs.readFileSync(path.join(out, entry), 'utf8')]);
			const before = state();
			unwritten(out, input, new RegExp(escaped(name)));
			assert.deepEqual(state(), before);
		});
	}

	it('-o into nothing', () => {
		const { dir, input } = workplace(fs.readFileSync(wat('kinds')));
		fs.writeFileSync(path.join(dir, 'file'), 'x');
		const run = runTool(['-o', path.join(dir, 'file', 'x.wasm'), input]);
		assert.equal(run.status, 3, run.stderr);
	});
});

describe('files', () => {
	it('go to pkg, for bundlers, named after the input, by default', () => {
		const cwd = freshDir('default');
		fs.copyFileSync(flavourFile('abort'), path.join(cwd, 'my-crate.v2.wasm'));
		const run = runTool(['my-crate.v2.wasm'], { cwd });
		assert.equal(run.status, 0, run.stderr);
		assert.equal(run.stdout, '');
		assert.deepEqual(fs.readdirSync(cwd).sort(), ['my-crate.v2.wasm', 'pkg']);
		const told = rewriteOk(flavourFile('abort'), ['--target', 'bundler'],
			{ name: 'my-crate.v2' });
		assert.deepEqual(contents(path.join(cwd, 'pkg')), contents(told.dir));
		for (const file of ['my-crate.v2.js', 'my-crate.v2_bg.wasm', 'my-crate.v2.d.ts'])
			assert.ok(told.files.includes(file), file);
	});

	it('go where they are told, making directories', () => {
		const dir = freshDir('made');
		const out = path.join(dir, 'a', 'b');
		const run = runTool(['--target', 'web', '--out-dir', out, '--out-name', 'x', wat('kinds')]);
		assert.equal(run.status, 0, run.stderr);
		assert.deepEqual(fs.readdirSync(out).sort(), ['x.d.ts', 'x.js', 'x_bg.wasm']);
		assert.match(fs.readFileSync(path.join(out, 'x.js'), 'utf8'), /x_bg\.wasm/);
	});

	it('replace old ones, and leave others alone', () => {
		const { out, input } = workplace(fs.readFileSync(wat('kinds')));
		const run = runTool(['--target', 'web', '--out-dir', out, input]);
		assert.equal(run.status, 0, run.stderr);
		assert.deepEqual(fs.readdirSync(out).sort(), ['mod.d.ts', 'mod.js', 'mod_bg.wasm', 'other']);
		assert.equal(fs.readFileSync(path.join(out, 'other'), 'utf8'), 'old other');
		assert.doesNotMatch(fs.readFileSync(path.join(out, 'mod.js'), 'utf8'), /^old/);
	});

	it('--no-typescript', () => {
		const { files } = rewriteOk(wat('kinds'), ['--target', 'web', '--no-typescript']);
		assert.deepEqual(files, ['mod.js', 'mod_bg.wasm']);
	});

	it('-o writes the module alone', () => {
		const cwd = freshDir('o');
		fs.writeFileSync(path.join(cwd, 'out.wasm'), 'old');
		const run = runTool(['-o', 'out.wasm', flavourFile('legacy')], { cwd });
		assert.equal(run.status, 0, run.stderr);
		assert.deepEqual(fs.readdirSync(cwd), ['out.wasm']);
		const bytes = fs.readFileSync(path.join(cwd, 'out.wasm'));
		assert.ok(WebAssembly.validate(bytes));
		assert.equal(customs(bytes, 'unpoison').length, 1);
	});

	it('options may come after the input, and -- ends them', () => {
		const out = freshDir('order');
		assert.equal(runTool([wat('kinds'), '--target', 'web', `--out-dir=${out}`]).status, 0);
		assert.equal(runTool(['--target=web', '--out-dir', out, '--', wat('kinds')]).status, 0);
		const cwd = freshDir('dash');
		fs.copyFileSync(wat('kinds'), path.join(cwd, '-x.wasm'));
		const run = runTool(['--target', 'web', '--', '-x.wasm'], { cwd });
		assert.equal(run.status, 0, run.stderr);
		assert.ok(fs.existsSync(path.join(cwd, 'pkg', '-x.js')));
	});

	it('-q is quiet, -v is not', () => {
		const out = freshDir('quiet');
		const quiet = runTool(['-q', '--out-dir', out, flavourFile('abort')]);
		assert.equal(quiet.status, 0);
		assert.equal(quiet.stdout + quiet.stderr, '');
		const loud = runTool(['-v', '--out-dir', out, flavourFile('abort')]);
		assert.equal(loud.status, 0);
		assert.match(loud.stderr, /_bg\.wasm/);
	});

	it('-q still tells errors', () => refused(Buffer.from('x'), /\S/, { flags: ['-q'] }));

	it('--verify takes what is right', () => {
		for (const input of [flavourFile('abort'), flavourFile('legacy'), wat('calls'), wat('cxx'),
			wat('references'), wat('vectors')]) {
			const result = rewrite(input, ['--target', 'web', '--verify']);
			assert.equal(result.status, 0, result.stderr);
		}
	});

	it('--verify of a dialect that wabt cannot read says so, and does not fail', () => {
		const result = rewrite(flavourFile('exnref'), ['--target', 'web', '--verify']);
		assert.equal(result.status, 0, result.stderr);
		if (!wabtReads(path.join(result.dir, 'mod_bg.wasm')).ok)
			assert.match(result.stderr, /verif|wabt/i);
	});
});

describe('--help and --version', () => {
	it('--version', () => {
		const run = runTool(['--version']);
		assert.equal(run.status, 0);
		assert.match(run.stdout, /^unpoison \d+\.\d+\.\d+\n$/);
		assert.equal(run.stderr, '');
	});

	it('--help tells every option, on stdout', () => {
		const run = runTool(['--help']);
		assert.equal(run.status, 0);
		assert.equal(run.stderr, '');
		const options = ['--target', '--out-dir', '--out-name', '-o', '--eh', '--unwind',
			'--unwind-safe-import', '--abort-export', '--rename', '--no-typescript', '--keep-debug',
			'-O', '--verify', '-q', '-v', '--version', '--help'];
		for (const option of options)
			assert.match(run.stdout, new RegExp(`(^|[ ,])${option}\\b`, 'm'), option);
		for (const word of ['web', 'bundler', 'nodejs', 'module', 'legacy', 'exnref', 'trust', 'never'])
			assert.match(run.stdout, new RegExp(`\\b${word}\\b`));
		for (const line of run.stdout.split('\n'))
			assert.ok(line.length <= 100, line);
	});

	it('--help wins over a missing input', () => {
		assert.equal(runTool(['--help', '--target', 'web']).status, 0);
	});

	it('little room for addresses is enough for small modules', (t) => {
		for (const kibibytes of [3_000_000, 300_000, 100_000, 60_000, 40_000, 30_000]) {
			const run = spawnSync('bash', ['-c', `ulimit -v ${kibibytes}; exec "$0" "$@"`, TOOL, '-q',
				'--out-dir', freshDir('limited'), flavourFile('abort')], { encoding: 'utf8' });
			if (/AddressSanitizer/.test(run.stderr)) {
				t.skip('the sanitizer takes more than that for itself');
				return;
			}
			assert.equal(run.status, 0, `${kibibytes} KiB: ${run.stderr}`);
		}
	});

	it('a full disk is an error', () => {
		const full = fs.openSync('/dev/full', 'w');
		const run = runTool(['--help'], { stdio: ['ignore', full, 'pipe'] });
		fs.closeSync(full);
		assert.equal(run.status, 3);
	});
});

describe('the same input and flags', () => {
	const INPUTS = {
		...Object.fromEntries(FLAVOURS.map(({ name }) => [name, () => flavourFile(name)])),
		...Object.fromEntries(['calls', 'cxx', 'own-tag', 'names', 'table', 'multivalue']
			.map((name) => [name, () => wat(name)])),
	};
	for (const [name, input] of Object.entries(INPUTS)) {
		it(`give the same bytes: ${name}`, () => {
			const runs = [['a', {}], ['b', { LANG: 'tr_TR.UTF-8', TZ: 'Asia/Tokyo' }]].map(([dir, env]) => {
				const place = freshDir(dir);
				fs.copyFileSync(input(), path.join(place, 'mod.wasm'));
				const run = runTool(['--target', 'web', 'mod.wasm'], { cwd: place, env });
				assert.equal(run.status, 0, run.stderr);
				return contents(path.join(place, 'pkg'));
			});
			assert.deepEqual(runs[0], runs[1]);
		});
	}

	it('do not tell where they were', () => {
		const { dir, input } = rewriteOk(flavourFile('abort'), ['--target', 'web']);
		for (const file of fs.readdirSync(dir)) {
			const text = fs.readFileSync(path.join(dir, file), 'latin1');
			assert.ok(!text.includes(path.dirname(input)), file);
			assert.ok(!text.includes(path.dirname(TOOL)), file);
		}
	});
});

describe('what comes out is valid', () => {
	// rewrite() asks the engine and wabt.
	const folder = path.join(ROOT, 'testdata/wat');
	for (const file of fs.readdirSync(folder).sort()) {
		const name = path.basename(file, '.wat');
		if (path.extname(file) !== '.wat' || name.startsWith('clash-'))
			continue;
		// A fixture for other tests may have an export that the package needs itself.
		const text = fs.readFileSync(path.join(folder, file), 'utf8');
		const rename = text.includes('(export "init")') ? ['--rename', 'init=init_'] : [];
		it(name, () => {
			const exnref = name.endsWith('.exnref');
			const input = exnref ? exnrefWat(path.basename(name, '.exnref')) : wat(name);
			for (const target of some(Object.keys(TARGETS), name.length)) {
				// What a bundler links it makes itself: a memory, say, cannot be given to it.
				if (target === 'bundler' && /\(import "\w+" "\w+" \((memory|table|global)/.test(text))
					continue;
				rewriteOk(input, ['--target', target, ...rename]);
			}
			for (const flags of [['--unwind', 'never'], ['-O', '2'],
				['--unwind', 'trust', '--eh', exnref ? 'exnref' : 'legacy'],
				['--unwind', 'trust', '--eh', 'exnref']])
				rewriteOk(input, ['--target', 'web', ...rename, ...flags]);
		});
	}

	it('or nothing does: state that JavaScript owns, for a bundler', () => {
		refused(fs.readFileSync(wat('imported-state')), /env\.(memory|table|base|count)\b.*--target/,
			{ flags: ['--target', 'bundler'] });
	});

	for (const { name } of FLAVOURS) {
		it(name, () => {
			for (const flags of [['--unwind', 'never'], ['-O', '2'], ['-O', 's'], ['--keep-debug'],
				['--eh', 'exnref'], ['--abort-export', '*'], ['--unwind-safe-import', '*',
					...name === 'abort' ? ['--eh', 'legacy'] : []]])
				rewriteOk(flavourFile(name), ['--target', 'web', ...flags]);
		});
	}
});

describe('what survives', () => {
	it('unknown custom sections, in their order, also of the same name', () => {
		let bytes = fs.readFileSync(flavourFile('abort'));
		const added = [['build_id', [1, 2, 3]], ['notes', Buffer.from('first')],
			['notes', Buffer.from('second')], ['', []], ['ünicode', [0, 255]]];
		for (const [name, payload] of added)
			bytes = withCustom(bytes, name, payload);
		const { dir } = rewriteOk(bytes, ['--target', 'web']);
		const output = fs.readFileSync(path.join(dir, 'mod_bg.wasm'));
		const names = new Set(added.map(([name]) => name));
		const found = sections(output).filter(({ id, name }) => id === 0 && names.has(name));
		assert.deepEqual(found.map(({ name, payload }) => [name, ...payload]),
			added.map(([name, payload]) => [name, ...payload]));
	});

	it('a name section that is malformed is no reason to refuse', () => {
		const plain = withoutCustoms(assemble(
			'(module (tag $t (param i32)) (func (export "f") i32.const 1 throw $t))'));
		for (const payload of [[10, 3, 1, 0, 1], [1, 5, 1, 0, 0x7f, 0x61, 0x62], [1, 3, 1, 9, 0],
			[0, 2, 1, 0xff], [1], [77, 1, 0], [1, 1, 0, 1, 1, 0]]) {
			const module = withCustom(plain, 'name', payload);
			assert.ok(WebAssembly.validate(module));
			rewriteOk(module, ['--target', 'web']);
		}
	});

	for (const { name } of FLAVOURS) {
		it(`names, producers and target_features of ${name}`, () => {
			const input = fs.readFileSync(flavourFile(name));
			const { dir } = rewriteOk(input, ['--target', 'web']);
			const output = fs.readFileSync(path.join(dir, 'mod_bg.wasm'));
			const names = new Set(functionNames(output).values());
			const lost = [...functionNames(input).values()].filter((text) => !names.has(text));
			assert.deepEqual(lost, []);
			const before = producers(input);
			const after = producers(output);
			assert.ok(before['processed-by']?.length > 0, 'the fixture has none');
			for (const [field, entries] of Object.entries(before)) {
				for (const [entry, version] of entries)
					assert.ok(after[field]?.some(([n, v]) => n === entry && v === version), entry);
			}
			const features = targetFeatures(output);
			assert.ok(targetFeatures(input).length > 0, 'the fixture has none');
			for (const feature of targetFeatures(input))
				assert.ok(features.includes(feature), feature);
		});
	}

	it('exports and imports that are not functions', () => {
		const { dir } = rewriteOk(wat('kinds'), ['--target', 'web']);
		const bytes = fs.readFileSync(path.join(dir, 'mod_bg.wasm'));
		const exports = WebAssembly.Module.exports(new WebAssembly.Module(bytes));
		for (const { name, kind } of WebAssembly.Module.exports(
			new WebAssembly.Module(fs.readFileSync(wat('kinds')))))
			assert.ok(exports.some((found) => found.name === name && found.kind === kind), name);
	});

	it('no tag is imported, for bundlers', () => {
		for (const { name, needs } of FLAVOURS) {
			if (needs.some((need) => !engineHas[need]))
				continue;
			const { dir } = rewriteOk(flavourFile(name), ['--target', 'bundler']);
			const module = new WebAssembly.Module(fs.readFileSync(path.join(dir, 'mod_bg.wasm')));
			for (const { kind } of WebAssembly.Module.imports(module))
				assert.equal(kind, 'function');
		}
	});

	it('the mark of a rewritten module is there, and is JSON', () => {
		const { dir } = rewriteOk(wat('kinds'), ['--target', 'web']);
		const marks = customs(fs.readFileSync(path.join(dir, 'mod_bg.wasm')), 'unpoison');
		assert.equal(marks.length, 1);
		const mark = JSON.parse(marks[0].toString());
		assert.match(mark.version, /^\d+\.\d+\.\d+$/);
	});
});
