// SPDX-License-Identifier: MIT OR Apache-2.0
// Crates whose names are words of JavaScript, of the glue, or code: what Rust lets one
// write (tests/bindgen/recovery/crates/hostile*), and what only a module can say that
// somebody has changed. It works, or is refused with a way out, and no name is run.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { crateFile, tick } from './support/bindgen.mjs';
import { canaryLives } from './support/hostile.mjs';
import { TARGETS, load, targetRuns } from './support/load.mjs';
import { withNames } from './support/rename.mjs';
import { some } from './support/sparse.mjs';
import { freshDir, rewrite, rewriteOk } from './support/tool.mjs';
import { compile, needTypeScript } from './support/typescript.mjs';

const ALL = Object.keys(TARGETS);
const RUNNING = ALL.filter(targetRuns);
const CODE = 'globalThis.PWNED = 1';
// In imports, a dot leads to a member of a member.
const UNDOTTED = "globalThis['PWNED'] = 1";

// Whatever Rust calls them.
const FUNCTIONS = {
	'': 1, 'a b': 2, [`');${CODE};('`]: 3, [`*/${CODE};/*`]: 4, [`\`\${${CODE}}\``]: 5,
	'\n\r\u2028\u2029//#end\n': 6, ['__proto__']: 7, constructor: 8, wasm: 9, '</script>': 10,
	[`</script><script>${CODE}</script>`]: 11, '💥': 12, hasOwnProperty: 13, _1: 14, $name$: 15, make_instance: 16,
	makeInstance: 17, 'back\\slash': 18, __wbg_init: 19, Promise: 20,
};
const CLASSES = {
	Object: 100, Symbol: 200, JSON: 300, own: 400, attention: 500, take: 600, WebAssembly: 700, Response: 800,
	main: 900, Uint8Array: 1000,
};
const TEXTS = [`');${CODE};('`, 'nul\0and more', '\n\u2028', `\${${CODE}}`, '__proto__', '*/'];
const NUMBERS = { constructor: 1, ['__proto__']: 2, toString: 3, eval: 4 };

const thing = {
	[`x'];${UNDOTTED};['`]: () => 16,
	[`\`\${${UNDOTTED}}\``]: 32,
};

before(() => {
	globalThis.hostile = {
		deep: { path: () => 2 },
		'a b': { [`');${UNDOTTED};('`]: { '"\n`': () => 4 } },
		[`*/${UNDOTTED}`]: 8,
	};
});

after(() => {
	delete globalThis.hostile;
	canaryLives();
});

const crate = (flavour = 'abort') => fs.readFileSync(crateFile(flavour, 'hostile'));

async function loadedCrate(bytes, { target = 'web', flags = [] } = {}) {
	const { dir } = rewriteOk(bytes, ['--target', target, ...flags]);
	return load(dir, 'mod', target);
}

const own = (object, name) => Object.getOwnPropertyDescriptor(object, name).value;

function functionsWork(pkg) {
	for (const [name, value] of Object.entries(FUNCTIONS))
		assert.equal(own(pkg, name)(), value, name);
	assert.equal(FUNCTIONS['__proto__'], 7);
	assert.equal(pkg.documented(5, 3), 2);
	assert.equal(pkg.exports.constructor.toString['p q'](), 11);
	assert.equal(pkg.prototype.hasOwnProperty(), 12);
}

function counterWorks(Counter) {
	const counter = new Counter();
	assert.equal(counter[`f'ield`], 1);
	counter[`f'ield`] = 10;
	assert.equal(counter[`f'ield`], 10);
	assert.equal(counter.__proto__, 2);
	counter.__proto__ = 20;
	assert.equal(counter.__proto__, 20);
	assert.ok(counter instanceof Counter);
	assert.equal(counter[`');${CODE};('`](), 3);
	assert.equal(counter.constructor(), 4);
	assert.equal(counter[`\`\${${CODE}}\``], 6);
	assert.equal(Counter.name(), 7);
	assert.equal(counter[Symbol.iterator](), 8);
	assert.equal(counter[''](), 9);
	assert.equal(counter[12](), 10);
	counter.free();
}

function classesWork(pkg) {
	counterWorks(pkg.Counter);
	assert.equal(pkg.Statics.constructor(), 5);
	for (const [name, value] of Object.entries(CLASSES)) {
		const Class = pkg[name];
		assert.equal(Class.name, name);
		const object = new Class();
		const twin = object.twin();
		assert.ok(twin instanceof Class, name);
		assert.equal(object.sum(twin, 'ß'), 2 * value + 3, name);
		assert.deepEqual(object.toJSON(), { value });
		assert.equal(object.toString(), JSON.stringify({ value }));
		object.value = 7;
		assert.equal(object.value, 7);
		object[Symbol.dispose]?.();
	}
}

