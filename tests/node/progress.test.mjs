// SPDX-License-Identifier: MIT OR Apache-2.0
// What the tool says of itself while it works, and of time and bytes afterwards.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { flavourFile, wat } from './support/fixtures.mjs';
import { drawn, runInTerminal, screen } from './support/terminal.mjs';
import { TOOL, freshDir, runOk, runTool } from './support/tool.mjs';
import { bodySizes } from './support/wasm.mjs';
import { writeModule } from './support/writer.mjs';

const SMALL = wat('kinds');

/* ---- work that takes long ---- */

/** A module that Binaryen's optimizer has seconds of work with. */
function slowModule() {
	// $a = ($b * $c + n) ^ $d
	const step = (i, f) => [0x20, i % 4, 0x20, (i * 7 + 1) % 4, 0x6c, 0x41, (i * f) & 63, 0x6a,
		0x20, (i * 3) % 4, 0x73, 0x21, (i * 5 + 2) % 4];
	const code = (f) => [...Array.from({ length: 100 }, (_, i) => step(i, f)).flat(), 0x20, 0];
	const params = Array(4).fill('i32');
	const functions = Array.from({ length: 30 }, (_, f) => ({ params, results: ['i32'], code: code(f) }));
	const file = path.join(freshDir('slow'), 'slow.wasm');
	fs.writeFileSync(file, writeModule({ functions,
		exports: functions.map((_, i) => ({ name: `f${i}`, index: i })) }));
	return file;
}

let slow;
const slowly = (options) => {
	slow ??= slowModule();
	return late(['-O3', ...toFile()], { feed: slow, ...options });
};

/** A small module that is a second late: whatever comes then is told. */
const late = (args, options) => runInTerminal([...args, '-'], { feed: SMALL, after: 1.1, ...options });

const toFile = () => ['-o', path.join(freshDir('late'), 'o.wasm')];

const LINE = /^unpoison: ([a-z]+) \((\d+) of (\d+)\),(?: (\d+) %,)? (\d+)\.\d s$/;

function parse(line) {
	const found = LINE.exec(line);
	assert.ok(found, JSON.stringify(line));
	const [, phase, number, count, percent, seconds] = found;
	return { phase, number: +number, count: +count, seconds: +seconds,
		percent: percent === undefined ? undefined : +percent };
}

const phasesOf = (output) => [...new Set(drawn(output).map((line) => parse(line).phase))];

