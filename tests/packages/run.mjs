#!/usr/bin/env node
// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Puts packages of the npm registry to use, as they are and with modules that unpoison
// rewrote for their own JavaScript, and compares. README.md says how it is used.

import { existsSync, rmSync } from 'node:fs';
import { copyFile, mkdtemp, stat, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { describeAll } from './lib/describe.mjs';
import * as judge from './lib/judge.mjs';
import { here, tool } from './lib/paths.mjs';
import { modes, modulesOf, play, rewritten } from './lib/play.mjs';
import { readmeProblems, updateReadme } from './lib/readme.mjs';

const USAGE = `usage: run.mjs [--all] [--mode MODE[,MODE...]] [--untouched] [--json FILE] [--show] [--keep] [PACKAGE...]
       run.mjs --update-readme`;

function options() {
	const text = { type: 'string' }, flag = { type: 'boolean', default: false };
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: {
			all: flag,
			mode: text,
			untouched: flag,
			json: text,
			show: flag,
			keep: flag,
			'update-readme': flag,
			help: { ...flag, short: 'h' },
		},
	});
	if (values.help) {
		console.log(USAGE);
		process.exit(0);
	}
	const chosen = values.untouched ? [] : values.mode?.split(',') ?? Object.keys(modes);
	const unknown = chosen.find((mode) => !(mode in modes));
	if (unknown !== undefined)
		throw new Error(`unknown mode: ${unknown} (known: ${Object.keys(modes).join(', ')})`);
	return { ...values, modes: chosen, names: positionals };
}

function chosen(list, { all, names }) {
	const unknown = names.find((name) => !list.some((pkg) => pkg.name === name));
	if (unknown !== undefined)
		throw new Error(`unknown package: ${unknown} (known: ${list.map(({ name }) => name).join(', ')})`);
	return list.filter(({ name, large }) => names.length > 0 ? names.includes(name) : all || !large);
}

/* Which of the package's modules the tool refuses, and why, is known beforehand. */
function refusalProblems(refusals, expected) {
	if (expected === undefined)
		return refusals;
	if (refusals.length === 0)
		return [`nothing is refused, though it says: ${expected}`];
	return refusals.filter((text) => !text.includes(expected)).map((text) => `refused, but without '${expected}': ${text}`);
}

async function playMode(pkg, id, { runs, modules, copy, work }) {
	const mode = modes[id], started = Date.now();
	const { made, refusals, bytes } = await rewritten(copy, modules, join(work, pkg.name, id, 'modules'), mode);
	const problems = refusalProblems(refusals, pkg.refused ?? (mode.heals ? pkg.unhealable : undefined));
	if (problems.length === 0 && Object.keys(made).length > 0) {
		const found = await play(pkg.name, join(work, pkg.name, id), made, mode);
		problems.push(...judge.touched(runs, found, { made, mode, pkg }));
	}
	return { problems, bytes, ms: Date.now() - started };
}

/* Binaryen's optimizer takes seconds for a megabyte. */
const SLOW = 1.5e6;

const modesFor = (bytes, { modes: wanted, all, mode, names }) =>
	wanted.filter((id) => id !== 'optimized' || bytes <= SLOW || all || mode || names.length > 0);

/* [{mode, problems, ...}]; an error is a problem too. */
async function playPackage(pkg, o, context) {
	const results = [];
	const attempt = async (mode, action) => {
		const result = await action().catch((error) => ({ problems: [error.message] }));
		results.push({ mode, ...result });
		return result;
	};
	const dir = join(context.work, pkg.name, 'untouched');
	const { runs, problems } = await attempt('untouched', async () => {
		const runs = [await play(pkg.name, dir), await play(pkg.name, `${dir}-again`)];
		return { runs, problems: judge.untouched(...runs, pkg) };
	});
	if (o.show && runs)
		console.log(runs[0].first.lines.join('\n'));
	if (problems.length > 0)
		return results;
	const modules = await modulesOf(dir);
	const sizes = await Promise.all(Object.values(modules).map(async (file) => (await stat(file)).size));
	const bytes = sizes.reduce((sum, size) => sum + size, 0);
	Object.assign(results[0], { bytes, lines: runs[0].first.lines.length });
	for (const mode of modesFor(bytes, o))
		await attempt(mode, () => playMode(pkg, mode, { ...context, runs, modules }));
	return results;
}

