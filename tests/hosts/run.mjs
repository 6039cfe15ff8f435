#!/usr/bin/env node
// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Plays the scenarios in every host, for every target and dialect of exceptions, and
// compares what was seen with matrix.mjs. README.md says how it is used.

import { existsSync, rmSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { combinations, dialects, flavours, hosts, ways } from './matrix.mjs';
import { packager } from './lib/packages.mjs';
import { output, tool } from './lib/paths.mjs';
import { serve } from './lib/server.mjs';
import { markdown, readmeProblem, updateReadme } from './lib/table.mjs';

const USAGE = `usage: run.mjs [--host HOST[,HOST...]] [--way WAY[,WAY...]] [--flavour FLAVOUR[,...]]
               [--json FILE] [--update-readme] [--keep] [-v]
       run.mjs --table`;

const RESULTS = join(output, 'results.json');

function options() {
	const text = { type: 'string' }, flag = { type: 'boolean', default: false };
	const { values } = parseArgs({
		options: {
			host: { ...text, multiple: true },
			way: { ...text, multiple: true },
			flavour: { ...text, multiple: true },
			json: text,
			table: flag,
			'update-readme': flag,
			keep: flag,
			verbose: { ...flag, short: 'v' },
			help: { ...flag, short: 'h' },
		},
	});
	if (values.help) {
		console.log(USAGE);
		process.exit(0);
	}
	const chosen = {
		host: known(values.host, Object.keys(hosts), 'host'),
		way: known(values.way, Object.keys(ways), 'way'),
		flavour: known(values.flavour, flavours, 'flavour'),
	};
	return { ...values, ...chosen, partial: Boolean(chosen.host ?? chosen.way ?? chosen.flavour) };
}

function known(values, all, what) {
	const list = values?.flatMap((value) => value.split(','));
	const unknown = list?.find((value) => !all.includes(value));
	if (unknown !== undefined)
		throw new Error(`unknown ${what}: ${unknown} (known: ${all.join(', ')})`);
	return list;
}

const shortened = (text) => text.trim().split('\n').slice(0, 20).join('\n');

/** What is to be said of a combination: {status, says, message, checks}. */
function judge({ refusal }, { checks, error }) {
	if (refusal && error !== undefined) {
		const found = refusal.exec(error);
		return found ? { status: 'passed', says: found[1] ?? found[0] }
			: { status: 'failed', message: `it is refused, but without ${refusal}\n${shortened(error)}` };
	}
	if (refusal)
		return { status: 'failed', message: 'it runs, though matrix.mjs says that it does not' };
	if (error !== undefined)
		return { status: 'failed', message: shortened(error) };
	const bad = checks.filter(({ ok }) => !ok);
	if (bad.length === 0 && checks.length > 0)
		return { status: 'passed', checks };
	const lines = bad.map(({ name, detail }) => `${name}: ${shortened(detail)}`);
	return { status: 'failed', message: lines.join('\n') || 'there was no check', checks };
}

function report({ host, way, flavour }, { status, says, message, checks }, version) {
	const what = [hosts[host].name, version, way, dialects[flavour]].join(' ').padEnd(48);
	if (status === 'failed')
		console.log(`FAIL  ${what}\n${message.replace(/^/gm, '      ')}`);
	else if (says !== undefined)
		console.log(`ok    ${what} refused: ${says}`);
	else
		console.log(`ok    ${what} ${checks.length} checks`);
}

const drivers = {
	browser: './lib/browser.mjs',
	workerd: './lib/workerd.mjs',
	node: './lib/node-like.mjs',
	deno: './lib/node-like.mjs',
	bun: './lib/node-like.mjs',
};

/* Plays one by one, as many at a time as there are processors. */
async function playEach(driver, list, pack, tell) {
	const rest = list.values();
	const worker = async () => {
		for (const combination of rest) {
			const play = async () => driver.play(combination, await pack(combination));
			tell(combination, await play().catch((error) => ({ error: error.stack })));
		}
	};
	await Promise.all(Array.from({ length: availableParallelism() }, worker));
}

/* All of one host; `seen` takes it down. */
async function playHost(id, list, context, seen) {
	let driver;
	const tell = (combination, result) => {
		const { version } = driver ?? { version: '?' };
		const { host, way, target, kind, flavour } = combination;
		const verdict = judge(combination, result);
		report(combination, verdict, version);
		seen.results.push({ host, way, target, kind, flavour, ...verdict });
	};
	const { name, kind, pinned = false } = hosts[id];
	seen.hosts[id] = { name, kind, pinned, version: '?' };
	try {
		const { open } = await import(drivers[kind]);
		driver = await open(hosts[id], { id, ...context });
		seen.hosts[id].version = driver.version;
	} catch (error) {
		for (const combination of list)
			tell(combination, { error: `${name} does not start: ${error.stack}` });
		return;
	}
	try {
		if (driver.playAll)
			await driver.playAll(list, context.pack, tell);
		else
			await playEach(driver, list, context.pack, tell);
	} finally {
		await driver.stop();
	}
}

/* The browsers, which mostly wait, beside each other and beside all the rest. */
async function playAll(list, context) {
	const seen = { hosts: {}, results: [] };
	const byHost = Map.groupBy(list, ({ host }) => host);
	const isBrowser = ([id]) => hosts[id].kind === 'browser';
	const lane = async (entries) => {
		for (const [id, some] of entries)
			await playHost(id, some, context, seen);
	};
	const all = [...byHost];
	await Promise.all([lane(all.filter((entry) => !isBrowser(entry))),
		...all.filter(isBrowser).map((entry) => lane([entry]))]);
	const place = new Map(list.map(({ host, way, flavour }, i) => [`${host} ${way} ${flavour}`, i]));
	const at = ({ host, way, flavour }) => place.get(`${host} ${way} ${flavour}`);
	seen.results.sort((a, b) => at(a) - at(b));
	return seen;
}

/* What scripts/tally.py adds up. */
const tallied = (results) => ({
	results: results.map(({ host, way, flavour, status, message }) =>
		({ crate: flavour, target: way, generator: host, status, message })),
});

async function play(o, work) {
	// A copy: somebody may build the tool anew meanwhile.
	if (!existsSync(tool))
		throw new Error(`there is no ${tool}: build it, or set UP_TOOL`);
	const copy = join(work, 'unpoison');
	await copyFile(tool, copy);
	const plans = new Map();
	const server = await serve(work, plans);
	const of = (wanted, value) => !wanted || wanted.includes(value);
	const list = combinations().filter(({ host, way, flavour }) =>
		of(o.host, host) && of(o.way, way) && of(o.flavour, flavour));
	try {
		return await playAll(list, { work, server, plans, pack: packager(copy, work) });
	} finally {
		server.close();
	}
}

/* The table, and its copy in the README. Returns a result that stands for it. */
async function tables(o, seen) {
	const table = markdown(seen);
	await writeFile(join(output, 'table.md'), table);
	const name = { host: 'README.md', way: 'table', flavour: 'all' };
	try {
		if (o['update-readme'])
			await updateReadme(table);
		const message = await readmeProblem(table);
		return { ...name, status: message ? 'failed' : 'passed', message };
	} catch (error) {
		return { ...name, status: 'failed', message: error.message };
	}
}

/* A folder that is gone when the run is over, however it ends. */
async function workFolder({ keep }) {
	const work = await mkdtemp(join(tmpdir(), 'unpoison-hosts-'));
	if (keep)
		console.log(`packages: ${work}`);
	else
		process.on('exit', () => rmSync(work, { recursive: true, force: true, maxRetries: 5 }));
	return work;
}

async function main() {
	const o = options();
	if (o.table) {
		process.stdout.write(markdown(JSON.parse(await readFile(RESULTS, 'utf8'))));
		return;
	}
	await mkdir(output, { recursive: true });
	const seen = await play(o, await workFolder(o));
	const all = [...seen.results];
	if (!o.partial) {
		await writeFile(RESULTS, JSON.stringify(seen, null, '\t') + '\n');
		all.push(await tables(o, seen));
		if (all.at(-1).message)
			console.log(`FAIL  ${all.at(-1).message}`);
	}
	if (o.json)
		await writeFile(o.json, JSON.stringify(tallied(all), null, '\t') + '\n');
	const failed = all.filter(({ status }) => status === 'failed').length;
	console.log(`${all.length - failed} passed, ${failed} failed`);
	process.exitCode = failed > 0 ? 1 : 0;
}

main().catch((error) => {
	console.error(`run.mjs: ${error.stack}`);
	process.exit(2);
});
