// SPDX-License-Identifier: MIT OR Apache-2.0
// Measures and prints one report; see README.md. Run it by scripts/bench.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { CORPUS, corpusFile } from './lib/modules.mjs';
import { ratios, spread, summary, table, times } from './lib/stats.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const { UP_TOOL, UP_WASM_OPT, UP_BENCH_WORK: WORK, UP_BENCH_EXAMPLE: EXAMPLE } = process.env;
const PAIRS = 7; // processes per variant of the calls

const run = (program, args, options = {}) =>
	execFileSync(program, args, { encoding: 'utf8', timeout: 120_000, ...options });
const node = (script, args = [], flags = []) =>
	run(process.execPath, [...flags, path.join(HERE, script), ...args]);

/** Rewrites a module into WORK/NAME; says how. */
function rewrite(input, name, flags) {
	const args = ['--target', 'web', ...flags, '--out-name', 'mod',
		'--out-dir', path.join(WORK, name), input];
	run(UP_TOOL, args);
	fs.writeFileSync(path.join(WORK, name, 'package.json'), '{"type":"module"}');
}

function prepare() {
	for (const name of ['state', 'calls', 'calls-unwind']) {
		run('wat2wasm', ['--enable-exceptions', '--debug-names', path.join(HERE, `${name}.wat`),
			'-o', path.join(WORK, `${name}.wasm`)]);
	}
	const state = path.join(WORK, 'state.wasm');
	rewrite(state, 'state-in-place', ['--reset', 'in-place']);
	rewrite(state, 'state-reinstantiate', ['--reset', 'reinstantiate']);
	for (const name of ['calls', 'calls-unwind'])
		rewrite(path.join(WORK, `${name}.wasm`), name, []);
	for (const entry of CORPUS)
		rewrite(corpusFile(entry), entry.name, ['--reset', 'in-place']);
}

function machine() {
	const [cpu] = os.cpus();
	const versions = run(UP_TOOL, ['--version']).trim().split('\n').join(', ');
	return [
		`machine   ${os.cpus().length} x ${cpu.model.trim()}, ${os.arch()}, ` +
			`${Math.round(os.totalmem() / 2 ** 30)} GiB, ${os.type()} ${os.release()}`,
		`versions  ${versions}; node ${process.versions.node}, V8 ${process.versions.v8}; ` +
			CORPUS.map((entry) => `${entry.name} ${versionOf(entry)}`).join(', '),
		`command   unpoison --target web [--reset in-place|reinstantiate] …; node --expose-gc`,
		'figures   median (lower quartile..upper quartile); ratios are of neighbours in time',
		'',
	].join('\n');
}

function versionOf(entry) {
	const parts = entry.path.split('/');
	const name = parts.slice(0, parts[0].startsWith('@') ? 2 : 1).join('/');
	const file = path.join(process.env.UP_BENCH_CORPUS, name, 'package.json');
	return JSON.parse(fs.readFileSync(file, 'utf8')).version;
}

function recoveries() {
	const { synthetic, real } = JSON.parse(node('recovery.mjs', [], ['--expose-gc']));
	const kib = (bytes) => bytes >= 1 << 20 ? `${bytes / 2 ** 20} MiB` : `${bytes / 1024} KiB`;
	const rows = synthetic.map(({ mib, touched }) => [`${mib} MiB`,
		spread(summary(touched.inPlace)), spread(summary(touched.reinstantiate)),
		spread(summary(touched.instance)), times(ratios(touched.instance, touched.inPlace))]);
	const answerRows = synthetic.map(({ mib, answer }) => [`${mib} MiB`,
		spread(summary(answer.inPlace)), spread(summary(answer.instance)),
		times(ratios(answer.instance, answer.inPlace))]);
	const realRows = real.flatMap(({ name, bytes, answer, touched }) => [
		[`${name}, first answer`, answer],
		[`${name}, and ${kib(bytes)} touched`, touched],
	].map(([label, samples]) => [label, spread(summary(samples.inPlace)),
		spread(summary(samples.instance)), times(ratios(samples.instance, samples.inPlace))]));
	return [
		table('Recovery until all memory in use was written to again, microseconds',
			['in use', 'in place', 'reinstantiate', 'new Instance', 'in place is faster by'], rows),
		table('Recovery until a first call that needs no memory, microseconds',
			['in use before', 'in place', 'new Instance', 'in place is faster by'], answerRows),
		table('Recovery of real modules until their first calls have answered, microseconds',
			['module', 'in place', 'new Instance', 'in place is faster by'], realRows),
	];
}

