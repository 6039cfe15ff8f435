// SPDX-License-Identifier: MIT OR Apache-2.0
// Modules and files whose names are words of JavaScript, of the glue or of nobody, or
// code: what comes of them does what the module did, or is refused with a way out.
// No name is ever run.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { thrown } from './support/expect.mjs';
import { flavourFile } from './support/fixtures.mjs';
import { NAMES, OUT_NAMES, canaryLives, identifiers } from './support/hostile.mjs';
import { TARGETS, load, loaded, open, targetRuns, wantsBytes } from './support/load.mjs';
import { timeOut } from './support/recovery.mjs';
import { some } from './support/sparse.mjs';
import { TOOL, freshDir, rewrite, rewriteOk, runTool } from './support/tool.mjs';
import { compile, needTypeScript } from './support/typescript.mjs';
import { ARGUMENTS, TYPES, call, exporting, writeModule } from './support/writer.mjs';

const ALL = Object.keys(TARGETS);
const RUNNING = ALL.filter(targetRuns);

const shown = (name) => JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}…` : name);
const own = (object, name) => {
	const property = Object.getOwnPropertyDescriptor(object, name);
	return property?.get ? property.get.call(object) : property?.value;
};

const rawExports = (bytes, imports) =>
	new WebAssembly.Instance(new WebAssembly.Module(bytes), imports).exports;

after(canaryLives);

/** What the package of a target exports, of a module that exports nothing. */
const packageNames = new Map();
/** Identifiers of the JavaScript and of the declarations that are made. */
let gluewords;

before(async () => {
	const words = new Set();
	const collect = (dir) => fs.readdirSync(dir).filter((file) => /\.(js|ts)$/.test(file)).forEach(
		(file) => identifiers(fs.readFileSync(path.join(dir, file), 'utf8')).forEach((word) => words.add(word)));
	for (const target of ALL) {
		const { dir } = rewriteOk(exporting([]), ['--target', target]);
		collect(dir);
		collect(rewriteOk(flavourFile('legacy'), ['--target', target]).dir);
		const names = new Set(['default', 'then']);
		if (targetRuns(target))
			Object.keys(await load(dir, 'mod', target)).forEach((name) => names.add(name));
		packageNames.set(target, names);
	}
	gluewords = [...words];
});

// Between NAME.js and NAME_bg.js; the tests of what is refused say which these are.
const isInternal = (name) => name === '__wbg_set_wasm' || name.startsWith('__unpoison_') ||
	(name.startsWith('__') && packageNames.get('web').has(name.slice(2)));

/** All names that a module may have for this target without being refused. */
const namesFor = (target) => [...new Set([...NAMES, ...gluewords])].filter((name) =>
	!packageNames.get(target).has(name) && !packageNames.get('web').has(name) && !isInternal(name));

/** Every function of `object` does what the one of the module itself does. */
function allWork(object, names, raw) {
	names.forEach((name, i) => {
		const fn = own(object, name);
		const args = ARGUMENTS[i % ARGUMENTS.length];
		assert.equal(typeof fn, 'function', shown(name));
		assert.equal(fn(...args), raw[name](...args), shown(name));
		assert.equal(fn.name, name);
		assert.equal(fn.length, args.length, shown(name));
	});
	canaryLives();
}

describe('exported functions of any name', () => {
	for (const target of RUNNING)
		it(target, async () => {
			const names = namesFor(target);
			const bytes = exporting(names);
			const pkg = await loaded(bytes, { target });
			const raw = rawExports(bytes);
			allWork(pkg, names, raw);
			const other = pkg.createInstance({ module: bytesOf(bytes, target) });
			allWork(other, names, raw);
			allWork(await pkg.init(), names, raw);
		});

	it('are remote procedures of a Worker', async () => {
		// Some are the runtime's, or nobody's.
		const names = NAMES.filter((name) => !['default', 'fetch', 'constructor'].includes(name));
		const bytes = exporting(names);
		const pkg = await loaded(bytes, { target: 'workers', flags: names.map((name) => `--rpc=${name}`) });
		const worker = new pkg.default({}, {});
		const raw = rawExports(bytes);
		names.forEach((name, i) => {
			const args = ARGUMENTS[i % ARGUMENTS.length];
			assert.equal(worker[name](...args), raw[name](...args), shown(name));
		});
		canaryLives();
	});

	it('end no script that they are set into', () => {
		for (const target of ALL) {
			const { dir, files } = rewriteOk(exporting(namesFor(target)), ['--target', target]);
			for (const file of files.filter((one) => one.endsWith('.js')))
				assert.doesNotMatch(fs.readFileSync(path.join(dir, file), 'utf8'), /<\/script|<!--/i, file);
		}
	});

	it('are what an abort is told of', async () => {
		const names = namesFor('web');
		const pkg = await loaded(writeModule({
			functions: [{ params: [], results: [], code: [0] }], // unreachable
			exports: names.map((name) => ({ name })),
		}));
		pkg.set_recovery_policy({ mode: 'reset' });
		let seen;
		pkg.set_on_abort((abort) => {
			seen = abort.export;
		});
		for (const name of names) {
			thrown(own(pkg, name));
			assert.equal(seen, name);
		}
		canaryLives();
	});

	it('are what the host is said to have stopped', async () => {
		const names = ['b', '12', '__proto__', '0', 'z', '4294967295', 'constructor'];
		const bytes = writeModule({
			functions: [{ params: [], results: [], code: [0x03, 0x40, 0x0c, 0, 0x0b] }], // a loop
			exports: [...names.map((name) => ({ name })), { name: '1', kind: 'memory' }],
		});
		for (const name of names) {
			const pkg = await loaded(bytes, { flags: ['--reset', 'none'] });
			let seen;
			pkg.set_on_abort((abort) => {
				seen = abort.export;
			});
			timeOut(pkg.b, 20);
			thrown(own(pkg, name));
			assert.equal(seen, name);
		}
	});
});

/** What createInstance() is given: the rewritten module. */
const bytesOf = (bytes, target) =>
	fs.readFileSync(path.join(rewriteOk(bytes, ['--target', target]).dir, 'mod_bg.wasm'));

describe('exported things of any name', () => {
	const KINDS = { memory: WebAssembly.Memory, table: WebAssembly.Table, global: WebAssembly.Global };

	for (const target of RUNNING)
		it(target, async () => {
			const names = namesFor(target);
			const kinds = Object.keys(KINDS);
			const pkg = await loaded(writeModule({ exports:
				names.map((name, i) => ({ name, kind: kinds[i % kinds.length] })) }), { target });
			names.forEach((name, i) => {
				const kind = kinds[i % kinds.length];
				const value = own(pkg, name);
				// As ES modules, globals are what they hold.
				assert.ok(value instanceof KINDS[kind] || (target === 'bundler' && value === 42), shown(name));
			});
			canaryLives();
		});
});

describe('imports of any name, from modules of any name', () => {
	const modules = [...NAMES, 'then', 'default', 'wbg', 'init', './mod_bg.js']
		.filter((name) => name !== '__unpoison');
	const at = (i) => modules[i % modules.length];
	const imports = modules.flatMap((name, i) => [
		{ module: name, name: at(i * 7 + 3), params: ['i32'], results: ['i32'] },
		{ module: at(i * 5 + 1), name, params: [], results: ['i32'] },
	]);
	const functions = imports.map(({ params, results }, i) => ({ params, results, code: call(i, params) }));
	const bytes = writeModule({ imports, functions, exports:
		functions.map((_, i) => ({ name: `f${i}`, index: imports.length + i })) });
	const object = Object.create(null);
	imports.forEach(({ module, name }, i) => {
		object[module] ??= Object.create(null);
		object[module][name] = (x) => x === undefined ? i : i + x;
	});

	for (const target of RUNNING)
		it(target, async () => {
			const pkg = await loaded(bytes, { target, imports: object });
			const raw = rawExports(bytes, object);
			imports.forEach((one, i) => {
				const args = one.params.map(() => 5);
				assert.equal(pkg[`f${i}`](...args), raw[`f${i}`](...args), `${shown(one.module)}.${shown(one.name)}`);
			});
			canaryLives();
		});

	it('are all named if they are missing', async () => {
		const { pkg } = await open(rewriteOk(bytes, ['--target', 'nodejs']).dir, 'mod', 'nodejs');
		const error = thrown(() => pkg.initSync({ imports: Object.create(null) }));
		assert.ok(error instanceof TypeError);
		for (const { module, name } of imports)
			assert.ok(error.message.includes(`${module}.${name} (a function)`), shown(name));
	});
});

describe('declarations of any name', () => {
	before(needTypeScript);

	const quoted = (name) => JSON.stringify(name);
	const VALUES = ARGUMENTS.map((args) => args.map((arg) => typeof arg === 'bigint' ? `${arg}n` : `${arg}`).join());

	/** A program that takes each name, and calls it. */
	function user(names, target) {
		const uses = (of) => names.map((name, i) =>
			`const r${i}: ${TYPES[i % TYPES.length]} = ${of(name, i)}(${VALUES[i % VALUES.length]}); void r${i};`).join('\n');
		const wrong = (of) => `// @ts-expect-error\n${of(names[0], 0)}('x');`;
		const member = (name) => `all[${quoted(name)}]`;
		if (target === 'no-modules') {
			return `/// <reference path="./mod.d.ts" />
				async function start() { const all = await wasm_bindgen();\n${uses(member)}\n${wrong(member)} }
				void start;`;
		}
		const local = (_, i) => `local${i}`;
		const options = wantsBytes(target) || target === 'bundler' ? '{ module: new Uint8Array(8) }' : '';
		return `import {${names.map((name, i) => `${quoted(name)} as local${i}`).join(',\n')}} from './mod.js';
			import { createInstance } from './mod.js';
			${uses(local)}\n${wrong(local)}
			{ const all = createInstance(${options});\n${uses(member)} }`;
	}

	it('are what the strict compiler takes, and users have the right types of them', () => {
		const programs = {};
		for (const target of ALL) {
			const names = namesFor(target);
			const { dir } = rewriteOk(exporting(names), ['--target', target]);
			programs[target] = { dir, text: user(names, target) };
		}
		const run = compile(programs);
		assert.equal(run.stdout, '');
		assert.equal(run.status, 0);
	});

	it('are declared in a script\'s namespace as far as it can have them', () => {
		const { dir } = rewriteOk(exporting(['add', 'x_0', 'a b', 'delete', 'x_delete']),
			['--target', 'no-modules']);
		const run = compile({ one: { dir, text: `/// <reference path="./mod.d.ts" />
			const n: number = wasm_bindgen.add() + wasm_bindgen.x_0(1, 2) + wasm_bindgen.x_delete(1, 2);
			// @ts-expect-error
			wasm_bindgen.delete(); void n;` } });
		assert.equal(run.stdout, '');
	});
});

