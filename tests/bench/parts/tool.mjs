// SPDX-License-Identifier: MIT OR Apache-2.0
// The tool beside others: time and memory of whole processes.

import fs from 'node:fs';
import { crateFile } from '../lib/crates.mjs';
import { CORPUS, corpusFile } from '../lib/modules.mjs';
import { ratios, spread, summary, table, times } from '../lib/stats.mjs';
import { TOOL, WASM_BINDGEN, WASM_OPT, bindgenArguments, inPackages, inTurn, inWork, measured,
	rewriteArguments, turns } from '../lib/tools.mjs';

const optimizer = (args, input) => () =>
	measured(WASM_OPT, ['--all-features', '-q', ...args, input, '-o', inWork('opt.wasm')]);
const unpoison = (flags, input) => () => measured(TOOL, rewriteArguments(input, 'tool', flags));
const bindgen = (input) => () => measured(WASM_BINDGEN, bindgenArguments(input, 'tool-bindgen'));

/** One after the other: {ms of both, mib of the larger}. */
function both(first, second) {
	const [a, b] = [first(), second()];
	return a && b && { ms: a.ms + b.ms, mib: Math.max(a.mib, b.mib) };
}

const failed = (samples) => samples.some((one) => one === null);
const figures = (samples, key) => samples.map((one) => one[key]);
const cell = (samples, key) => failed(samples) ? 'failed' : spread(summary(figures(samples, key)));
const ratio = (of, to, key) => failed(of) || failed(to) ? '-'
	: times(ratios(figures(of, key), figures(to, key)));

/** Large ones take long: fewer turns. */
const turnsFor = (bytes) => turns(bytes > 8e6 ? 3 : 7);

const inputs = () => [
	['a crate, from cargo', crateFile('abort')],
	['harfbuzz', corpusFile(CORPUS.find(({ name }) => name === 'harfbuzz'))],
	['resvg', corpusFile(CORPUS.find(({ name }) => name === 'resvg'))],
	['swc', inPackages('@swc/wasm-web/wasm_bg.wasm')],
	['ffmpeg', inPackages('@ffmpeg/core/dist/esm/ffmpeg-core.wasm')],
];

function* rewriting() {
	const time = [], memory = [];
	for (const [label, file] of inputs()) {
		const { size } = fs.statSync(file);
		const samples = inTurn({
			ours: unpoison([], file),
			bindgen: bindgen(file),
			copy: optimizer([], file),
			unchecked: optimizer(['--no-validation'], file),
		}, turnsFor(size), { warm: size < 8e6 });
		for (const [rows, key] of [[time, 'ms'], [memory, 'mib']]) {
			rows.push([label, (size / 1e6).toFixed(1), ...Object.values(samples).map((one) => cell(one, key)),
				ratio(samples.ours, samples.bindgen, key), ratio(samples.ours, samples.copy, key),
				ratio(samples.ours, samples.unchecked, key)]);
		}
	}
	const head = ['module', 'MB', 'unpoison', 'wasm-bindgen', 'Binaryen copies', '.. unchecked',
		'to wasm-bindgen', 'to Binaryen', 'to unchecked'];
	yield table('Rewriting, milliseconds of the whole process', head, time);
	yield table('Rewriting, MiB of memory at most', head, memory);
}

function* optimizing() {
	const time = [], memory = [];
	for (const [label, file] of inputs().slice(0, 3)) {
		const samples = inTurn({
			ours: unpoison(['-O2'], file),
			both: () => both(bindgen(file), optimizer(['-O2'], inWork('tool-bindgen/mod_bg.wasm'))),
			wasmOpt: optimizer(['-O2'], file),
		}, turns(fs.statSync(file).size > 1e6 ? 2 : 5));
		for (const [rows, key] of [[time, 'ms'], [memory, 'mib']]) {
			rows.push([label, ...Object.values(samples).map((one) => cell(one, key)),
				ratio(samples.ours, samples.both, key), ratio(samples.ours, samples.wasmOpt, key)]);
		}
	}
	const head = ['module', 'unpoison -O2', 'wasm-bindgen, wasm-opt -O2', 'wasm-opt -O2', 'to both', 'to wasm-opt'];
	yield table('Rewriting and optimizing, milliseconds of the whole processes', head, time);
	yield table('Rewriting and optimizing, MiB of memory at most', head, memory);
}

/** Looking into a module, and what Binaryen takes to read it and do nothing. */
function* inspecting() {
	const files = [...inputs().slice(1, 3), ...inputs().slice(4),
		['Z3', inPackages('z3-solver/build/z3-built.wasm')]];
	const rows = files.map(([label, file]) => {
		const { size } = fs.statSync(file);
		const samples = inTurn({
			dump: () => measured(TOOL, ['--dump=json', file]),
			read: () => measured(WASM_OPT, ['--all-features', '-q', file]),
		}, turnsFor(size), { warm: size < 8e6 });
		return [label, (size / 1e6).toFixed(1), cell(samples.dump, 'ms'),
			cell(samples.read, 'ms'), ratio(samples.dump, samples.read, 'ms')];
	});
	yield table('Looking into a module, milliseconds of the whole process',
		['module', 'MB', '--dump=json', 'Binaryen reads it', 'ratio'], rows);
}

export function* tool() {
	yield* rewriting();
	yield* optimizing();
	yield* inspecting();
}
