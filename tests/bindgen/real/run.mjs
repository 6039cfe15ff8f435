#!/usr/bin/env node
// SPDX-License-Identifier: MIT OR Apache-2.0
// Published crates, built, bound by the CLI of wasm-bindgen and by unpoison, and
// used for what they are for: both packages have to return the same.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { realCli, top } from '../lib/generate.mjs';
import { buildPackage, packageCrate, packageDir, packageNames, work } from './lib/build.mjs';
import { compare, remarks, resultTable } from './lib/compare.mjs';

const USAGE = `usage: run.mjs [--cli-only] [--show] [--json FILE] [--skip PACKAGE]... [PACKAGE...]

  --cli-only   leave unpoison out
  --show       print what the CLI's packages return
  --json FILE  write the rows of the table
  --skip       leave this package out`;

const TARGETS = ['nodejs', 'web'];
const RUNS = 3;
const LIMIT = { encoding: 'utf8', timeout: 300_000, maxBuffer: 1 << 26 };

const ourTool = () => path.resolve(process.env.UP_TOOL ?? path.join(top, 'build/unpoison'));

function firstLine(text) {
	return text?.split('\n').find((line) => line.trim() !== '');
}

function said(done) {
	return firstLine(done.stderr) ?? String(done.error ?? done.signal ?? done.status);
}

// Writes a package to DIR some times over; says how long the tool takes, and how
// much it writes.
function generate(tool, wasm, target, dir, name) {
	const times = [];

	for (let i = 0; i < RUNS; i++) {
		fs.rmSync(dir, { recursive: true, force: true });
		fs.mkdirSync(dir, { recursive: true });

		const start = performance.now();
		const args = [wasm, '--target', target, '--out-dir', dir, '--out-name', name];
		const done = spawnSync(tool, args, LIMIT);

		if (done.status !== 0) return { error: said(done).replaceAll(`${wasm}: `, '') };
		times.push(performance.now() - start);
	}

	const size = (file) => fs.statSync(path.join(dir, file), { throwIfNoEntry: false })?.size;

	return {
		made: true,
		ms: Math.round(times.sort((a, b) => a - b)[RUNS >> 1]),
		glue: size(`${name}.js`),
		wasm: size(`${name}_bg.wasm`),
	};
}

// As a user of the package would; what the tool has written there stays.
function declareModule(file) {
	const written = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {};

	fs.writeFileSync(file, JSON.stringify({ ...written, type: 'module' }));
}

function use(target, dir, name) {
	const report = path.join(dir, 'report.json');
	const args = [
		path.join(import.meta.dirname, 'lib', 'child.mjs'),
		target,
		dir,
		name,
		path.join(packageDir(name), 'use.mjs'),
		report,
	];

	if (target === 'web') declareModule(path.join(dir, 'package.json'));

	const done = spawnSync(process.execPath, args, LIMIT);

	if (done.status !== 0 || !fs.existsSync(report)) return { error: said(done) };
	return JSON.parse(fs.readFileSync(report, 'utf8'));
}

function generateAndUse(tool, wasm, target, label, name) {
	const dir = path.join(work, 'packages', `${name}-${target}-${label}`);
	const made = generate(tool, wasm, target, dir, name);

	return made.error ? made : { ...made, ...use(target, dir, name) };
}

function runPackage(name, tools, show) {
	const row = { name, ...packageCrate(name), targets: {} };
	let wasm;

	try {
		wasm = buildPackage(name);
	} catch (error) {
		return { ...row, error: error.message };
	}

	row.wasm = fs.statSync(wasm).size;
	for (const target of TARGETS) {
		const real = generateAndUse(tools.real, wasm, target, 'cli', name);
		const ours =
			tools.ours && generateAndUse(tools.ours, wasm, target, 'unpoison', name);

		if (show && target === TARGETS[0])
			console.log(`${name}: ${real.result ?? real.error}`);
		row.targets[target] = { verdict: compare(real, ours), real, ours };
	}
	return row;
}

function main() {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: {
			'cli-only': { type: 'boolean' },
			show: { type: 'boolean' },
			json: { type: 'string' },
			skip: { type: 'string', multiple: true, default: [] },
			help: { type: 'boolean', short: 'h' },
		},
	});
	const unknown = [...positionals, ...values.skip].filter(
		(name) => !packageNames().includes(name),
	);

	if (values.help || unknown.length > 0) {
		console.error(
			unknown.length > 0 ? `no such package: ${unknown.join(', ')}` : USAGE,
		);
		return values.help ? 0 : 2;
	}

	const tools = {
		real: realCli('0.2.130'),
		ours: values['cli-only'] ? undefined : ourTool(),
	};

	if (!fs.existsSync(tools.real)) {
		console.error(`${tools.real} is not there: run tests/bindgen/setup`);
		return 2;
	}

	const names = (positionals.length > 0 ? positionals : packageNames()).filter(
		(name) => !values.skip.includes(name),
	);
	const rows = names.map((name) => runPackage(name, tools, values.show));
	const good = values['cli-only'] ? 'not compared' : 'equal';
	const passed = rows.filter(
		(row) =>
			!row.error &&
			TARGETS.every((target) => row.targets[target].verdict[0] === good),
	).length;

	const results = rows.flatMap((row) =>
		TARGETS.map((target) => ({
			...row,
			crate: names[rows.indexOf(row)],
			target,
			status:
				!row.error && row.targets[target].verdict[0] === good ? 'passed' : 'failed',
		})),
	);

	if (values.json) fs.writeFileSync(values.json, `${JSON.stringify({ results }, null, 2)}\n`);
	console.log([resultTable(rows, TARGETS), ...remarks(rows)].join('\n'));
	console.log(`${passed} passed, ${rows.length - passed} failed`);
	return passed === rows.length ? 0 : 1;
}

process.exitCode = main();
