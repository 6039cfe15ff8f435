// SPDX-License-Identifier: MIT OR Apache-2.0
// In the place of the wasm-bindgen command line: called by that name, with its
// flags, and the way that build tools call it.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { flavourFile, wat } from './support/fixtures.mjs';
import { load } from './support/load.mjs';
import { TOOL, freshDir, runTool } from './support/tool.mjs';

const VARIABLE = 'UNPOISON_WASM_BINDGEN_VERSION';

/** A directory with a link called wasm-bindgen in it, as one puts into PATH. */
function linkedBin() {
	const bin = freshDir('bin');
	fs.symlinkSync(TOOL, path.join(bin, 'wasm-bindgen'));
	return bin;
}

const BIN = linkedBin();

/** Runs `wasm-bindgen` from PATH. */
function wasmBindgen(args, { env = {}, ...options } = {}) {
	const clean = { ...process.env, PATH: `${BIN}:${process.env.PATH}` };
	delete clean[VARIABLE];
	const run = spawnSync('wasm-bindgen', args,
		{ encoding: 'utf8', timeout: 60_000, ...options, env: { ...clean, ...env } });
	if (run.error)
		throw run.error;
	return run;
}

function ok(run) {
	assert.equal(run.status, 0, run.stderr);
	return run;
}

/** A usage error, which leaves nothing behind in @cwd. */
function refused(run, pattern, cwd) {
	assert.equal(run.status, 2, run.stdout + run.stderr);
	assert.equal(run.stdout, '');
	assert.match(run.stderr, /^unpoison: \S/);
	assert.match(run.stderr, pattern);
	if (cwd)
		assert.deepEqual(fs.readdirSync(cwd), []);
}

/** A crate's module, where cargo puts it. */
function project(name = 'shop') {
	const dir = freshDir('project');
	const release = path.join(dir, 'target/wasm32-unknown-unknown/release');
	fs.mkdirSync(release, { recursive: true });
	fs.copyFileSync(flavourFile('abort'), path.join(release, `${name}.wasm`));
	return { dir, module: path.join(release, `${name}.wasm`) };
}

const contents = (dir) => Object.fromEntries(fs.readdirSync(dir).sort()
	.map((name) => [name, fs.readFileSync(path.join(dir, name), 'base64')]));

/** What flags make of a module, by either name. */
function made(flags, run = runTool) {
	const out = freshDir('out');
	ok(run([...flags, '--out-dir', out, flavourFile('abort')]));
	return contents(out);
}

/** What is in @dir can be loaded and called. */
async function works(dir, name, target) {
	const env = { log() {}, host() {} };
	const pkg = await load(dir, name, target, { env });
	assert.equal(pkg.add(2, 3), 5);
}

describe('--version by the name wasm-bindgen', () => {
	// Both ask for the second word: wasm-pack splits at white space, trunk at blanks.
	const version = (run) => {
		assert.equal(ok(run).stderr, '');
		const words = run.stdout.trim().split(/\s+/);
		assert.deepEqual(run.stdout, `${words.join(' ')}\n`);
		assert.equal(words[0], 'wasm-bindgen');
		return words[1];
	};

	it('is that of the newest release that is known', () => {
		assert.equal(version(wasmBindgen(['--version'])), '0.2.130');
		assert.equal(version(wasmBindgen(['-V'])), '0.2.130');
	});

	it('can be another one that is known', () => {
		for (const known of ['0.2.108', '0.2.114', '0.2.120', '0.2.129', '0.2.130'])
			assert.equal(version(wasmBindgen(['--version'], { env: { [VARIABLE]: known } })), known);
		assert.equal(version(wasmBindgen(['--version'], { env: { [VARIABLE]: '' } })), '0.2.130');
	});

	it('cannot be one that is not', () => {
		for (const unknown of ['0.2.92', '0.2.131', '1.0.0', 'latest']) {
			const run = wasmBindgen(['--version'], { env: { [VARIABLE]: unknown } });
			refused(run, /UNPOISON_WASM_BINDGEN_VERSION/);
			assert.ok(run.stderr.includes(`'${unknown}'`), run.stderr);
			assert.match(run.stderr, /0\.2\.107 to 0\.2\.113/);
		}
	});

	it('needs that name, wherever it is', () => {
		const dir = freshDir('name');
		fs.copyFileSync(TOOL, path.join(dir, 'wasm-bindgen'));
		fs.symlinkSync(TOOL, path.join(dir, 'wasm-bindgen.exe'));
		fs.symlinkSync(path.join(dir, 'wasm-bindgen'), path.join(dir, 'other'));
		const says = (name) => spawnSync(path.join(dir, name), ['--version'], { encoding: 'utf8' })
			.stdout.split(' ')[0];
		fs.chmodSync(path.join(dir, 'wasm-bindgen'), 0o755);
		assert.equal(says('wasm-bindgen'), 'wasm-bindgen');
		assert.equal(says('wasm-bindgen.exe'), 'unpoison');
		assert.equal(says('other'), 'unpoison');
		assert.match(runTool(['--version'], { env: { [VARIABLE]: '0.2.108' } }).stdout,
			/^unpoison \d+\.\d+\.\d+\n$/);
		assert.match(runTool(['-V']).stdout, /^unpoison /);
	});
});

