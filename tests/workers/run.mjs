#!/usr/bin/env node
// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Makes Workers in all the ways that there are, runs them in workerd and asks them
// while they fail. README.md says more. The last line is `N passed, M failed`.

import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { build } from './lib/build.mjs';
import { checks } from './lib/checks.mjs';
import { checkSetup } from './lib/paths.mjs';
import { table } from './lib/table.mjs';
import { variants } from './lib/variants.mjs';
import { serve } from './lib/workerd.mjs';

const USAGE = `usage: run.mjs [--only WORKER[,WORKER...]] [--generator real|ours]
               [--check NAME[,NAME...]] [--log] [--json FILE]
workers: ${Object.keys(variants).join(', ')}
checks: ${Object.keys(checks).join(', ')}`;

function options() {
	const text = { type: 'string' }, flag = { type: 'boolean', default: false };
	const { values } = parseArgs({
		options: { only: text, generator: text, check: text, json: text, log: flag, help: { ...flag, short: 'h' } },
	});
	if (values.help) {
		console.log(USAGE);
		process.exit(0);
	}
	return {
		...values,
		workers: known(values.only, Object.keys(variants)),
		checks: known(values.check, Object.keys(checks)),
		generators: known(values.generator, ['real', 'ours']),
	};
}

function known(value, all) {
	const list = value?.split(',') ?? all;
	const unknown = list.find((name) => !all.includes(name));
	if (unknown !== undefined)
		throw new Error(`unknown: ${unknown} (known: ${all.join(', ')})`);
	return list;
}

// The real CLI is there for comparison: of what holds of its Workers only the load
// is asked for, and that there are numbers at all.
function expected(generator, check, error, facts) {
	if (generator === 'ours')
		return error === undefined;
	return check !== 'load' || facts.load?.requests === 1000;
}

async function tryChecks(o, context, generator, name) {
	const results = [];
	for (const check of o.checks) {
		let error;
		try {
			await checks[check](context);
		} catch (thrown) {
			error = thrown;
		}
		const holds = expected(generator, check, error, context.facts);
		if (generator === 'ours' || check === 'load')
			results.push({ crate: name, target: check, generator, status: holds ? 'passed' : 'failed', message: error?.message });
	}
	return results;
}

/* {name, generator, facts, results} of one Worker. */
async function one(o, name, generator) {
	const variant = variants[name];
	const context = { variant, deadline: 5000, facts: {} };
	const failed = (error) => [{ crate: name, target: 'build', generator, status: 'failed', message: error.message }];
	let served;
	try {
		served = await serve(await build(generator, name, variant));
	} catch (error) {
		return { name, generator, facts: {}, results: failed(error) };
	}
	const results = await tryChecks(o, { ...context, ...served }, generator, name);
	await served.stop();
	if (o.log)
		console.log(served.said.all);
	return { name, generator, facts: context.facts, results };
}

function report(runs) {
	const results = runs.flatMap((run) => run.results);
	const failed = results.filter(({ status }) => status === 'failed');
	for (const { crate, target, generator, message } of failed)
		console.log(`FAIL ${crate} ${target} ${generator}\n${message.replace(/^/gm, '    ')}\n`);
	console.log(`${table(runs)}\n\n${results.length - failed.length} passed, ${failed.length} failed`);
	return { results, failed };
}

async function main() {
	const o = options();
	checkSetup();
	const runs = [];
	for (const name of o.workers) {
		const compared = o.only ? variants[name].made === 'worker-build' : variants[name].compared;
		for (const generator of o.generators.filter((g) => g === 'ours' || compared))
			runs.push(await one(o, name, generator));
	}
	const { results, failed } = report(runs);
	if (o.json)
		await writeFile(o.json, JSON.stringify({ results, runs: runs.map(({ name, generator, facts }) => ({ name, generator, facts })) }, null, '\t') + '\n');
	process.exit(failed.length > 0 ? 1 : 0);
}

main().catch((error) => {
	console.error(`run.mjs: ${error.message}`);
	process.exit(2);
});