const percent = (bytes, of) => `${bytes >= of ? '+' : ''}${(100 * (bytes / of - 1)).toFixed(1)}%`;

/* What can be said of the package, in a few words. */
function ending({ kill, refused, unhealable, stale }) {
	const heals = unhealable ? 'heal is refused' : stale ? 'does not heal' : 'heals';
	return refused ? 'is refused' : kill ? `dies, ${heals}` : '';
}

function report(pkg, results) {
	const [{ bytes, lines = 0 }, ...others] = results;
	const bad = results.filter(({ problems }) => problems.length > 0);
	const sizes = others.filter((result) => result.bytes).map((result) => percent(result.bytes, bytes).padStart(7)).join('');
	console.log(`${bad.length ? 'FAIL' : 'ok  '}  ${pkg.name.padEnd(16)}${String(lines).padStart(4)} results ` +
		`${((bytes ?? 0) / 1024).toFixed(0).padStart(6)} kB${sizes}  ${ending(pkg)}`);
	for (const { mode, problems } of bad)
		console.log(problems.map((problem) => `${mode}: ${problem}`).join('\n').replace(/^/gm, '      '));
}

async function playAll(list, o, context) {
	const seen = [];
	const rest = list.values();
	const worker = async () => {
		for (const pkg of rest) {
			const results = await playPackage(pkg, o, context);
			report(pkg, results);
			seen.push({ pkg, results });
		}
	};
	await Promise.all(Array.from({ length: availableParallelism() }, worker));
	return seen;
}

/* What scripts/tally.py adds up. */
const tallied = (seen) => seen.flatMap(({ pkg, results }) => results.map(({ mode, problems, bytes, lines }) => ({
	crate: pkg.name, target: mode, status: problems.length > 0 ? 'failed' : 'passed', bytes, lines,
	message: problems.length > 0 ? problems.join('\n') : undefined,
})));

/* A folder that is gone when the run is over, however it ends. */
async function workFolder({ keep }) {
	const work = await mkdtemp(join(tmpdir(), 'unpoison-packages-'));
	if (keep)
		console.log(`modules and results: ${work}`);
	else
		process.on('exit', () => rmSync(work, { recursive: true, force: true, maxRetries: 5 }));
	return work;
}

async function checkReadme(known) {
	const problems = await readmeProblems(known);
	for (const problem of problems)
		console.log(`FAIL  README.md: ${problem}`);
	return { pkg: { name: 'README.md' }, results: [{ mode: 'tables', problems }] };
}

async function main() {
	const o = options();
	const known = await describeAll();
	if (o['update-readme'])
		return updateReadme(known);
	if (!existsSync(join(here, 'node_modules')))
		throw new Error('the packages are not there: run tests/packages/setup');
	const work = await workFolder(o);
	const copy = join(work, 'unpoison');
	// A copy: somebody may build the tool anew meanwhile.
	if (o.modes.length > 0) {
		if (!existsSync(tool))
			throw new Error(`there is no ${tool}: build it, or set UP_TOOL`);
		await copyFile(tool, copy);
	}
	const seen = await playAll(chosen(known, o), o, { work, copy });
	if (o.names.length === 0)
		seen.push(await checkReadme(known));
	const results = tallied(seen);
	if (o.json)
		await writeFile(o.json, JSON.stringify({ results }, null, '\t') + '\n');
	const failed = results.filter(({ status }) => status === 'failed').length;
	console.log(`${results.length - failed} passed, ${failed} failed`);
	process.exitCode = failed > 0 ? 1 : 0;
}

main().catch((error) => {
	console.error(`run.mjs: ${error.stack}`);
	process.exit(2);
});