describe('the way that build tools call it', () => {
	it('wasm-pack', async () => {
		const { dir, module } = project();
		const out = path.join(dir, 'pkg');
		ok(wasmBindgen([module, '--out-dir', out, '--typescript', '--target', 'nodejs',
			'--out-name', 'shop'], { cwd: dir }));
		assert.deepEqual(fs.readdirSync(out).filter((file) => /^shop(\.js|_bg\.wasm|\.d\.ts)$/.test(file)),
			['shop.d.ts', 'shop.js', 'shop_bg.wasm']);
		await works(out, 'shop', 'nodejs');
	});

	it('wasm-pack with everything that a profile can ask for', () => {
		const { dir, module } = project();
		ok(wasmBindgen([module, '--out-dir', path.join(dir, 'pkg'), '--no-typescript', '--weak-refs',
			'--reference-types', '--target', 'web', '--debug', '--no-demangle',
			'--omit-default-module-path', '--split-linked-modules'], { cwd: dir }));
		const files = fs.readdirSync(path.join(dir, 'pkg'));
		assert.ok(files.includes('shop.js') && files.includes('shop_bg.wasm'), files.join());
		assert.ok(!files.some((file) => file.endsWith('.d.ts')), files.join());
	});

	it('trunk', async () => {
		const { dir, module } = project();
		const out = path.join(dir, 'target/wasm-bindgen/release');
		fs.mkdirSync(out, { recursive: true });
		ok(wasmBindgen(['--target=web', `--out-dir=${out}`, '--out-name=shop-6f1d', module,
			'--no-demangle', '--reference-types', '--weak-refs', '--no-typescript'], { cwd: dir }));
		assert.deepEqual(fs.readdirSync(out).sort(), ['shop-6f1d.js', 'shop-6f1d_bg.wasm']);
		await works(out, 'shop-6f1d', 'web');
	});

	it('worker-build, by the tool\'s own name', () => {
		const { dir, module } = project();
		const out = path.join(dir, 'build/.tmp');
		ok(runTool([module, '--out-dir', out, '--no-typescript', '--target', 'module', '--out-name',
			'index', '--experimental-reset-state-function', '--force-enable-abort-handler'],
		{ cwd: dir }));
		const js = fs.readFileSync(path.join(out, 'index.js'), 'utf8');
		assert.ok(fs.existsSync(path.join(out, 'index_bg.wasm')));
		assert.match(js, /import source \w+ from ["']\.\/index_bg\.wasm["']/);
		assert.match(js, /__wbg_reset_state/);
	});
});

describe('called as wasm-bindgen', () => {
	it('it needs --out-dir, and does not write into pkg', () => {
		const cwd = freshDir('cwd');
		refused(wasmBindgen([wat('kinds')], { cwd }), /there is no --out-dir/, cwd);
		refused(wasmBindgen(['--out-dir', '', wat('kinds')], { cwd }), /--out-dir is empty/, cwd);
		refused(wasmBindgen(['--out-dir', 'x'], { cwd }), /there is no input/, cwd);
	});

	it('it names the output after the input without its suffix', () => {
		const cwd = freshDir('cwd');
		fs.copyFileSync(wat('kinds'), path.join(cwd, 'plain'));
		fs.copyFileSync(wat('kinds'), path.join(cwd, 'other.bin'));
		for (const input of ['plain', 'other.bin'])
			ok(wasmBindgen([input, '--out-dir', 'a/b', '--no-typescript'], { cwd }));
		for (const name of ['plain', 'other'])
			assert.ok(fs.existsSync(path.join(cwd, `a/b/${name}_bg.wasm`)), name);
	});

	it('it makes the same files as by its own name', () => {
		for (const target of ['bundler', 'web', 'nodejs', 'module']) {
			const flags = ['--target', target, '--out-name', 'x'];
			assert.deepEqual(made(flags, wasmBindgen), made(flags), target);
		}
	});

	it('it takes a name that is no word, and the package works', async () => {
		for (const name of ['a.b', 'two words', 'ü$\'"', '-dash', '%41', 'a?b#c']) {
			const out = freshDir('odd');
			ok(wasmBindgen([flavourFile('abort'), '--out-dir', out, `--out-name=${name}`,
				'--nodejs']));
			assert.ok(fs.existsSync(path.join(out, `${name}_bg.wasm`)), name);
			await works(out, name, 'nodejs');
		}
	});

	it('its errors are those of the tool', () => {
		const cwd = freshDir('cwd');
		const run = wasmBindgen(['nothing.wasm', '--out-dir', 'x'], { cwd });
		assert.equal(run.status, 1);
		assert.match(run.stderr, /^unpoison: nothing\.wasm: /);
		refused(wasmBindgen(['--target', 'workers-and-more', wat('kinds'), '--out-dir', 'x'], { cwd }),
			/target 'workers-and-more' is not in this version; choose /, cwd);
	});
});

describe('flags of wasm-bindgen', () => {
	const plain = () => made(['--out-name', 'x']);

	it('that say the target', () => {
		const by = (...flags) => made(['--out-name', 'x', ...flags]);
		assert.deepEqual(by('--web'), by('--target', 'web'));
		assert.deepEqual(by('--nodejs'), by('--target', 'nodejs'));
		assert.deepEqual(by('--browser'), by('--target', 'bundler'));
	});

	it('that are ignored', () => {
		const before = plain();
		for (const flag of ['--typescript', '--weak-refs', '--reference-types', '--js-string-builtins',
			'--force-enable-abort-handler', '--experimental-reset-state-function'])
			assert.deepEqual(made(['--out-name', 'x', flag]), before, flag);
	});

	it('that only bindings ask for', () => {
		const before = plain();
		for (const flag of ['--debug', '--encode-into=always', '--encode-into=never',
			'--keep-lld-exports', '--no-demangle', '--omit-imports', '--split-linked-modules',
			'--ts-typed-array-buffers'])
			assert.deepEqual(made(['--out-name', 'x', flag]), before, flag);
	});

	it('that contradict each other', () => {
		const cwd = freshDir('cwd');
		for (const flags of [['--web', '--nodejs'], ['--target', 'web', '--web'],
			['--typescript', '--no-typescript'],
			['--experimental-reset-state-function', '--reset', 'none']])
			refused(runTool([...flags, wat('kinds')], { cwd }), /exclude each other/, cwd);
		refused(runTool(['--no-modules-global', 'x', wat('kinds')], { cwd }), /no-modules/, cwd);
	});

	it('that are refused', () => {
		const cwd = freshDir('cwd');
		for (const flags of [['--split-debug-info'], ['--debug-info-url', 'x.wasm']])
			refused(runTool([...flags, wat('kinds')], { cwd }), /is not in this version/, cwd);
		refused(runTool(['--encode-into', 'maybe', wat('kinds')], { cwd }),
			/choose test, always or never/, cwd);
	});

	it('none of the real ones is unknown', () => {
		const flags = ['--browser', '--debug', '--debug-info-url', '--encode-into',
			'--experimental-reset-state-function', '--force-enable-abort-handler', '--help',
			'--js-string-builtins', '--keep-debug', '--keep-lld-exports', '--no-demangle',
			'--no-modules', '--no-modules-global', '--no-typescript', '--nodejs',
			'--omit-default-module-path', '--omit-imports', '--out-dir', '--out-name',
			'--reference-types', '--remove-name-section', '--remove-producers-section',
			'--split-debug-info', '--split-linked-modules', '--target',
			'--ts-typed-array-buffers', '--typescript', '--version', '--weak-refs', '--web', '-V', '-h'];
		for (const flag of flags)
			assert.doesNotMatch(runTool([flag]).stderr, /there is no option/, flag);
	});
});
