// SPDX-License-Identifier: MIT OR Apache-2.0
// From a throw to JavaScript's catch; and what rewriting costs those who do real work.

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { makePackages } from '../lib/crates.mjs';
import { ratios, spread, summary, table, times } from '../lib/stats.mjs';
import { TOOL, assemble, child, inTurn, inWork, rewrite, run, turns } from '../lib/tools.mjs';

const HERE = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const SUITE = path.join(path.dirname(HERE), 'packages');

const thrown = (what, variant) => () => Number(child('throws.mjs', [what, variant])) / 1000;

function* ofModule() {
	rewrite(assemble('calls-unwind'), 'calls-unwind', []);
	const { original, glue } = inTurn({
		original: thrown('module', 'original'),
		glue: thrown('module', 'glue'),
	}, turns(5));
	yield table('An exception of C++ until it is caught in JavaScript, microseconds',
		['', 'original', 'unpoison', 'ratio'],
		[['throw', spread(summary(original)), spread(summary(glue)), times(ratios(glue, original))]]);
}

function* ofCrates() {
	const rows = [];
	for (const flavour of ['exnref', 'legacy']) {
		makePackages(flavour);
		const { bindgen, guarded, ours } = inTurn({
			bindgen: thrown(flavour, 'bindgen'),
			guarded: thrown(flavour, 'guarded'),
			ours: thrown(flavour, 'ours'),
		}, turns(5));
		rows.push([`panic!, ${flavour}`, ...[bindgen, guarded, ours].map((values) => spread(summary(values))),
			times(ratios(ours, guarded))]);
	}
	yield table('A panic of a crate until it is caught in JavaScript, microseconds',
		['', 'wasm-bindgen', 'its recovery', 'unpoison', 'unpoison/its recovery'], rows);
}

const WORKLOADS = {
	hash: 'hash-wasm (C)',
	resvg: 'resvg (Rust)',
	sqljs: 'sql.js (C, calls JavaScript)',
	graphviz: 'graphviz (C++, unwinds)',
	automerge: 'automerge (Rust, unwinds)',
};

/** Milliseconds for a use of a package; `modules` take the place of its own. Without, it is used once. */
function used(name, seen, modules) {
	const imports = [path.join(HERE, 'children/clock.mjs'), path.join(SUITE, 'lib/preload.mjs')];
	const env = { ...process.env, UNPOISON_PACKAGES: JSON.stringify({ modules, seen }) };
	const use = pathToFileURL(path.join(SUITE, 'use', `${name}.mjs`)).href;
	const compiled = path.join(seen, 'compiled');
	fs.rmSync(compiled, { force: true });
	const ms = Number(child('workload.mjs', modules ? [use] : [use, 'once'],
		['--no-warnings', ...imports.map((file) => `--import=${pathToFileURL(file).href}`)], { env, cwd: SUITE }));
	const what = modules && Object.keys(modules).length > 0 ? 'replaced' : 'original';
	if (!fs.readFileSync(compiled, 'utf8').trim().split('\n').every((line) => line.endsWith(` ${what}`)))
		throw new Error(`${name} did not run with ${what} modules alone`);
	return ms;
}

/** A package uses its modules once, so that they are there; then they are rewritten. */
function rewrittenModules(name, seen) {
	fs.mkdirSync(seen, { recursive: true });
	used(name, seen);
	const modules = {};
	for (const file of fs.readdirSync(seen).filter((one) => one.endsWith('.wasm'))) {
		const output = path.join(seen, `rewritten-${file}`);
		run(TOOL, ['-q', '--standalone', '-o', output, path.join(seen, file)]);
		modules[path.basename(file, '.wasm')] = output;
	}
	return modules;
}

function* ofPackages() {
	const rows = [];
	for (const [name, label] of Object.entries(WORKLOADS)) {
		const seen = inWork('workloads', name);
		const modules = rewrittenModules(name, seen);
		const { original, rewritten } = inTurn({
			original: () => used(name, seen, {}),
			rewritten: () => used(name, seen, modules),
		}, turns(3));
		rows.push([label, spread(summary(original)), spread(summary(rewritten)), times(ratios(rewritten, original))]);
	}
	yield table('Packages at work by their own JavaScript, milliseconds for all that tests/packages does with them',
		['', 'original', '--standalone', 'ratio'], rows);
}

export function* throws() {
	yield* ofModule();
	yield* ofCrates();
	yield* ofPackages();
}