describe('progress', () => {
	it('says which phase it is, of how many, and how long it has been', () => {
		const run = late(['--verify', ...toFile()]);
		assert.equal(run.status, 0, run.output);
		const lines = drawn(run.output).map(parse);
		assert.deepEqual(phasesOf(run.output),
			['outline', 'check', 'carry', 'read', 'facts', 'passes', 'write', 'verify', 'files']);
		let before = 1;
		for (const { number, count, seconds, percent } of lines) {
			assert.ok(number === before || number === before + 1);
			before = number;
			assert.equal(count, 10);
			assert.ok(seconds >= 1);
			assert.ok(percent === undefined || percent <= 100);
		}
		assert.equal(before, 10);
		assert.match(screen(run.output), /^wrote \S+o\.wasm$/);
	});

	for (const [what, args, steps] of [
		['with JavaScript', () => ['--out-name', 'a', '--out-dir', freshDir('js')], ['write', 'glue', 'files']],
		['with -O', () => ['-O', ...toFile()], ['passes', 'optimize', 'write', 'files']],
		['with --standalone', () => ['--standalone', ...toFile()], ['passes', 'write', 'files']],
	]) {
		it(`${what}, the last phase is the last of those that were announced`, () => {
			const run = late(args());
			assert.equal(run.status, 0, run.output);
			assert.deepEqual(phasesOf(run.output).slice(-steps.length), steps);
			const { number, count } = parse(drawn(run.output).at(-1));
			assert.equal(number, count);
		});
	}

	it('of a module that only Binaryen can judge, nothing is carried', () => {
		// (type (struct))
		const file = path.join(freshDir('gc'), 'gc.wasm');
		fs.writeFileSync(file, Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 3, 1, 0x5f, 0));
		const run = late(toFile(), { feed: file });
		assert.equal(run.status, 0, run.output);
		assert.deepEqual(phasesOf(run.output).slice(0, 3), ['outline', 'check', 'read']);
		const { number, count } = parse(drawn(run.output).at(-1));
		assert.equal(number, count);
	});

	it('goes on while a phase lasts, in one line', () => {
		const run = slowly();
		assert.equal(run.status, 0, run.output);
		const lines = drawn(run.output).map(parse);
		const there = lines.filter(({ phase }) => phase === 'optimize');
		assert.ok(there.length >= 5, run.output);
		assert.ok(there.length <= 11 * (there.at(-1).seconds + 1));
		assert.match(screen(run.output), /^wrote \S+o\.wasm$/);
	});

	it('nothing before a second has passed', () => {
		const run = runInTerminal([...toFile(), SMALL]);
		assert.equal(run.status, 0);
		assert.match(run.output, /^wrote \S+o\.wasm\n$/);
	});

	it('nothing with -q, nor with a TERM of dumb or none', () => {
		assert.equal(late(['-q', ...toFile()]).output, '');
		for (const TERM of ['dumb', ''])
			assert.match(late(toFile(), { env: { TERM } }).output, /^wrote \S+o\.wasm\n$/);
	});

	it('nothing in a pipe', () => {
		const script = '(sleep 1.2; cat "$1") | "$2" -o "$3" - 2>&1';
		assert.equal(runOk('sh', ['-c', script, 'sh', SMALL, TOOL, toFile()[1]]), '');
	});

	it('is cut where the terminal ends', () => {
		const run = late(toFile(), { columns: 20 });
		assert.equal(run.status, 0);
		const lines = drawn(run.output);
		assert.ok(lines.length > 0);
		for (const line of lines)
			assert.ok(line.length < 20 && line.startsWith('unpoison: '), line);
	});

	it('is gone before an error is told, and before a dump', () => {
		const damaged = path.join(freshDir('damaged'), 'x.wasm');
		fs.writeFileSync(damaged, fs.readFileSync(SMALL).subarray(0, -5));
		const wrong = runInTerminal([...toFile(), '-'], { feed: damaged, after: 1.1 });
		assert.equal(wrong.status, 1);
		assert.ok(drawn(wrong.output).length > 0);
		assert.match(screen(wrong.output), /^unpoison: -: [^\n]+$/);

		const dumped = late(['--dump']);
		assert.deepEqual(phasesOf(dumped.output), ['contents', 'survey', 'model', 'print']);
		const { number, count } = parse(drawn(dumped.output).at(-1));
		assert.equal(number, count);
		assert.equal(screen(dumped.output), runTool(['--dump', '-'],
			{ input: fs.readFileSync(SMALL) }).stdout.trimEnd());
	});

	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']) {
		it(`${signal} leaves no line behind`, () => {
			const run = slowly({ when: 'optimize', kill: signal });
			assert.equal(run.signal, signal);
			assert.ok(drawn(run.output).length > 0);
			assert.equal(screen(run.output), '');
		});
	}

	it('nor does a process that dies at work', () => {
		const run = slowly({ when: 'optimize', kill: 'child SIGKILL' });
		assert.equal(run.status, 1);
		assert.match(screen(run.output), /^unpoison: -: [^\n]*memory[^\n]*$/);
	});
});

/* ---- afterwards ---- */

/** The rows of the table in what -v prints: {phase: {ms, bytes, functions, peak}}. */
function phaseTable(stderr) {
	const lines = stderr.trimEnd().split('\n');
	const first = lines.findIndex((line) => /^phase +ms +bytes +functions +peak MiB$/.test(line));
	assert.ok(first >= 0, stderr);
	const titles = lines[first];
	const ends = [...titles.matchAll(/\S+( MiB)?/g)].map(({ index, 0: title }) => index + title.length);
	return Object.fromEntries(lines.slice(first + 1).map((line) => {
		assert.ok(line.length <= titles.length && !line.endsWith(' '), line);
		const [name] = /^[a-z-]+/.exec(line);
		// All but the first are aligned to the right, below their titles.
		const [ms, bytes, functions, peak] = ends.slice(1).map((end, i) => {
			const cell = line.slice(i === 0 ? name.length : ends[i], end);
			assert.match(cell, i === 0 ? /^ +[\d,]+\.\d$/ : /^( +[\d,]+| *)$/, line);
			return cell.trim() ? Number(cell.replaceAll(',', '')) : undefined;
		});
		return [name, { ms, bytes, functions, peak }];
	}));
}

