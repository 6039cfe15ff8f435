// SPDX-License-Identifier: MIT OR Apache-2.0
// --dump of names that mean something to terminals, JSON and the text format, and
// of modules that are damaged.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { dump, dumpJson, shown, tableRows, textParts } from './support/dump.mjs';
import { flavourFile, wat } from './support/fixtures.mjs';
import { NAMES } from './support/hostile.mjs';
import { share, some } from './support/sparse.mjs';
import { TOOL, freshDir, runOk, runTool } from './support/tool.mjs';
import { withCustom, writeU32 } from './support/wasm.mjs';
import { exporting } from './support/writer.mjs';

function write(bytes, name = 'a.wasm') {
	const file = path.join(freshDir('hostile'), name);
	fs.writeFileSync(file, bytes);
	return file;
}

/** Nothing that a terminal acts upon, and no line too wide. */
function checkText(text) {
	assert.ok(!/[\0-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/.test(text));
	for (const line of text.split('\n'))
		assert.ok([...line].length <= 80, line);
}

/* ---- names ---- */

describe('--dump of hostile names', () => {
	const hostile = [...NAMES, 'nul\0nul', '\0', '\x1b]0;title\x07', '\u202eabc', '\u2066', '\u{e0041}', '\x9b31m',
		'x'.repeat(1 << 20)];
	const imports = hostile.slice(0, 200).map((name, i) =>
		({ module: hostile.at(-1 - i % 9), name, params: [], results: [] }));
	const file = write(exporting(hostile, { imports }));

	it('JSON has them as they are', () => {
		const text = dump('json', file);
		checkText(text.replace(/.{80,}/gu, ''));
		assert.ok(!/[\0-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]/.test(text));
		const json = JSON.parse(text);
		assert.deepEqual(json.exports.map(({ name }) => name), hostile);
		assert.deepEqual(json.imports.map(({ module, name }) => [module, name]),
			imports.map(({ module, name }) => [module, name]));
	});

	it('text has nothing that a terminal acts upon', () => {
		const text = dump('text', file);
		checkText(text);
		assert.ok(text.includes('more (all are in --dump=json)'));
	});

	it('each of them is one row', () => {
		for (let i = 0; i < hostile.length; i += 50) {
			const some = hostile.slice(i, i + 50).filter((name) => !/^\s|\s$|\s\s/.test(name));
			const text = dump('text', write(exporting(some)));
			checkText(text);
			const rows = tableRows(textParts(text).Exports);
			assert.equal(rows.length, some.length);
			for (const [at, row] of rows.entries())
				assert.ok(row.name.includes('…') || row.name === (shown(some[at]) || '""'), row.name);
		}
	});

	it('WAT is assembled again to the same names', () => {
		const text = write(dump('wat', file), 'a.wat');
		runOk('wat2wasm', [text, '-o', `${text}.wasm`]);
		const again = dumpJson(`${text}.wasm`);
		assert.deepEqual(again.exports.map(({ name }) => name), hostile);
		assert.ok(!/[^\n\x20-\x7e]/.test(fs.readFileSync(text, 'latin1')));
	});

	it('names of functions, tags and sections, and producers, may be no UTF-8', () => {
		const bad = [0xff, 0x1b, 0x5b, 0x32, 0x4a, 0xc0, 0x80, 0xed, 0xa0, 0x80];
		const sized = (bytes) => [...writeU32(bytes.length), ...bytes];
		const names = [1, ...sized([1, 0, ...sized(bad)])];
		const fields = [1, ...sized(bad), 2, ...sized(bad), ...sized(bad), ...sized(bad), ...sized([0x61])];
		const bytes = withCustom(withCustom(fs.readFileSync(wat('multivalue')), 'name', names), 'producers', fields);
		for (const format of ['text', 'json', 'wat']) {
			const run = runTool([`--dump=${format}`, write(bytes)], { encoding: 'buffer' });
			assert.equal(run.status, 0, run.stderr.toString());
			const text = new TextDecoder('utf8', { fatal: true }).decode(run.stdout);
			assert.ok(!/[\0-\x09\x0b-\x1f\x7f-\x9f]/.test(text));
			if (format === 'json')
				JSON.parse(text);
		}
	});

	it('the name of the file may be anything', () => {
		const dir = freshDir('paths');
		const odd = path.join(dir, '\x1b[2J"\\\n\u202e');
		fs.copyFileSync(wat('empty'), odd);
		assert.equal(dumpJson(odd).file.path, odd);
		checkText(dump('text', odd));
	});
});

/* ---- damage ---- */

/** Must be described, or refused without a word on standard output. */
function survives(bytes, format, file) {
	fs.writeFileSync(file, bytes);
	const run = spawnSync(TOOL, [`--dump=${format}`, file], { encoding: 'utf8' });
	assert.equal(run.signal, null, file);
	assert.ok(run.status === 0 || run.status === 1, run.stderr);
	if (run.status === 1) {
		assert.equal(run.stdout, '');
		assert.match(run.stderr, /^unpoison: /);
	} else if (format === 'json') {
		JSON.parse(run.stdout);
	}
	return run.status;
}

describe('--dump of damaged modules', () => {
	const whole = fs.readFileSync(wat('kinds'));

	it('that end at any byte', () => {
		const file = write('');
		let refused = 0;
		for (const i of some(Array(whole.length >> 1).keys(), 1))
			refused += survives(whole.subarray(0, 2 * i), ['text', 'json', 'wat'][i % 3], file);
		assert.ok(refused > share(20));
	});

	it('that are something else', () => {
		const file = write('');
		for (const bytes of ['', 'x', '\0asm', '\0asm\x01\0\0', '\0asm\x0d\0\x01\0', '<html>', '(module)'])
			for (const format of ['text', 'json', 'wat'])
				assert.equal(survives(Buffer.from(bytes, 'latin1'), format, file), 1);
	});
});

/* ---- terminals ---- */

describe('colours', () => {
	const file = flavourFile('legacy');
	const on = (env, args = '--dump') => {
		const run = spawnSync('script', ['-qec', `'${TOOL}' ${args} '${file}'`, '/dev/null'],
			{ encoding: 'utf8', env: { ...process.env, NO_COLOR: '', TERM: 'xterm', ...env } });
		assert.equal(run.status, 0, run.stderr);
		return run.stdout.replaceAll('\r\n', '\n');
	};
	const plain = dump('text', file);

	it('are there on a terminal', () => {
		const text = on({});
		assert.ok(text.includes('\x1b[32msafe\x1b[0m'));
		assert.ok(text.includes('\x1b[31maborts\x1b[0m'));
		assert.equal(text.replace(/\x1b\[\d+m/g, ''), plain);
	});

	it('are not there with NO_COLOR, on a dumb terminal, in a pipe, or in JSON', () => {
		assert.equal(on({ NO_COLOR: '1' }), plain);
		assert.equal(on({ TERM: 'dumb' }), plain);
		assert.equal(on({ TERM: undefined }), plain);
		assert.equal(runTool(['--dump', file], { env: { NO_COLOR: '' } }).stdout, plain);
		assert.equal(on({}, '--dump=json'), dump('json', file));
	});
});
