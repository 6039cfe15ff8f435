#!/usr/bin/env node
// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Builds the crates of the suite, makes packages of them with the CLI of
// wasm-bindgen and with unpoison, and runs the same tests on both. README.md
// says how it is used.

import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { exists, generate, generatorNames, suite, takeTool } from './lib/generate.mjs';
import { pool } from './lib/pool.mjs';
import { runTest } from './lib/run-test.mjs';
import { sizes } from './lib/sizes.mjs';
import { resultTable } from './lib/table.mjs';
import { targets } from './lib/targets.mjs';
import { compareTypes } from './lib/types.mjs';

const USAGE = `usage: run.mjs [--only CRATE[,CRATE...]] [--target T[,T...]]
               [--generator real|ours] [--flavour abort|legacy|exnref]
               [--version 0.2.130|0.2.121|0.2.108] [--recovery] [--no-build]
               [--keep] [--jobs N] [--timeout MS] [--json FILE] [--types | --sizes] [-v]`;

function options() {
	const text = { type: 'string' }, flag = { type: 'boolean', default: false };
	const { values } = parseArgs({
		options: {
			only: { ...text, multiple: true },
			target: { ...text, multiple: true },
			generator: { ...text, multiple: true },
			flavour: { ...text, default: 'abort' },
			version: { ...text, default: '0.2.130' },
			recovery: flag,
			'no-build': flag,
			keep: flag,
			jobs: { ...text, default: String(availableParallelism()) },
			timeout: { ...text, default: '60000' },
			json: text,
			types: flag,
			sizes: flag,
			verbose: { ...flag, short: 'v' },
			help: { ...flag, short: 'h' },
		},
	});
	if (values.help) {
		console.log(USAGE);
		process.exit(0);
	}
	return {
		...values,
		only: list(values.only),
		targets: known(list(values.target), Object.keys(targets), 'target') ??
			Object.keys(targets).filter((t) => targets[t].inDefault),
		generators: known(list(values.generator), generatorNames, 'generator') ?? generatorNames,
	};
}

const list = (values) => values?.flatMap((value) => value.split(','));

function known(values, all, what) {
	const unknown = values?.find((value) => !all.includes(value));
	if (unknown !== undefined)
		throw new Error(`unknown ${what}: ${unknown} (known: ${all.join(', ')})`);
	return values;
}

