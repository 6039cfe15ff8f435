// SPDX-License-Identifier: MIT OR Apache-2.0
// --dump: what it says of real modules, against other programs and itself.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { REAL, WATS, dump, dumpJson, isCut, shown, tableRows, textParts } from './support/dump.mjs';
import { engineHas } from './support/engine.mjs';
import { FLAVOURS, exnrefWat, flavourFile, wasmOpt, wat } from './support/fixtures.mjs';
import { TOOL, freshDir, rewriteOk, runOk, runTool } from './support/tool.mjs';
import { customs, producers } from './support/wasm.mjs';

const MODULES = [...REAL, ...WATS];

/* ---- the shape of the JSON ---- */

const string = (x) => typeof x === 'string';
const boolean = (x) => typeof x === 'boolean';
const number = (x) => Number.isSafeInteger(x) && x >= 0;
const or = (...all) => (x) => all.some((one) => one === x || typeof one === 'function' && one(x));
const list = (shape) => (x, at) => Array.isArray(x) && x.every((one, i) => fits(one, shape, `${at}[${i}]`));
const texts = (x) => x && Object.values(x).every((one) => Object.values(one).every(string));

const LIMITS = { initial: number, max: or(null, number) };
const KIND = or('func', 'table', 'memory', 'global', 'tag');

/** As unpoison-json(7) has it. */
const SHAPE = {
	tool: { name: or('unpoison'), version: string },
	file: { path: string, bytes: number },
	module: {
		toolchain: or(null, string), language: or(null, string), producers: texts, features: list(string),
		eh: or('none', 'legacy', 'exnref', 'mixed'), panic: or('unwind', 'abort', 'none', 'unknown'),
		memory: nullOr({ ...LIMITS, shared: boolean, imported: boolean }),
		tables: list({ type: string, ...LIMITS, imported: boolean, exported: boolean }),
		start: or(null, number), names: boolean, dwarf: boolean,
		rewritten: nullOr({ version: string, reset: string, eh: string }),
	},
	imports: list({ module: string, name: string, kind: KIND, type: string, unwind_safe: boolean }),
	exports: list({ name: string, kind: KIND, type: string, unwind: or('safe', 'aborts', 'unknown'),
		can_panic: boolean, reaches_imports: list(string), reaches_indirect: boolean }),
	landmarks: list({ name: string, role: string, index: number }),
	sections: list({ id: number, name: string, offset: number, size: number }),
	advice: list(string),
};

function nullOr(shape) {
	return (x, at) => x === null || fits(x, shape, at);
}

/** Whether a value has this shape: exactly these keys, in this order. */
function fits(value, shape, at = '') {
	if (typeof shape === 'function') {
		assert.ok(shape(value, at), `${at}: ${JSON.stringify(value)}`);
		return true;
	}
	assert.deepEqual(Object.keys(value), Object.keys(shape), at);
	for (const key of Object.keys(shape))
		fits(value[key], shape[key], `${at}.${key}`);
	return true;
}