function importsWork(pkg) {
	assert.equal(pkg.use_imports(thing), 1 + 2 + 4 + 8 + 16 + 32);
	assert.equal(pkg.text(), `nul\0');${CODE};('\n\u2028\${x}`);
}

function enumsWork(pkg) {
	TEXTS.forEach((text, i) =>
		assert.equal(pkg.next_text(text), TEXTS[(i + 1) % TEXTS.length]));
	for (const [name, value] of Object.entries(NUMBERS)) {
		assert.equal(own(pkg.Numbers, name), value);
		assert.equal(pkg.Numbers[value], name);
		assert.equal(pkg.number_of(value), value);
	}
}

function allWorks(pkg) {
	functionsWork(pkg);
	classesWork(pkg);
	enumsWork(pkg);
	importsWork(pkg);
	canaryLives();
}

describe('names that Rust lets one write', () => {
	for (const target of RUNNING)
		it(target, async () => {
			allWorks(await loadedCrate(crate(), { target }));
		});

	for (const flavour of ['legacy', 'heap'])
		it(`as they are compiled for ${flavour}`, async () => {
			allWorks(await loadedCrate(crate(flavour)));
			allWorks(await loadedCrate(crate(flavour), { flags: ['--debug'] }));
		});

	// A global that two scripts declare would be one.
	it('are declared', () => {
		needTypeScript();
		const flags = (target) => target === 'no-modules' ? ['--no-modules-global', 'hostile_crate'] : [];
		const programs = Object.fromEntries(ALL.map((target) => [target, {
			dir: rewriteOk(crate(), ['--target', target, ...flags(target)]).dir,
			text: target === 'no-modules' ? SCRIPT : PROGRAM,
		}]));
		const run = compile(programs);
		assert.equal(run.stdout, '');
		assert.equal(run.status, 0);
	});

	it('are said to have been called', async () => {
		const pkg = await loadedCrate(crate());
		let seen;
		pkg.set_on_abort((abort) => {
			seen = abort.export;
		});
		delete globalThis.hostile.deep.path;
		assert.throws(() => pkg.use_imports(thing));
		globalThis.hostile.deep.path = () => 2;
		assert.equal(seen, 'use_imports');
		assert.throws(() => own(pkg, `');${CODE};('`)(), pkg.TerminatedError);
	});
});

const USES = `
const sum: number = pkg.documented(1, 2) + pkg.make_instance() + pkg.exports.constructor.toString['p q']();
const counter = new pkg.Counter();
const field: number = counter["f'ield"] + counter.__proto__ + counter['']() + counter[12]() + counter.constructor()
	+ counter[Symbol.iterator]() + pkg.Counter.name() + pkg.Statics.constructor();
const next: '*/' | 'nul\\0and more' | string = pkg.next_text('*/');
// @ts-expect-error
pkg.next_text('nul');
const number: number = pkg.number_of(pkg.Numbers.constructor) + pkg.number_of(pkg.Numbers.__proto__);
const memory: WebAssembly.Memory | undefined = undefined;
void [sum, field, next, number, memory];
`;

const PROGRAM = `
import * as pkg from './mod.js';
import { ${Object.keys(FUNCTIONS).map((name, i) => `${JSON.stringify(name)} as f${i}`).join(', ')} } from './mod.js';
import { Object as O, Symbol as S, Response as R, WebAssembly as W } from './mod.js';
const all: number = ${Object.keys(FUNCTIONS).map((_, i) => `f${i}()`).join(' + ')};
const twins: [O, S, R, W] = [new O().twin(), new S().twin(), new R().twin(), new W().twin()];
const value: number = twins[0].sum(twins[0], 'x') + twins[1].value;
const disposable: () => void = twins[2][Symbol.dispose];
void [all, value, disposable];
${USES}`;

const SCRIPT = `/// <reference path="./mod.d.ts" />
import pkg = hostile_crate;
${USES}
async function start() { const memory: WebAssembly.Memory = (await hostile_crate()).memory; void memory; }
void start;
`;

describe('files that a crate brings', () => {
	for (const target of RUNNING.filter((one) => one !== 'no-modules' && one !== 'nodejs'))
		it(`have any name: ${target}`, async () => {
			const pkg = await loadedCrate(fs.readFileSync(crateFile('abort', 'hostile_files')),
				{ target, flags: ['--split-linked-modules'] });
			assert.equal(pkg.sum(), 1 + 2 + 10 + 100 + 1000);
			const { first } = await import(pkg.link());
			assert.equal(first(), 1);
			canaryLives();
		});

	it('stay in the package', () => {
		const bytes = fs.readFileSync(crateFile('abort', 'hostile_files'));
		const [name] = /hostile_files-[0-9a-f]+/.exec(bytes.toString('latin1'));
		const hash = name.slice(name.indexOf('-'));
		const file = `${name}/js/names.js`;
		const outside = freshDir('outside');
		for (const bad of ['../../names.js', '/names.js', `${outside}/names.js`, 'x/../../../y.js', 'x/./y.js', 'x//y.js',
			'x\\..\\y.js', 'x\ny.js', '..', '', 'x/']) {
			const result = rewrite(withNames(bytes, { [file]: bad }), ['--target', 'web']);
			refused(result, 'leaves the package', 'rename it in the source');
		}
		for (const bad of ['..', '../..', '/tmp', 'a/../../..']) {
			const result = rewrite(withNames(bytes, { [name]: `${bad}${hash}/..` }), ['--target', 'web']);
			refused(result, 'leaves the package');
		}
		assert.deepEqual(fs.readdirSync(outside), []);
	});
});