/** The tool refuses it, with this on stderr, and writes nothing. */
function refused(result, ...patterns) {
	assert.equal(result.status, 1, result.stderr);
	for (const pattern of patterns)
		assert.ok(result.stderr.includes(pattern), `no ${pattern} in: ${result.stderr}`);
	assert.equal(result.stderr.trim().split('\n').length, 1);
	assert.deepEqual(result.files, []);
}

describe('names that cannot be exported', () => {
	for (const target of ALL)
		it(`say so, and --rename helps: ${target}`, async () => {
			const names = [...packageNames.get(target), ...packageNames.get('web')]
				.filter((name) => name !== '__wbg_reset_state');
			const unique = [...new Set(names)];
			for (const name of some(unique, target.length))
				refused(rewrite(exporting([name]), ['--target', target]), `'${name}'`, `--rename ${name}=NEW`);
			const flags = unique.flatMap((name) => ['--rename', `${name}=my ${name}`]);
			const bytes = exporting(unique);
			const { dir } = rewriteOk(bytes, ['--target', target, ...flags]);
			if (!targetRuns(target))
				return;
			const pkg = await load(dir, 'mod', target);
			const raw = rawExports(bytes);
			unique.forEach((name, i) => {
				const args = ARGUMENTS[i % ARGUMENTS.length];
				assert.equal(pkg[`my ${name}`](...args), raw[name](...args), name);
			});
		});

	it('are what NAME_bg.js exports to NAME.js, where bundlers get that', async () => {
		const { dir } = rewriteOk(exporting(['add']), ['--target', 'bundler']);
		const text = fs.readFileSync(path.join(dir, 'mod_bg.js'), 'utf8');
		const inner = [...text.matchAll(/^ *(?:\w+ as |export \{ )?(__\w+)(?:,| \};)$/gm)].map(([, name]) => name);
		assert.ok(inner.includes('__wbg_set_wasm') && inner.includes('__PanicError'), inner.join());
		for (const name of inner) {
			const result = rewrite(exporting([name]), ['--target', 'bundler']);
			refused(result, `'${name}'`, name.startsWith('__unpoison_') || name === '__wbg_reset_state'
				? 'rename it in the source' : `--rename ${name}=NEW`);
		}
	});

	it('are those that hosts keep for themselves', () => {
		for (const name of ['wasm:x', 'wasm-js:x', 'wasm:'])
			refused(rewrite(exporting([name]), ['--target', 'module']), `'${name}'`, 'rename it in the source');
	});

	it('are no C strings, or no UTF-8', () => {
		const module = (name) => writeModule({ imports: [{ module: name, name: 'f', params: [], results: [] }] });
		const base = (name) => writeModule({ imports: [{ module: 'm', name, params: [], results: [] }] });
		for (const make of [(name) => exporting([name]), module, base]) {
			refused(rewrite(make('start\0end'), ['--target', 'web']), 'start', 'NUL', 'rename it in the source');
			refused(rewrite(make('\0'), ['--target', 'web']), 'NUL');
			// Half a surrogate pair, an overlong NUL, beyond Unicode, cut off.
			for (const bad of [[0xed, 0xa0, 0x80], [0xc0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0x61, 0xc3]])
				refused(rewrite(make(bad), ['--target', 'web']), 'is not valid UTF-8', 'offset 0x');
		}
	});

	it('may be any after --rename, but what is none', async () => {
		const names = namesFor('web').filter((name) => name !== '' && !name.includes('='));
		const plain = names.map((_, i) => `f${i}`);
		const bytes = exporting(plain);
		const pkg = await loaded(bytes,
			{ flags: plain.flatMap((name, i) => ['--rename', `${name}=${names[i]}`]) });
		const raw = rawExports(bytes);
		allWork(pkg, names, Object.fromEntries(names.map((name, i) => [name, raw[plain[i]]])));
		for (const name of ['then', 'init'])
			refused(rewrite(exporting(['a']), ['--target', 'web', '--rename', `a=${name}`]), `'${name}'`, '--rename a=NEW');
		refused(rewrite(exporting(['a', 'b']), ['--target', 'web', '--rename', 'a=b']), `'b'`, '--rename a=NEW');
	});
});

