// SPDX-License-Identifier: MIT OR Apache-2.0
// How long it takes from a dead module to one that has answered.

import { makePackages } from '../lib/crates.mjs';
import { CORPUS, corpusFile } from '../lib/modules.mjs';
import { ratios, spread, summary, table, times } from '../lib/stats.mjs';
import { assemble, child, rewrite } from '../lib/tools.mjs';

const kib = (bytes) => bytes >= 1 << 20 ? `${bytes / 2 ** 20} MiB` : `${bytes / 1024} KiB`;

function prepare() {
	const state = assemble('state');
	rewrite(state, 'state-in-place', ['--reset', 'in-place']);
	rewrite(state, 'state-reinstantiate', ['--reset', 'reinstantiate']);
	for (const entry of CORPUS)
		rewrite(corpusFile(entry), entry.name, ['--reset', 'in-place']);
}

function* ofModules() {
	prepare();
	const { synthetic, real } = JSON.parse(child('recovery.mjs', [], ['--expose-gc']));
	yield table('Recovery until all memory in use was written to again, microseconds',
		['in use', 'in place', 'reinstantiate', 'new Instance', 'in place is faster by'],
		synthetic.map(({ mib, touched }) => [`${mib} MiB`,
			spread(summary(touched.inPlace)), spread(summary(touched.reinstantiate)),
			spread(summary(touched.instance)), times(ratios(touched.instance, touched.inPlace))]));
	yield table('Recovery until a first call that needs no memory, microseconds',
		['in use before', 'in place', 'new Instance', 'in place is faster by'],
		synthetic.map(({ mib, answer }) => [`${mib} MiB`,
			spread(summary(answer.inPlace)), spread(summary(answer.instance)),
			times(ratios(answer.instance, answer.inPlace))]));
	yield table('Recovery of real modules until their first calls have answered, microseconds',
		['module', 'in place', 'new Instance', 'in place is faster by'],
		real.flatMap(({ name, bytes, answer, touched }) => [
			[`${name}, first answer`, answer],
			[`${name}, and ${kib(bytes)} touched`, touched],
		].map(([label, samples]) => [label, spread(summary(samples.inPlace)),
			spread(summary(samples.instance)), times(ratios(samples.instance, samples.inPlace))])));
}

const ANSWERS = { add: 'add(20, 22)', greet: "greet('you')", sum: 'sum() of 1 MiB' };

function* ofCrates() {
	const rows = [];
	for (const [flavour, suffix] of [['abort', ''], ['exnref', ', unwinding']]) {
		makePackages(flavour);
		const results = JSON.parse(child('crate-recovery.mjs', [flavour], ['--expose-gc']));
		for (const [name, { ours, bindgen }] of Object.entries(results)) {
			rows.push([ANSWERS[name] + suffix, spread(summary(ours)), spread(summary(bindgen)),
				times(ratios(bindgen, ours))]);
		}
	}
	yield table('Recovery of a crate with #[wasm_bindgen] until its first call has answered, microseconds',
		['first call', 'unpoison', 'wasm-bindgen', 'unpoison is faster by'], rows);
}

export function* recovery() {
	yield* ofModules();
	yield* ofCrates();
}
