// SPDX-License-Identifier: MIT OR Apache-2.0
// What --dump says that protection costs, against what a rewriting adds.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { REAL, WATS, dump, dumpJson, shown, tableRows, textParts } from './support/dump.mjs';
import { flavourFile, wat } from './support/fixtures.mjs';
import { some } from './support/sparse.mjs';
import { freshDir, runTool } from './support/tool.mjs';
import { bodySizes, exportedFunctions, functionNames, importedFunctions } from './support/wasm.mjs';
import { writeModule } from './support/writer.mjs';

const HEADING = 'Cost of protection, in bytes';
const SHOWN = 30;

const u32Size = (value) => value < 0x80 ? 1 : 1 + u32Size(value >>> 7);

/** What the dump says: [{export, code, name, about, catches, arguments}], and of all. */
function told(file, flags) {
	const lines = textParts(dump('text', file, flags))[HEADING];
	if (!lines)
		return { rows: [] };
	const rows = tableRows(lines).map((row) => {
		for (const bytes of [row.code, row.name])
			assert.match(bytes, /^~?[\d,]+$/);
		const number = (text) => Number(text.replace('~', '').replaceAll(',', ''));
		return { ...row, about: row.code.startsWith('~'), code: number(row.code), name: number(row.name) };
	});
	const all = rows.length > 1 ? rows.shift() : undefined;
	return { rows, all };
}

/** What a module that was rewritten has for the exports of @before: [{code, name}]. */
function made(before, after) {
	const sizes = bodySizes(after);
	const imported = importedFunctions(after);
	const names = functionNames(after);
	const exported = new Map(exportedFunctions(after).map(({ name, index }) => [name, index]));
	return exportedFunctions(before).map((one) => {
		const index = exported.get(one.name);
		const name = names.get(index);
		if (name !== undefined)
			assert.match(name, /^unpoison\.export\.\d+$/);
		return { code: sizes[index - imported],
			name: name === undefined ? 0 : u32Size(index) + u32Size(name.length) + name.length };
	});
}

/** One byte for each index of a function: all calls, and the entry of its name. */
const slack = (row) => ({
	code: row.about ? 2 + (row.catches === '-' ? 0 : row.catches.split(', ').length) : 0,
	name: row.about ? 1 : 0,
});

const near = (a, b, by, what) => assert.ok(Math.abs(a - b) <= by, `${what}: ${a}, and it is ${b}`);

const OPTIONS = [[], ['--unwind=trust'], ['--unwind=never'], ['--eh=exnref'], ['--eh=legacy'],
	['--abort-export=*a*'], ['--unwind=trust', '--eh=exnref'], ['--reset=reinstantiate'], ['--remove-name-section'],
	['--standalone'], ['--standalone', '--eh=exnref'], ['--standalone', '--unwind=trust'],
	['--standalone', '--unwind-safe-import=*'], ['--standalone=heal', '--abort-export=*a*']];

function compare(file, flags) {
	const dir = freshDir('cost');
	const alone = flags.some((flag) => flag.startsWith('--standalone'));
	const target = alone ? [] : ['--target=web'];
	const run = runTool([...flags, ...target, '--out-dir', dir, '--out-name=m', file]);
	const { rows, all } = told(file, [...flags, ...target]);
	if (run.status !== 0) {
		assert.deepEqual(rows, [], 'what is not rewritten costs nothing');
		return 0;
	}
	const real = made(fs.readFileSync(file),
		fs.readFileSync(path.join(dir, alone ? 'm.wasm' : 'm_bg.wasm')));
	assert.equal(rows.length, Math.min(real.length, SHOWN));
	for (const [i, row] of rows.entries()) {
		near(row.code, real[i].code, slack(row).code, `${flags.join(' ')} ${row.export}, code`);
		near(row.name, real[i].name, slack(row).name, `${row.export}, name`);
	}
	if (all) {
		assert.equal(all.export, `all ${real.length}`);
		const sum = real.reduce((so_far, { code }) => so_far + code, 0);
		near(all.code, sum, all.about ? real.length * 5 : 0, 'all');
	}
	return rows.length;
}