describe('names of the output', () => {
	const input = path.join(freshDir('in'), 'in.wasm');
	before(() => fs.writeFileSync(input, exporting(['add'])));

	const make = (name, target) => {
		const dir = path.join(freshDir('out'), 'd');
		const run = runTool(['--target', target, '--out-dir', dir, `--out-name=${name}`, input]);
		return { ...run, dir, files: fs.existsSync(dir) ? fs.readdirSync(dir) : [] };
	};

	// The others differ from these three in nothing that has to do with names of files.
	const every = (target) => ['web', 'nodejs', 'bundler'].includes(target) ? 1 : 4;

	for (const target of RUNNING)
		it(`are any that a file can have: ${target}`, async () => {
			const names = [...OUT_NAMES.good, ...OUT_NAMES.urls]
				.filter((_, i) => (i + target.length) % every(target) === 0);
			for (const name of some(names)) {
				const made = make(name, target);
				assert.equal(made.status, 0, made.stderr);
				// Bundlers and Workers take for a path what is a URL elsewhere.
				const warned = OUT_NAMES.urls.includes(name) && ['bundler', 'workers'].includes(target);
				assert.equal(/^unpoison: .*: warning: the output name .*--out-name\n$/.test(made.stderr), warned, made.stderr);
				assert.equal(made.stderr === '', !warned);
				const pkg = await load(made.dir, name, target);
				assert.equal(pkg.add(), 0, shown(name));
			}
			canaryLives();
		});

	it('are the same for who reads a URL and for who reads a path, in bundlers', () => {
		for (const name of some(OUT_NAMES.good)) {
			const made = make(name, 'bundler');
			const text = fs.readFileSync(path.join(made.dir, `${name}.js`), 'utf8');
			const literals = [...text.matchAll(/ from ('(?:[^'\\]|\\.)*')/g)].map(([, literal]) =>
				(0, eval)(literal));
			assert.deepEqual(literals, ['_bg.wasm', '_bg.js', '_bg.js'].map((end) => `./${name}${end}`));
			const wasm = new WebAssembly.Module(fs.readFileSync(path.join(made.dir, `${name}_bg.wasm`)));
			for (const { module } of WebAssembly.Module.imports(wasm))
				assert.equal(module, `./${name}_bg.js`);
			for (const literal of literals)
				assert.equal(decodeURIComponent(new URL(literal, 'file:///').pathname), literal.slice(1));
		}
	});

	it('are no others', () => {
		for (const name of some(OUT_NAMES.bad)) {
			const made = make(name, 'web');
			assert.equal(made.status, 2, `${shown(name)}: ${made.stderr}`);
			assert.match(made.stderr, /--out-name/);
			assert.deepEqual(made.files, []);
		}
	});

	it('are UTF-8', () => {
		const dir = freshDir('latin');
		// An argument of Node's is UTF-8.
		const run = spawnSync('sh', ['-c',
			`"$0" --target web --out-dir "$1" --out-name "$(printf 'a\\377b')" "$2"`, TOOL, dir, input],
		{ encoding: 'utf8' });
		assert.equal(run.status, 1, run.stderr);
		assert.match(run.stderr, /a\\xffb.*not valid UTF-8.*--out-name/);
		assert.deepEqual(fs.readdirSync(dir), []);
	});

	it('are those of the input, where nobody says another', async () => {
		for (const name of ['my module', `a'b`, '名前']) {
			const pkg = await loaded(exporting(['add']), { name, target: 'nodejs' });
			assert.equal(pkg.add(), 0);
		}
	});
});
