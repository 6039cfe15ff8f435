// SPDX-License-Identifier: MIT OR Apache-2.0
// What --dump prints, read again; and real modules to look into.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { FLAVOURS, exnrefWat, flavourFile, wat } from './fixtures.mjs';
import { ROOT, freshDir, runOk, runTool } from './tool.mjs';

/** Runs the tool, which must succeed and warn of nothing; returns stdout. */
export function dump(format, file, flags = [], options = {}) {
	const run = runTool([`--dump=${format}`, ...flags, file], options);
	assert.equal(run.signal, null);
	assert.equal(run.status, 0, run.stderr);
	assert.equal(run.stderr, '');
	return run.stdout;
}

export const dumpJson = (file, flags) => JSON.parse(dump('json', file, flags));

/* ---- modules ---- */

function npm(file) {
	const found = path.join(ROOT, 'tests/node/node_modules', file);
	if (!fs.existsSync(found))
		throw new Error(`no ${found}; run npm ci in tests/node`);
	return found;
}

/** What clang makes of files of testdata/clang. */
function clang(language) {
	const file = path.join(freshDir('clang'), 'cart.wasm');
	runOk(path.join(ROOT, 'testdata/clang/build'), [language, file]);
	return file;
}

const PACKAGES = [
	['emscripten', npm('argon2-browser/dist/argon2.wasm')],
	['tinygo', npm('@wasm-fmt/gofmt/gofmt.wasm')],
	['walrus', npm('source-map/lib/mappings.wasm')],
];

/** Real modules, as cargo, clang and packages of npm have them: [name, file]. */
export const REAL = [
	...FLAVOURS.map(({ name }) => [`cargo-${name}`, flavourFile(name)]),
	['clang-c', clang('c')],
	['clang-cxx', clang('cxx')],
	...PACKAGES,
];

/** The like, but always the same bytes: those that are kept (testdata/dump/make). */
export const KEPT = [
	...fs.readdirSync(path.join(ROOT, 'testdata/dump')).filter((file) => file.endsWith('.wasm'))
		.sort().map((file) => [path.basename(file, '.wasm'), path.join(ROOT, 'testdata/dump', file)]),
	...PACKAGES,
];

/** Those of testdata/wat. */
export const WATS = fs.readdirSync(path.join(ROOT, 'testdata/wat')).sort().map((file) => {
	const name = path.basename(file, '.wat');
	return name.endsWith('.exnref') ? [name, exnrefWat(path.basename(name, '.exnref'))]
		: [name, wat(name)];
});

/* ---- the text ---- */

/** The parts of the text: {summary: {Label: value}, Heading: [line, …]}. */
export function textParts(text) {
	const [summary, ...parts] = text.replace(/\n$/, '').split('\n\n');
	const facts = summary.split('\n').map((line) => [line.slice(0, 11).trimEnd(), line.slice(11)]);
	return { summary: Object.fromEntries(facts), ...Object.fromEntries(parts.map((part) => {
		const [heading, ...lines] = part.split('\n');
		return [heading, lines];
	})) };
}

/** The rows of a table by its titles; no cell is empty or has two spaces in it. */
export function tableRows([titles, ...lines] = ['']) {
	const cells = (line) => line.trim().split(/ {2,}/);
	const names = cells(titles);
	return lines.filter((line) => !line.startsWith('  … ')).map((line) => {
		const row = cells(line);
		assert.equal(row.length, names.length, line);
		return Object.fromEntries(names.map((name, i) => [name, row[i]]));
	});
}

/** How a name stands in the text. */
export const shown = (name) => name.replace(
	/[\0-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu,
	(c) => ({ '\n': '\\n', '\r': '\\r', '\t': '\\t' })[c] ?? `\\u{${c.codePointAt(0).toString(16)}}`);

/** Whether @shown is @whole, or was cut in the middle of it. */
export function isCut(shown, whole) {
	const [head, tail, ...more] = shown.split('…');
	return tail === undefined ? shown === whole
		: more.length === 0 && whole.startsWith(head) && whole.endsWith(tail);
}