describe('-v', () => {
	const input = fs.statSync(SMALL).size;

	it('tells time and bytes of each phase', () => {
		const dir = freshDir('v');
		const run = runTool(['-v', '--verify', '--target', 'web', '--out-name', 'a', '--out-dir', dir, SMALL]);
		assert.equal(run.status, 0, run.stderr);
		const table = phaseTable(run.stderr);
		assert.deepEqual(Object.keys(table), ['input', 'outline', 'check', 'carry', 'read', 'facts', 'passes',
			'write', 'glue', 'verify', 'files', 'all']);
		const size = (name) => fs.statSync(path.join(dir, name)).size;
		const made = size('a_bg.wasm');
		assert.equal(table.input.bytes, input);
		assert.equal(table.outline.bytes, input);
		assert.equal(table.glue.bytes, size('a.js') + size('a.d.ts'));
		assert.equal(table.write.bytes, made);
		assert.equal(table.verify.bytes, made);
		assert.equal(table.files.bytes, size('a.js') + size('a.d.ts') + made);
		// The parts are within the whole.
		const parts = Object.keys(table).filter((name) => name !== 'all');
		const sum = parts.reduce((so_far, name) => so_far + table[name].ms, 0);
		assert.ok(sum <= table.all.ms + 0.1 * parts.length, run.stderr);
		assert.equal(table.all.peak, Math.max(...parts.map((name) => table[name].peak ?? 0)));
		assert.ok(table.read.peak > 0);
		// What it said before it still says, a line for each file.
		for (const name of ['a.js', 'a.d.ts', 'a_bg.wasm'])
			assert.ok(run.stderr.includes(`wrote ${path.join(dir, name)} (${size(name)} bytes)\n`));
	});

	it('tells how much code was judged, and how much was carried over', () => {
		const sizes = bodySizes(fs.readFileSync(flavourFile('abort')));
		const table = phaseTable(runTool(['-v', ...toFile(), flavourFile('abort')]).stderr);
		assert.equal(table.check.functions, sizes.length);
		assert.equal(table.check.bytes, sizes.reduce((sum, body) => sum + body, 0));
		assert.ok(table.carry.functions > 0 && table.carry.functions < sizes.length);
		assert.ok(table.carry.bytes > 0 && table.carry.bytes < table.check.bytes);
		// With -O nothing is.
		const optimized = phaseTable(runTool(['-v', '-O', ...toFile(), flavourFile('abort')]).stderr);
		assert.deepEqual([optimized.carry.functions, optimized.carry.bytes], [undefined, undefined]);
		assert.ok(optimized.optimize.ms > 0);
	});

	it('of a dump goes to standard error, and changes nothing of it', () => {
		const plain = runTool(['--dump=json', SMALL]);
		const run = runTool(['--dump=json', '-v', SMALL]);
		assert.equal(run.stdout, plain.stdout);
		assert.equal(plain.stderr, '');
		assert.deepEqual(Object.keys(phaseTable(run.stderr)),
			['input', 'contents', 'survey', 'model', 'print', 'all']);
	});

	it('of work that fails tells the error alone', () => {
		const run = runTool(['-v', ...toFile(), '-'], { input: fs.readFileSync(SMALL).subarray(0, -5) });
		assert.equal(run.status, 1);
		assert.match(run.stderr, /^unpoison: -: [^\n]+\n$/);
	});

	it('is nothing that the output depends on', () => {
		const [one, other] = [toFile()[1], toFile()[1]];
		runTool(['-v', '-o', one, SMALL]);
		runTool(['-q', '-o', other, SMALL]);
		assert.deepEqual(fs.readFileSync(one), fs.readFileSync(other));
	});
});
