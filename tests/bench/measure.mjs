// SPDX-License-Identifier: MIT OR Apache-2.0
// Measures and prints a report: measure.mjs [PART...]; see README.md. Run it by
// scripts/bench.

import fs from 'node:fs';
import os from 'node:os';
import { TOOL, WASM_BINDGEN, WASM_OPT, inPackages, run } from './lib/tools.mjs';
import { bytes } from './parts/bytes.mjs';
import { calls } from './parts/calls.mjs';
import { growth } from './parts/growth.mjs';
import { recovery } from './parts/recovery.mjs';
import { throws } from './parts/throws.mjs';
import { tool } from './parts/tool.mjs';

const PARTS = { calls, recovery, throws, bytes, tool, growth };

const PACKAGES = ['harfbuzzjs', '@resvg/resvg-wasm', '@sqlite.org/sqlite-wasm', '@swc/wasm-web', '@ffmpeg/core',
	'z3-solver', 'esbuild'];

function versionOf(name) {
	const { version } = JSON.parse(fs.readFileSync(inPackages(name, 'package.json'), 'utf8'));
	return `${name} ${version}`;
}

function machine() {
	const [cpu] = os.cpus();
	const [ours, bindgen, opt] = [TOOL, WASM_BINDGEN, WASM_OPT].map((program) =>
		run(program, ['--version']).trim().split('\n').join(', '));
	return [
		`machine   ${os.cpus().length} x ${cpu.model.trim()}, ${os.arch()}, ` +
			`${Math.round(os.totalmem() / 2 ** 30)} GiB, ${os.type()} ${os.release()}`,
		`load      ${os.loadavg()[0].toFixed(2)} in the last minute; building what is measured is in it`,
		`versions  ${ours}; ${bindgen}; ${opt}; node ${process.versions.node}, V8 ${process.versions.v8}`,
		`packages  ${PACKAGES.map(versionOf).join(', ')}`,
		'figures   median (lower quartile..upper quartile); ratios are of neighbours in time',
		'',
	].join('\n');
}

const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(PARTS);
const unknown = chosen.find((part) => !(part in PARTS));
if (unknown !== undefined)
	throw new Error(`unknown part: ${unknown} (known: ${Object.keys(PARTS).join(', ')})`);
console.log(machine());
for (const part of chosen) {
	const start = performance.now();
	for await (const text of PARTS[part]())
		console.log(text);
	console.error(`measured: ${part}, in ${((performance.now() - start) / 1000).toFixed(0)} s`);
}