describe('the cost of protection', () => {
	for (const [name, file] of [...REAL, ...WATS]) {
		it(`of ${name} is what a rewriting adds`, () => {
			const any = dumpJson(file).exports.some(({ kind }) => kind === 'func');
			const counts = some(OPTIONS).map((flags) => compare(file, flags));
			assert.equal(counts.some((count) => count > 0), any);
		});
	}

	it('says what is caught, and which arguments are converted', () => {
		const row = (file, flags, name) =>
			told(file, flags).rows.find((one) => one.export === shown(name));
		const add = (flavour, ...flags) => row(flavourFile(flavour), flags, 'add');
		assert.equal(add('abort').catches, '-');
		assert.equal(add('legacy').catches, 'panics, unwinds');
		assert.equal(add('legacy', '--unwind=never').catches, 'panics');
		assert.equal(add('legacy', '--unwind=trust').catches, 'panics, unwinds, the rest');
		assert.equal(add('abort', '--unwind=trust').catches, 'unwinds, the rest');
		assert.equal(add('legacy', '--standalone').catches, 'the rest');
		assert.equal(add('legacy').arguments, '2 converted');
		assert.equal(add('legacy', '--standalone').arguments, '-');
		assert.equal(add('exnref').arguments, '2 converted');
	});

	it('is exact where every index takes one byte, and about right where not', () => {
		const nothing = { params: [], results: [], code: [] };
		for (const [count, about] of [[20, false], [130, true]]) {
			const file = path.join(freshDir('many'), 'm.wasm');
			fs.writeFileSync(file, writeModule({ functions: Array(count).fill(nothing),
				exports: [{ name: 'f', index: 0 }] }));
			const [row] = told(file, []).rows;
			assert.equal(row.about, about);
			compare(file, []);
		}
	});

	it('of parameters, results and exports without number', () => {
		for (const [params, results] of [[200, 150], [100, 20], [100, 30], [120, 5], [127, 0], [3, 200]]) {
			const wide = { params: Array(params).fill('i32'), results: Array(results).fill('f64'),
				code: Array(results).fill([0x44, 0, 0, 0, 0, 0, 0, 0, 0]).flat() };
			const file = path.join(freshDir('wide'), 'm.wasm');
			fs.writeFileSync(file, writeModule({ functions: [wide],
				exports: Array.from({ length: 70 }, (_, i) => ({ name: `f${i}`, index: 0 })) }));
			for (const flags of [[], ['--unwind=trust'], ['--standalone']])
				compare(file, flags);
		}
	});

	it('of a module that was rewritten is what it has', () => {
		const rowsAfter = (...flags) => {
			const output = path.join(freshDir('cost'), 'o.wasm');
			assert.equal(runTool([...flags, '-o', output, flavourFile('legacy')]).status, 0);
			const { rows } = told(output, []);
			assert.ok(rows.length > 0);
			assert.ok(rows.every(({ about }) => !about));
			// The optimizer may have found that nothing is thrown.
			if (!flags.includes('-O2'))
				assert.ok(rows.every(({ catches }) => catches === 'yes'));
			return { rows: rows.map(({ code, name }) => ({ code, name })),
				real: made(fs.readFileSync(flavourFile('legacy')), fs.readFileSync(output)).slice(0, SHOWN) };
		};
		const { rows, real } = rowsAfter();
		assert.deepEqual(rows, real);
		const alone = rowsAfter('--standalone');
		assert.deepEqual(alone.rows, alone.real);
		// Known by what they do.
		assert.deepEqual(rowsAfter('--remove-name-section').rows,
			real.map(({ code }) => ({ code, name: 0 })));
		// Those that the optimizer has left.
		rowsAfter('-O2');
	});

	it('is not told where it cannot be known', () => {
		const bound = path.join(freshDir('none'), 'm.wasm');
		fs.writeFileSync(bound, writeModule({ functions: [], exports: [] }));
		assert.equal(textParts(dump('text', bound))[HEADING], undefined);
		assert.ok(textParts(dump('text', wat('calls')))[HEADING]);
	});
});
