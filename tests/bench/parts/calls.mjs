// SPDX-License-Identifier: MIT OR Apache-2.0
// What a call costs, into a module and out of it.

import { makePackages } from '../lib/crates.mjs';
import { ratios, spread, summary, table, times } from '../lib/stats.mjs';
import { assemble, child, inTurn, rewrite, turns } from '../lib/tools.mjs';

const number = (script, args) => () => Number(child(script, args));

function* ofModules() {
	for (const name of ['calls', 'calls-unwind'])
		rewrite(assemble(name), name, []);
	const rows = [];
	for (const name of ['calls', 'calls-unwind']) {
		for (const kind of ['export', 'import']) {
			const one = (variant) => number('calls.mjs', [name, variant, kind]);
			const samples = inTurn({ original: one('original'), rewritten: one('rewritten'), glue: one('glue') }, turns());
			rows.push([`${kind} call${name === 'calls' ? '' : ', unwinding module'}`,
				...Object.values(samples).map((values) => spread(summary(values))),
				times(ratios(samples.rewritten, samples.original)),
				times(ratios(samples.glue, samples.original))]);
		}
	}
	yield table('Calls, nanoseconds each; every variant in processes of its own',
		['', 'original', 'rewritten', 'and glue', 'rewritten costs', 'with glue'], rows);
}

const KINDS = { in: 'add(1, 2)', out: 'calls(1), which calls JavaScript', text: "greet('you all')" };
const FLAVOURS = { abort: '', exnref: ', unwinding' };

function* ofCrates() {
	const rows = [];
	for (const [flavour, suffix] of Object.entries(FLAVOURS)) {
		makePackages(flavour);
		for (const [kind, label] of Object.entries(KINDS)) {
			const one = (variant) => number('crate-calls.mjs', [flavour, variant, kind]);
			// Strings do not go in and out without JavaScript.
			const raw = kind === 'text' ? {} : { raw: one('raw') };
			const samples = inTurn({ ...raw, bindgen: one('bindgen'), guarded: one('guarded'), ours: one('ours') }, turns(5));
			rows.push([label + suffix,
				...['raw', 'bindgen', 'guarded', 'ours'].map((name) => samples[name] ? spread(summary(samples[name])) : '-'),
				samples.raw ? times(ratios(samples.guarded, samples.raw)) : '-',
				samples.raw ? times(ratios(samples.ours, samples.raw)) : '-',
				times(ratios(samples.ours, samples.guarded))]);
		}
	}
	yield table('Calls of a crate with #[wasm_bindgen], nanoseconds each; every variant in processes of its own',
		['', 'raw', 'wasm-bindgen', 'its recovery', 'unpoison', 'its recovery/raw', 'unpoison/raw', 'unpoison/its recovery'], rows);
}

export function* calls() {
	yield* ofModules();
	yield* ofCrates();
}
