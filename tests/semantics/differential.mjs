#!/usr/bin/env node
// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Compares modules that Binaryen makes of random bytes with what the tool makes of
// them. README.md says how it is used.

import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { fuzzed, known } from './expected.mjs';
import { modeOf } from './lib/modes.mjs';
import { here, root, tool, workFolder } from './lib/paths.mjs';
import { doAll } from './lib/pool.mjs';

const USAGE = 'usage: differential.mjs [FIRST-LAST] [--modes MODE[,MODE...]] [--minutes N] [--json FILE] [-v]';

const MODES = ['standalone', 'heal', 'glue', 'module'];
// Each seed has one of these besides.
const VARIANTS = ['heal+-O2', 'glue+-O2', 'module+--eh=exnref', 'heal+--eh=exnref', 'glue+--eh=exnref',
	'standalone+-Oz', 'module+--reset=none', 'glue+--reset=reinstantiate', 'glue+--eh=legacy',
	'module+--unwind=trust', 'standalone+-O3', 'glue+--unwind=trust', 'heal+--keep-debug', 'module+--unwind=never',
	'heal+-O1', 'heal+-O2+--eh=exnref'];

function options() {
	const text = { type: 'string' }, flag = { type: 'boolean', default: false };
	const { values, positionals } = parseArgs({ allowPositionals: true, options: {
		modes: text, minutes: text, json: text,
		verbose: { ...flag, short: 'v' }, help: { ...flag, short: 'h' },
	} });
	if (values.help) {
		console.log(USAGE);
		process.exit(0);
	}
	const [first, last = first] = (positionals[0] ?? '1-150').split('-').map(Number);
	if (!(first >= 0 && last >= first) || positionals.length > 1)
		throw new Error(USAGE);
	values.modes?.split(',').forEach(modeOf);
	return { ...values, first, last, modes: values.modes?.split(','), minutes: Number(values.minutes ?? 0) };
}

/* With --minutes, on and on behind the first. */
function *seeds({ first, last, minutes, modes }) {
	const end = Date.now() + minutes * 60_000;
	for (let seed = first; minutes ? Date.now() < end : seed <= last; seed++) {
		const variant = VARIANTS[Math.floor(seed / 8) % VARIANTS.length];
		yield { seed, modes: modes ?? [...MODES, variant] };
	}
}

class Results {
	results = [];
	calls = 0;
	refused = new Map();
	engine = new Map();

	#fail(seed, mode, message, file) {
		const command = `tests/semantics/differential.mjs ${seed} --modes ${mode}`;
		const kept = file ? `\n      the module: ${relative(root, file)}` : '';
		console.log(`FAIL  seed ${seed} ${mode}\n${message.replace(/^/gm, '      ')}\n      again: ${command}${kept}`);
		this.results.push({ seed, mode, status: 'failed', message });
	}

	add({ seed }, { reports = [], error, engine, file }) {
		if (error)
			this.#fail(seed, 'all', error, file);
		if (engine)
			this.engine.set(engine.replace(/\d+/g, 'N'), (this.engine.get(engine.replace(/\d+/g, 'N')) ?? 0) + 1);
		for (const { mode, failures, refusal, calls } of reports) {
			this.calls += calls;
			const unknown = failures.filter((message) => !known(fuzzed.differences, { mode, message, script: '' }));
			if (refusal && !known(fuzzed.refusals, { mode, message: refusal, script: '' }))
				unknown.push(`the tool does not take it: ${refusal}`);
			if (refusal)
				this.refused.set(refusal, (this.refused.get(refusal) ?? 0) + 1);
			if (unknown.length)
				this.#fail(seed, mode, unknown.join('\n'), file);
			else
				this.results.push({ seed, mode, status: 'passed' });
		}
	}
}

const tallied = (results) => ({ results: results.map(({ seed, mode, status, message }) =>
	({ crate: `seed ${seed}`, target: mode, status, message })) });

async function main() {
	const o = options();
	if (!existsSync(tool))
		throw new Error(`there is no ${tool}: build it, or set UP_TOOL`);
	process.env.UP_SEMANTICS_TOOL = join(workFolder(), 'unpoison');
	copyFileSync(tool, process.env.UP_SEMANTICS_TOOL);
	const seen = new Results();
	await doAll(join(here, 'lib/fuzzer.mjs'), seeds(o), (job, answer) => {
		seen.add(job, answer);
		if (o.verbose)
			console.log(`seed ${job.seed}: ${answer.reports?.reduce((sum, { calls }) => sum + calls, 0)} calls`);
	});
	if (o.json) {
		mkdirSync(dirname(o.json), { recursive: true });
		writeFileSync(o.json, JSON.stringify(tallied(seen.results), null, '\t') + '\n');
	}
	for (const [message, count] of seen.engine)
		console.log(`not for this engine, ${count}: ${message}`);
	for (const [message, count] of [...seen.refused].sort((a, b) => b[1] - a[1]))
		console.log(`refused ${count}: ${message}`);
	const failed = seen.results.filter(({ status }) => status === 'failed').length;
	console.log(`${new Set(seen.results.map(({ seed }) => seed)).size} modules, ${seen.calls} calls on both sides`);
	console.log(`${seen.results.length - failed} passed, ${failed} failed`);
	process.exitCode = failed > 0 ? 1 : 0;
}

main().catch((error) => {
	console.error(`differential.mjs: ${error.stack}`);
	process.exit(2);
});