/** The tool refuses it, with this on stderr, and writes nothing. */
function refused(result, ...patterns) {
	assert.equal(result.status, 1, `status ${result.status}: ${result.stderr}`);
	for (const pattern of patterns)
		assert.ok(result.stderr.includes(pattern), `no ${pattern} in: ${result.stderr}`);
	assert.equal(result.stderr.trim().split('\n').length, 1, result.stderr);
	assert.deepEqual(result.files, []);
}

const refusedWith = (names, exports, ...patterns) =>
	refused(rewrite(withNames(crate(), names, exports), ['--target', 'web']), ...patterns);

describe('names that JavaScript cannot have', () => {
	const same = (name) => name;

	it('globals that are no names', () => {
		for (const bad of some([`(${CODE})`, `hostile;${CODE}`, `hostile.x(${CODE})`, 'a b', '', '1x', '.', 'a..b', 'delete',
			'new.target', 'import.y', 'x\n', '[x]', '\u2028', '//']))
			refusedWith({ 'hostile.deep.path': bad }, same, `'${bad.replace('\n', '\\n').replace('\u2028', '\\u{2028}')}'`,
				'js_name');
		for (const bad of [`(${CODE},hostile)`, 'ho stile', 'if'])
			refusedWith({ hostile: bad }, same, `'${bad}'`, 'js_namespace');
	});

	it('globals of other kinds are there', async () => {
		for (const good of ['globalThis.hostile.deep.path', 'global.hostile.deep.path', 'ünicode', 'eval.path', 'import.meta.path']) {
			globalThis.ünicode = globalThis.hostile.deep.path;
			const result = rewrite(withNames(crate(), { 'hostile.deep.path': good }), ['--target', 'web']);
			assert.equal(result.status, 0, result.stderr);
			if (!good.startsWith('eval') && !good.startsWith('import'))
				assert.equal((await load(result.dir, 'mod', 'web')).use_imports(thing), 63);
			else
				await load(result.dir, 'mod', 'web');
		}
		delete globalThis.ünicode;
	});

	it('members in brackets are looked up, or are names', async () => {
		const method = `x'];${UNDOTTED};['`;
		const act = () => 16;
		for (const [name, object] of [['[Symbol.iterator]', { [Symbol.iterator]: act }], [`[${UNDOTTED}]`,
			{ [`[${UNDOTTED}]`]: act }], ['[]', { '[]': act }], ['[Symbol.x](){}, [x]', { '[Symbol': { 'x](){}, [x]': act } }],
			['a.b', { a: { b: act } }], ['.', { '': { '': act } }], ['', { '': act }]]) {
			const pkg = await loadedCrate(withNames(crate(), { [method]: name }));
			assert.equal(pkg.use_imports({ ...thing, ...object }), 63, name);
		}
		canaryLives();
	});

	it('members that the glue or JavaScript has for something else', () => {
		const rename = (to) => (name) => name.replace('statics_constructor', `statics_${to.replace(/\W/g, '_')}`);
		for (const name of ['prototype', '__wrap', '__unwrap', '__lineage', '__destroy_into_raw', '__wbg_ptr'])
			refusedWith({ constructor: name }, (old) => rename(name)(old).replace('counter_constructor', `counter_${name}`)
				.replace(/^constructor_/, `${name}_`), `'${name}'`, 'js_name');
		refusedWith({ "f'ield": '__wbg_ptr' }, (old) => old.replace('f_ield', '__wbg_ptr'), `'__wbg_ptr'`);
	});

	it('variants that could be numbers', () => {
		for (const name of ['0', '12', '-1', ''])
			refusedWith({ eval: name }, same, `'${name}'`, 'Numbers');
	});

	it('__proto__ in a namespace', () => {
		refusedWith({ 'p q': '__proto__' }, (old) => old.replace('p_q', '__proto__'), `'__proto__'`, 'js_namespace');
	});

	it('names with a NUL', () => {
		for (const name of ['a b', 'Counter', 'hostile.deep.path', "f'ield", 'eval'])
			refusedWith({ [name]: `nul\0${name}` }, same, `'nul'`, 'NUL', 'rename it in the source');
	});
});

