// SPDX-License-Identifier: MIT OR Apache-2.0
// Loads one generated package and uses it:
//
//     node child.mjs nodejs|web DIR NAME USE.mjs REPORT.json
//
// Chance and time are the same in every run, so that what two packages return can
// be compared. What the package writes to the console belongs to the result.

import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { surface, text } from './canonical.mjs';

const [target, dir, name, use, report] = process.argv.slice(2);
const require = createRequire(import.meta.url);

function fixRandom() {
	let state = 0x9e3779b9;
	const next = () => {
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		return state >>> 0;
	};
	const fill = (view) => {
		const data = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);

		for (let i = 0; i < data.length; i++) data[i] = next() >>> 24;
		return view;
	};

	Math.random = () => next() / 2 ** 32;
	Object.defineProperty(globalThis.crypto, 'getRandomValues', { value: fill });
	require('node:crypto').randomFillSync = fill;
}

function fixTime() {
	const now = Date.UTC(2024, 1, 29, 12, 34, 56);

	Date.now = () => now;
	performance.now = () => 1000;
}

function recordConsole() {
	const lines = [];

	for (const level of ['debug', 'log', 'info', 'warn', 'error'])
		console[level] = (...args) => lines.push(`${level}: ${args.map(String).join(' ')}`);
	return lines;
}

async function load() {
	const file = path.join(dir, `${name}.js`);

	if (target === 'nodejs') return require(file);

	const module = await import(pathToFileURL(file));

	await module.default({
		module_or_path: fs.readFileSync(path.join(dir, `${name}_bg.wasm`)),
	});
	return module;
}

// Where in the test it was: the frames of the package are the tool's own affair.
function failure(error, lines) {
	const at = /[^/]*use\.mjs:\d+:\d+/.exec(error?.stack ?? '');
	const said =
		lines.length > 0 ? ` (${lines.at(-1).replace(/\s+/g, ' ').slice(0, 200)})` : '';

	return `${text(error).split('\n')[0]}${at ? ` at ${at}` : ''}${said}`;
}

async function run(lines) {
	const module = await load();
	const { default: useOf } = await import(pathToFileURL(use));

	return {
		result: text({ result: await useOf(module), console: lines }),
		surface: surface(module),
	};
}

Error.stackTraceLimit = 100;
fixRandom();
fixTime();

const lines = recordConsole();
const outcome = await run(lines).catch((error) => ({ error: failure(error, lines) }));

fs.writeFileSync(report, JSON.stringify(outcome));