describe('--dump=json', () => {
	for (const [name, file] of MODULES) {
		it(`${name} has the keys that are described`, () => {
			const text = dump('json', file);
			assert.ok(text.startsWith('{\n  "tool": {'));
			assert.ok(text.endsWith('\n}\n'));
			const json = JSON.parse(text);
			fits(json, SHAPE);
			assert.equal(json.file.path, file);
			assert.equal(json.file.bytes, fs.statSync(file).size);
			// One thing a line.
			const lines = text.split('\n').filter((line) => /^    ["{]/.test(line)).length;
			assert.equal(lines, Object.keys(json.module).length + json.imports.length +
				json.exports.length + json.landmarks.length + json.sections.length + json.advice.length);
		});

		it(`${name} has the sections that wasm-objdump finds`, () => {
			// It fails where it cannot read the code, after these lines.
			const lines = spawnSync('wasm-objdump', ['-h', file], { encoding: 'utf8' }).stdout.split('\n')
				.filter((line) => / start=/.test(line));
			const found = lines.map((line) => {
				const [, kind, start, size, rest] =
					line.match(/^ *(\w+) start=0x(\w+) end=\w+ \(size=0x(\w+)\)(.*)$/);
				const known = kind === 'Elem' ? 'element' : kind === 'DataCount' ? 'data count' : kind.toLowerCase();
				return { name: kind === 'Custom' ? rest.match(/"(.*)"/)[1] : known,
					offset: parseInt(start, 16), size: parseInt(size, 16) };
			});
			assert.deepEqual(dumpJson(file).sections.map(({ name: section, offset, size }) =>
				({ name: section, offset, size })), found);
		});

		it(`${name} has the imports and exports that the engine sees`, (t) => {
			const json = dumpJson(file);
			if (json.module.eh === 'exnref' && !engineHas.exnref)
				return t.skip('this engine has no exnref');
			const module = new WebAssembly.Module(fs.readFileSync(file));
			const kind = (one) => one === 'func' ? 'function' : one;
			assert.deepEqual(json.imports.map((one) =>
				({ module: one.module, name: one.name, kind: kind(one.kind) })), WebAssembly.Module.imports(module)
				.map((one) => ({ module: one.module, name: one.name, kind: one.kind })));
			assert.deepEqual(json.exports.map((one) => ({ name: one.name, kind: kind(one.kind) })),
				WebAssembly.Module.exports(module).map((one) => ({ name: one.name, kind: one.kind })));
		});

		it(`${name} has its producers`, () => {
			const has = Object.entries(producers(fs.readFileSync(file)));
			assert.deepEqual(dumpJson(file).module.producers,
				Object.fromEntries(has.map(([field, values]) => [field, Object.fromEntries(values)])));
		});
	}
});

/* ---- one model, two printers ---- */

const plural = (count, one, many) => `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

function checkSummary(summary, json) {
	assert.deepEqual(Object.keys(summary), ['Module', 'Size', 'Exceptions', 'Memory', 'Exports', 'Rewriting']);
	assert.ok(summary.Size.startsWith(plural(json.file.bytes, 'byte', 'bytes')));
	const functions = json.exports.filter(({ kind }) => kind === 'func');
	const panics = functions.filter(({ can_panic }) => can_panic).length;
	let says = plural(functions.length, 'function', 'functions');
	if (functions.length > 0)
		says += `, ${panics} can panic`;
	assert.ok(summary.Exports.startsWith(says), summary.Exports);
	for (const [verdict, words] of [['safe', 'safe'], ['aborts', 'aborts?'], ['unknown', 'unknown']]) {
		const count = functions.filter(({ unwind }) => unwind === verdict).length;
		assert.equal(new RegExp(`[:,] ${count.toLocaleString('en')} ${words}(,|$)`).test(summary.Exports),
			count > 0, summary.Exports);
	}
	const words = { none: 'no instructions', legacy: '(try, catch: legacy)', exnref: '(try_table: exnref)',
		mixed: 'both dialects' };
	assert.ok(summary.Exceptions.includes(words[json.module.eh]));
	assert.equal(/; start/.test(summary.Memory), json.module.start !== null);
}

/** What the column "type" says of it. */
const typeOf = ({ kind, type }) => kind === 'func' ? type || 'func' : type ? `${kind} ${type}` : kind;

function checkExport(row, one) {
	assert.ok(isCut(row.name, shown(one.name) || '""'), row.name);
	assert.ok(isCut(row.type, typeOf(one)), row.type);
	if (one.kind !== 'func') {
		assert.deepEqual([row.unwind, row.panics, row.reaches], ['-', '-', '-']);
		return;
	}
	assert.equal(row.unwind, one.unwind);
	assert.equal(row.panics, one.can_panic ? 'yes' : 'no');
	assert.equal(/indirect$/.test(row.reaches), one.reaches_indirect);
	const imports = row.reaches.replace(/(, )?indirect$/, '');
	if (/^\d+ imports?$/.test(imports))
		assert.equal(parseInt(imports, 10), one.reaches_imports.length);
	else
		assert.ok(isCut(imports || '-', shown(one.reaches_imports.join(', ')) || '-'), imports);
}

describe('--dump', () => {
	for (const [name, file] of MODULES) {
		it(`${name} says the same as the JSON, within 80 columns`, () => {
			const text = dump('text', file);
			const parts = textParts(text);
			const json = dumpJson(file);
			checkSummary(parts.summary, json);
			const rows = (heading) => tableRows(parts[heading]);
			rows('Exports').forEach((row, i) => checkExport(row, json.exports[i]));
			assert.equal(rows('Exports').length, Math.min(json.exports.length, 100));
			rows('Imports').forEach((row, i) => {
				const one = json.imports[i];
				assert.ok(isCut(row.name, shown(`${one.module}.${one.name}`)));
				assert.ok(isCut(row.type, typeOf(one)));
				assert.equal(row.unwind, one.kind !== 'func' ? '-' : one.unwind_safe ? 'safe' : 'aborts');
			});
			assert.equal(rows('Imports').length, Math.min(json.imports.length, 60));
			rows('Landmarks').forEach((row, i) => {
				assert.equal(row.role, json.landmarks[i].role);
				assert.equal(Number(row.index), json.landmarks[i].index);
			});
			const sections = [...json.sections].sort((a, b) => b.size - a.size || a.offset - b.offset)
				.map((one) => [one.size.toLocaleString('en'), `0x${one.offset.toString(16)}`,
					one.id ? one.name : `custom ${one.name}`]);
			assert.deepEqual(rows('Bytes by section').map((row) => [row.bytes, row.offset, row.section]),
				sections.slice(0, 30));
			const advice = (parts.Advice ?? []).join('\n').split(/^ {2}- /m).slice(1);
			assert.deepEqual(advice.map((one) => one.trim().replace(/\s+/g, ' ')), json.advice);
			for (const line of text.split('\n')) {
				assert.ok([...line].length <= 80, line);
				assert.ok(!/[\0-\x1f\x7f-\x9f]| $/.test(line), line);
			}
		});
	}

	it('shows a way for all that panics, and for all that aborts in spite of unwinding', () => {
		const parts = textParts(dump('text', flavourFile('legacy')));
		const ways = parts['Shortest ways to a panic'];
		assert.ok(ways.includes('  boom_str → core::panicking::panic_fmt'), ways.join('\n'));
		assert.match(ways.at(-1), /… and \d+ more exports/);
		assert.deepEqual(parts['Shortest ways to where unwinding aborts'],
			['  boom_c → core::panicking::panic_cannot_unwind']);
	});

	it('lists the largest functions, the largest first', () => {
		const file = flavourFile('abort');
		const rows = tableRows(textParts(dump('text', file))['Largest functions']);
		const sizes = [...runOk('wasm-objdump', ['-x', '-j', 'Code', file])
			.matchAll(/ - func\[(\d+)\] size=(\d+)/g)].map(([, index, size]) => [Number(index), Number(size)])
			.sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, 10);
		assert.equal(rows.length, 10);
		assert.deepEqual(rows.map((row) => [Number(row.index), Number(row.bytes.replaceAll(',', ''))]), sizes);
	});
});

/* ---- on the command line ---- */

describe('--dump and the other options', () => {
	const file = flavourFile('legacy');

	it('is text unless it is said otherwise', () => {
		assert.equal(runTool(['--dump', file]).stdout, dump('text', file));
	});

	it('reads standard input, and calls it as it was called', () => {
		const json = JSON.parse(dump('json', '-', [], { input: fs.readFileSync(file) }));
		assert.equal(json.file.path, '-');
		assert.deepEqual(json.exports, dumpJson(file).exports);
	});

	it('writes no file', () => {
		const dir = freshDir('cwd');
		const run = runTool(['--dump', '--out-dir', 'pkg', '--out-name', 'x', '--verify', file], { cwd: dir });
		assert.equal(run.status, 0);
		assert.equal(run.stdout, dump('text', file));
		assert.deepEqual(fs.readdirSync(dir), []);
	});

	it('is there under the name wasm-bindgen too', () => {
		const link = path.join(freshDir('bin'), 'wasm-bindgen');
		fs.symlinkSync(TOOL, link);
		assert.equal(runOk(link, ['--dump=json', file]), dump('json', file));
	});

	it('shows what the options would do', () => {
		const never = dumpJson(file, ['--unwind', 'never']);
		assert.ok(never.exports.filter(({ kind }) => kind === 'func').every(({ unwind }) => unwind === 'aborts'));
		assert.ok(never.imports.every(({ unwind_safe }) => !unwind_safe));
		const one = dumpJson(file, ['--abort-export', 'boom_str']);
		assert.equal(one.exports.find(({ name }) => name === 'boom_str').unwind, 'aborts');
		assert.equal(one.exports.find(({ name }) => name === 'boom_fmt').unwind, 'safe');
	});

	for (const format of ['text', 'json', 'wat']) {
		it(`${format}: an error prints nothing on standard output`, () => {
			const bad = path.join(freshDir('bad'), 'bad.wasm');
			fs.writeFileSync(bad, fs.readFileSync(file).subarray(0, 1000));
			const run = runTool([`--dump=${format}`, bad]);
			assert.equal(run.status, 1);
			assert.equal(run.stdout, '');
			assert.match(run.stderr, /^unpoison: .*bad\.wasm: offset 0x[0-9a-f]+: /);
		});

		it(`${format}: what cannot be written is an error`, () => {
			const full = fs.openSync('/dev/full', 'w');
			const run = runTool([`--dump=${format}`, file], { stdio: ['ignore', full, 'pipe'] });
			fs.closeSync(full);
			assert.equal(run.status, 3);
			assert.match(run.stderr, /standard output cannot be written/);
		});
	}

	it('ends quietly when nobody reads on', () => {
		const run = runOk('bash', ['-c', '"$0" --dump=wat "$1" 2>&1 | head -n 1', TOOL, file]);
		assert.match(run, /^\(module .*\n$/);
	});
});

/* ---- modules that were rewritten ---- */

describe('--dump of what the tool has written', () => {
	for (const [name, input, flags] of [
		['abort', flavourFile('abort'), []],
		['legacy', flavourFile('legacy'), []],
		['legacy to exnref', flavourFile('legacy'), ['--eh', 'exnref']],
		['no reset', flavourFile('legacy'), ['--reset', 'none']],
		['table', wat('table'), []],
		['exnref', exnrefWat('own-tag'), []],
	]) {
		it(`${name} says what was done`, () => {
			const { dir } = rewriteOk(input, ['--target', 'web', ...flags]);
			const file = path.join(dir, 'mod_bg.wasm');
			const [mark] = customs(fs.readFileSync(file), 'unpoison').map((one) => JSON.parse(one));
			const json = dumpJson(file);
			fits(json, SHAPE);
			const { version, reset, eh } = json.module.rewritten;
			assert.deepEqual({ version, reset, eh },
				{ version: mark.version, reset: mark.reset, eh: mark.eh });
			const { summary } = textParts(dump('text', file));
			assert.match(summary.Rewriting, /^by unpoison \d+\.\d+\.\d+: guards \d+ exports?, \d+ imports?; /);
			const grown = fs.statSync(file).size - fs.statSync(input).size;
			assert.ok(summary.Size.includes(`bytes, ${grown.toLocaleString('en')} more than before: `), summary.Size);
			// What was planned is what was done.
			const planned = textParts(dump('text', input, ['--target', 'web', ...flags])).summary.Rewriting;
			const counts = (text) => text.match(/guards (\d+) exports?, (\d+) imports?/).slice(1);
			assert.deepEqual(counts(summary.Rewriting), counts(planned));
			// And each export is what it was.
			for (const before of dumpJson(input, ['--target', 'web', ...flags]).exports) {
				const after = json.exports.find((one) => one.name === before.name);
				assert.equal(after.kind, before.kind);
				assert.equal(after.type, before.type);
				assert.equal(after.can_panic, before.can_panic, before.name);
				assert.equal(after.unwind, before.unwind, before.name);
			}
		});
	}

	// There is nothing to go by then but what functions do and the texts that they use.
	for (const { name } of FLAVOURS) {
		for (const target of ['web', 'bundler']) {
			it(`${name} without names, for ${target}, is what it was`, () => {
				const input = path.join(freshDir('stripped'), 'in.wasm');
				runOk(wasmOpt(), ['--all-features', '--strip', flavourFile(name), '-o', input]);
				const { dir } = rewriteOk(input, ['--target', target, '--remove-name-section']);
				const before = dumpJson(input);
				const after = dumpJson(path.join(dir, 'mod_bg.wasm'));
				assert.ok(before.exports.some((one) => one.can_panic));
				assert.ok(before.exports.some((one) => one.kind === 'func' && !one.can_panic));
				assert.equal(before.exports.find((one) => one.name === 'boom_c').unwind, 'aborts');
				for (const one of before.exports) {
					const { unwind, can_panic } = after.exports.find((other) => other.name === one.name);
					assert.deepEqual({ unwind, can_panic },
						{ unwind: one.unwind, can_panic: one.can_panic }, one.name);
				}
				assert.equal(after.module.names, false);
			});
		}
	}
});