// The folder with the modules; cargo says what it does on standard error.
function modulesOf({ version, flavour, only, ...o }) {
	if (o['no-build'])
		return join(suiteCache(), `modules-${version}-${flavour}`);
	const args = [version, flavour, ...(only ?? [])];
	return execFileSync(join(suite, 'build'), args, { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' }).trim();
}

function suiteCache() {
	const base = process.env.UNPOISON_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(process.env.HOME, '.cache'), 'unpoison');
	return join(base, 'bindgen-suite');
}

// The crates of the workspace: all, or those that it names.
async function members(version) {
	const text = await readFile(join(suite, 'workspaces', `${version}.toml`), 'utf8');
	const named = [...text.matchAll(/"crates\/(\w+)"/g)].map(([, name]) => name);
	return named.length > 0 ? named.sort() : (await readdir(join(suite, 'crates'))).sort();
}

/* What is known of the crates: their modules, and the suite.json of some. */
async function cratesOf(o, modules) {
	const all = await members(o.version);
	known(o.only, all, 'crate');
	return Promise.all((o.only ?? all).map(async (name) => {
		const dir = join(suite, 'crates', name), module = join(modules, `${name}.wasm`);
		const file = join(dir, 'suite.json');
		const config = (await exists(file)) ? JSON.parse(await readFile(file, 'utf8')) : {};
		if (!config.skip?.[o.flavour] && !(await exists(module)))
			throw new Error(`${module} is not there`);
		const source = await readFile(join(dir, 'src/lib.rs'), 'utf8');
		return { name, dir, module, config, importsModules: /\b(inline_js|module|raw_module) = "/.test(source) };
	}));
}

// skip: {"target": "reason"}; or of a flavour, or "version/generator", or
// "version/flavour/generator", for what is wrong with one of them.
function skipped({ config: { skip = {} }, importsModules }, { target, generator, flavour, version }) {
	if (target === 'no-modules' && importsModules)
		return 'there are no modules to import';
	return skip[target] ?? skip[flavour] ?? skip[`${version}/${generator}`] ??
		skip[`${version}/${flavour}/${generator}`];
}

async function one(o, work, crate, target, generator) {
	const result = { crate: crate.name, target, generator };
	const reason = skipped(crate, { target, generator, flavour: o.flavour, version: o.version });
	if (reason)
		return { ...result, status: 'skipped', message: reason };
	const dir = join(work, generator, crate.name, target);
	const made = await generate({
		generator,
		module: crate.module,
		target: targets[target],
		name: crate.name,
		dir,
		version: o.version,
		flags: crate.config.flags,
		recovery: o.recovery,
	});
	if (!made.ok)
		return { ...result, status: 'failed', message: made.message };
	const job = { target, generator, dir, name: crate.name, version: o.version, flavour: o.flavour, test: join(crate.dir, 'test.mjs') };
	const env = { DENO_DIR: join(work, 'deno') };
	const { host } = targets[target];
	const flags = host === 'node' ? crate.config.node : [];
	const ran = await runTest(job, { host, timeout: Number(o.timeout), env, flags });
	return { ...result, status: ran.ok ? 'passed' : 'failed', message: ran.message };
}

async function behaviour(o, work, crates) {
	const tasks = crates.flatMap((crate) =>
		o.targets.flatMap((target) => o.generators.map((generator) => () => one(o, work, crate, target, generator))));
	const results = await pool(Number(o.jobs), tasks);
	const failed = results.filter((r) => r.status === 'failed');
	printFailures(failed, o.verbose);
	for (const s of results.filter((r) => r.status === 'skipped' && o.verbose))
		console.log(`skipped ${s.crate} ${s.target} ${s.generator}: ${s.message}`);
	console.log(resultTable(results, crates.map((c) => c.name), o.targets, o.generators));
	console.log();
	for (const generator of o.generators)
		console.log(`${generator}: ${count(results, generator, 'passed')} passed, ${count(results, generator, 'failed')} failed, ${count(results, generator, 'skipped')} skipped`);
	return { results, failed: failed.length };
}

// What fails alike on several targets is said once.
function printFailures(failed, verbose) {
	const lines = verbose ? Infinity : 14;
	const groups = Map.groupBy(failed, (f) => `${f.crate} ${f.generator} ${f.message.split('\n').slice(0, 14).filter((line) => !line.includes('/')).join('\n')}`);
	for (const group of groups.values()) {
		const [{ crate, generator, message }] = group;
		console.log(`FAIL ${crate} ${generator} (${group.map((f) => f.target).join(', ')})`);
		console.log(message.split('\n').slice(0, lines).join('\n').replace(/^/gm, '    ') + '\n');
	}
}

const count = (results, generator, status) => results.filter((r) => r.generator === generator && r.status === status).length;

async function main() {
	const o = options();
	const crates = await cratesOf(o, modulesOf(o));
	const work = await mkdtemp(join(tmpdir(), 'bindgen-suite-'));
	await takeTool(work);
	try {
		const mode = o.sizes ? sizes : o.types ? compareTypes : behaviour;
		const { failed, ...report } = await mode(o, work, crates);
		if (o.json)
			await writeFile(o.json, JSON.stringify({ version: o.version, flavour: o.flavour, ...report }, null, '\t') + '\n');
		if (o.keep)
			console.log(`generated packages: ${work}`);
		process.exitCode = failed > 0 ? 1 : 0;
	} finally {
		if (!o.keep)
			await rm(work, { recursive: true, force: true });
	}
}

main().catch((error) => {
	console.error(`run.mjs: ${error.message}`);
	process.exitCode = 2;
});