describe('names of classes', () => {
	// What the module has of them goes by the name in lower case.
	const named = (name) => withNames(crate(), { Statics: name },
		(old) => old.replace('statics', name.toLowerCase()));

	it('may be any, but not what the package has itself', async () => {
		for (const name of some(['Sta"tics', "Sta'tics", `x{}${CODE};class y`, `x*/${CODE};/*`, ' ', '1', 'class',
			'yield', '💥💥', '\n', '`', 'static'])) {
			const pkg = await loadedCrate(named(name));
			assert.equal(own(pkg, name).constructor(), 5, name);
			const object = Reflect.construct(Object, [], own(pkg, name));
			assert.equal(typeof object.free, 'function');
		}
		canaryLives();
		for (const name of some(['default', 'then', 'initSync', 'PanicError', 'StaleInstanceError', 'createInstance']))
			refused(rewrite(named(name), ['--target', 'web']), `'${name}'`, `--rename ${name}=NEW`);
		for (const name of ['__wbg_set_wasm', '__StaleInstanceError', '__createInstance'])
			refused(rewrite(named(name), ['--target', 'bundler']), `'${name}'`, `--rename ${name}=NEW`);
		refused(rewrite(named('__wasm'), ['--target', 'web', '--debug']), `'__wasm'`, '--rename __wasm=NEW');
	});

	it('are no types of the declarations, if there are any', async () => {
		const { dir } = rewriteOk(crate(), ['--target', 'web']);
		const text = fs.readFileSync(path.join(dir, 'mod.d.ts'), 'utf8');
		const types = [...text.matchAll(/^export (?:type|interface) (\w+)/gm)].map(([, name]) => name)
			.filter((name) => name !== 'Texts');
		assert.ok(types.includes('Abort') && types.includes('InitOutput'), types.join());
		for (const name of types) {
			refused(rewrite(named(name), ['--target', 'web']), `'${name}'`, `--rename ${name}=NEW`, '--no-typescript');
		}
		rewriteOk(named('InitOutput'), ['--target', 'web', '--rename', 'InitOutput=Mine']);
		const pkg = await loadedCrate(named('Abort'), { flags: ['--no-typescript'] });
		assert.equal(pkg.Abort.constructor(), 5);
	});
});

describe('--rename, of what a crate exports', () => {
	const flags = (...pairs) => pairs.flatMap((pair) => ['--rename', pair]);

	it('takes the names that JavaScript has, of anything', async () => {
		const pkg = await loadedCrate(crate(), { flags: flags('Counter=My Counter', 'a b=delete', 'exports=default_',
			'Numbers=\'"`', 'makeInstance=make_instance', 'make_instance=makeInstance') });
		counterWorks(pkg['My Counter']);
		assert.equal(pkg.delete(), 2);
		assert.equal(pkg.default_.constructor.toString['p q'](), 11);
		assert.equal(pkg['\'"`'].toString, 3);
		assert.deepEqual([pkg.makeInstance(), pkg.make_instance()], [16, 17]);
		assert.ok(!('Counter' in pkg) && !('a b' in pkg) && !('exports' in pkg));
	});

	it('declares them so', () => {
		needTypeScript();
		const { dir } = rewriteOk(crate(), ['--target', 'web',
			...flags('Counter=makeInstance', 'makeInstance=Counter', 'Statics=My Statics')]);
		const run = compile({ one: { dir, text: `
			import { makeInstance, Counter, "My Statics" as Statics } from './mod.js';
			const n: number = new makeInstance().__proto__ + Counter() + Statics.constructor(); void n;` } });
		assert.equal(run.stdout, '');
	});

	it('leaves no promise behind', async () => {
		const then = withNames(crate(), { make_instance: 'then' }, (name) => name.replace('make_instance', 'then'));
		for (const target of RUNNING) {
			const pkg = await loadedCrate(then, { target, flags: flags('then=later') });
			assert.equal(pkg.later(), 16);
			const raw = await Promise.race([pkg.init(), tick(500)]);
			assert.equal(typeof raw?.memory, 'object', target);
		}
	});

	it('makes no clash, and no name that is not there', () => {
		for (const [flag, name] of [['Counter=Statics', 'Statics'], ['Counter=then', 'then'], ['Counter=init', null],
			['Counter=default', 'default']]) {
			const result = rewrite(crate(), ['--target', 'web', ...flags(flag)]);
			if (name !== null)
				refused(result, `'${name}'`, '--rename ');
			else
				assert.equal(result.status, 0, result.stderr);
		}
		const result = rewrite(crate(), ['--target', 'web', ...flags('nobody=x')]);
		assert.equal(result.status, 2);
		assert.match(result.stderr, /--rename nobody=x.*'nobody'/);
	});
});
