#!/usr/bin/env node
// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Plays the test scripts of the WebAssembly specification on the original and on the
// rewritten modules. README.md says how it is used.

import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { differences, engine, isAbout, known, outdated, refusals } from './expected.mjs';
import { modeOf } from './lib/modes.mjs';
import { here, tool, workFolder } from './lib/paths.mjs';
import { doAll } from './lib/pool.mjs';
import { isScript } from './lib/script.mjs';

const USAGE = `usage: spec.mjs [--modes MODE[,MODE...]] [--only TEXT] [--all] [--json FILE] [-v]`;

const MODES = ['standalone', 'heal', 'glue'];
const ALL = ['standalone', 'heal', 'glue', 'module', 'standalone+-O2', 'heal+-O2', 'glue+-O2', 'heal+-Oz',
	'standalone+--eh=exnref', 'heal+--eh=exnref', 'glue+--eh=exnref', 'module+--eh=exnref',
	'glue+--reset=reinstantiate', 'glue+--reset=none', 'standalone+--unwind=trust', 'module+--unwind=trust'];

function options() {
	const text = { type: 'string' }, flag = { type: 'boolean', default: false };
	const { values } = parseArgs({ options: {
		modes: text, only: text, json: text, all: flag,
		verbose: { ...flag, short: 'v' }, help: { ...flag, short: 'h' },
	} });
	if (values.help) {
		console.log(USAGE);
		process.exit(0);
	}
	const modes = values.modes?.split(',') ?? (values.all ? ALL : MODES);
	modes.forEach(modeOf);
	return { ...values, modes };
}

function scripts(suite, only) {
	return readdirSync(suite).sort().flatMap((folder) => readdirSync(join(suite, folder)).sort()
		.map((name) => ({ script: `${folder}/${name}`, dir: join(suite, folder, name) })))
		.filter(({ script, dir }) => isScript(dir) && (!only || script.includes(only)));
}

class Results {
	results = [];
	counts = { commands: 0, modules: 0, skipped: 0 };
	refused = new Map();
	used = new Set();

	#unknown(table, entries, script, mode) {
		return entries.filter(({ message }) => {
			const entry = known(table, { script, mode, message });
			this.used.add(entry);
			return !entry;
		});
	}

	/* One way in which a script was played. */
	add(script, { mode, done, skipped, failures, refusals: refused = [], engine: rejected = [] }) {
		this.counts.commands += done;
		this.counts.skipped += skipped;
		for (const { message } of refused) {
			const text = message.replace(/offset 0x[0-9a-f]+: /, '').split('\n')[0];
			this.refused.set(text, (this.refused.get(text) ?? 0) + 1);
		}
		const table = mode === 'script' ? outdated : differences;
		const bad = [
			...this.#unknown(table, failures, script, mode),
			...this.#unknown(refusals, refused, script, mode).map(({ line, message }) =>
				({ line, message: `the tool does not take it: ${message}` })),
			...this.#unknown(engine, rejected, script, mode).map(({ line, message }) =>
				({ line, message: `the engine does not take it: ${message}` })),
		].map(({ line, message }) => `line ${line}: ${message}`);
		const status = bad.length ? 'failed' : 'passed';
		this.results.push({ script, mode, status, message: bad.join('\n') });
		if (bad.length)
			console.log(`FAIL  ${script} ${mode}\n${bad.map((line) => `      ${line}`).join('\n')}`);
	}
}

/* A line of expected.mjs that nothing needed: what it says is not so any more. */
function addUnused(seen, { only, modes }) {
	if (only)
		return;
	for (const [name, table] of Object.entries({ refusals, differences, outdated, engine })) {
		for (const entry of table) {
			if (seen.used.has(entry) || !modes.some((mode) => isAbout(entry, mode)))
				continue;
			const message = `expected.mjs: no ${name} like ${entry.says}, in ${entry.in ?? entry.script ?? 'all'}`;
			console.log(`FAIL  ${message}`);
			seen.results.push({ script: 'expected.mjs', mode: String(entry.says), status: 'failed', message });
		}
	}
}

/* What scripts/tally.py adds up. */
const tallied = (results) => ({ results: results.map(({ script, mode, status, message }) =>
	({ crate: script, target: mode, status, message })) });

async function main() {
	const o = options();
	if (!existsSync(tool))
		throw new Error(`there is no ${tool}: build it, or set UP_TOOL`);
	const suite = execFileSync(join(here, 'setup'), { encoding: 'utf8' }).trim();
	// A copy: somebody may build the tool anew meanwhile.
	process.env.UP_SEMANTICS_TOOL = join(workFolder(), 'unpoison');
	copyFileSync(tool, process.env.UP_SEMANTICS_TOOL);
	const seen = new Results();
	const jobs = scripts(suite, o.only).map((job) => ({ ...job, modes: o.modes }));
	await doAll(join(here, 'lib/player.mjs'), jobs, ({ script }, { reports, error }) => {
		if (error)
			seen.add(script, { mode: 'all', done: 0, skipped: 0, failures: [{ line: 0, message: error }] });
		for (const report of reports ?? []) {
			seen.add(script, report);
			if (o.verbose)
				console.log(`ok    ${script} ${report.mode}: ${report.done} commands`);
		}
	});
	addUnused(seen, o);
	seen.results.sort((a, b) => `${a.script} ${a.mode}`.localeCompare(`${b.script} ${b.mode}`));
	if (o.json) {
		mkdirSync(dirname(o.json), { recursive: true });
		writeFileSync(o.json, JSON.stringify(tallied(seen.results), null, '\t') + '\n');
	}
	for (const [message, count] of [...seen.refused].sort((a, b) => b[1] - a[1]))
		console.log(`refused ${count}: ${message}`);
	const failed = seen.results.filter(({ status }) => status === 'failed').length;
	console.log(`${jobs.length} scripts, ${o.modes.length} modes: ${seen.counts.commands} commands, ` +
		`${seen.counts.skipped} of them without a module to run on`);
	console.log(`${seen.results.length - failed} passed, ${failed} failed`);
	process.exitCode = failed > 0 ? 1 : 0;
}

main().catch((error) => {
	console.error(`spec.mjs: ${error.stack}`);
	process.exit(2);
});