function callCosts() {
	const rows = [];
	for (const name of ['calls', 'calls-unwind']) {
		for (const kind of ['export', 'import']) {
			const samples = { original: [], rewritten: [], glue: [] };
			for (let pair = 0; pair < PAIRS; pair++) {
				for (const variant of Object.keys(samples))
					samples[variant].push(Number(node('calls.mjs', [name, variant, kind])));
			}
			rows.push([`${kind} call${name === 'calls' ? '' : ', unwinding module'}`,
				...Object.values(samples).map((values) => spread(summary(values))),
				times(ratios(samples.rewritten, samples.original)),
				times(ratios(samples.glue, samples.original))]);
		}
	}
	return table('Calls, nanoseconds each; every variant in processes of its own',
		['', 'original', 'rewritten', 'and glue', 'rewritten costs', 'with glue'], rows);
}

/** Milliseconds of a whole process; what it prints goes nowhere. */
function processTime(program, args) {
	const start = performance.now();
	execFileSync(program, args, { stdio: 'ignore', timeout: 120_000 });
	return performance.now() - start;
}

/** Looking into a module, and what Binaryen takes to read it and do nothing. */
function inspection() {
	const inputs = [
		...CORPUS.map((entry) => [entry.name, corpusFile(entry)]),
		['Z3', path.join(process.env.UP_BENCH_CORPUS, 'z3-solver/build/z3-built.wasm')],
	];
	const rows = inputs.map(([label, file]) => {
		const samples = { dump: [], read: [] };
		for (let pair = -1; pair < PAIRS; pair++) {
			const dump = processTime(UP_TOOL, ['--dump=json', file]);
			const read = processTime(UP_WASM_OPT, ['--all-features', '-q', file]);
			if (pair >= 0) {
				samples.dump.push(dump);
				samples.read.push(read);
			}
		}
		return [label, String(fs.statSync(file).size), spread(summary(samples.dump)),
			spread(summary(samples.read)), times(ratios(samples.dump, samples.read))];
	});
	return table('Looking into a module, milliseconds of the whole process',
		['module', 'bytes', '--dump=json', 'Binaryen reads it', 'ratio'], rows);
}

function sizes() {
	const inputs = [
		['example, panic=abort', path.join(EXAMPLE, 'abort.wasm')],
		['example, panic=unwind', path.join(EXAMPLE, 'exnref.wasm')],
		...CORPUS.map((entry) => [entry.name, corpusFile(entry)]),
	];
	const gzip = (bytes) => gzipSync(bytes, { level: 9 }).length;
	const added = (after, before) => `${after - before >= 0 ? '+' : ''}${after - before}` +
		` (${((after / before - 1) * 100).toFixed(1)}%)`;
	const rows = [];
	for (const [label, file] of inputs) {
		const before = fs.readFileSync(file);
		for (const mode of ['none', 'auto']) {
			rewrite(file, 'size', ['--reset', mode]);
			const after = fs.readFileSync(path.join(WORK, 'size/mod_bg.wasm'));
			const script = fs.readFileSync(path.join(WORK, 'size/mod.js'));
			rows.push([`${label}, --reset ${mode}`, String(before.length), added(after.length, before.length),
				String(gzip(before)), added(gzip(after), gzip(before)),
				String(script.length), String(gzip(script))]);
		}
	}
	return table('Bytes: the module, what is added to it, and the JavaScript',
		['', 'raw', 'added', 'gzip', 'added', 'script', 'gzip'], rows);
}

prepare();
console.log(machine());
for (const part of recoveries())
	console.log(part);
console.log(callCosts());
console.log(sizes());
console.log(inspection());
