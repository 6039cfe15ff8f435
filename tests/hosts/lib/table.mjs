// SPDX-License-Identifier: MIT OR Apache-2.0
// The table host × target × dialect, of what a run has seen, and its copy in the
// README of the project.

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dialects, hosts, ways } from '../matrix.mjs';
import { root } from './paths.mjs';

const README = join(root, 'README.md');
const BEGIN = '<!-- hosts -->', END = '<!-- /hosts -->';

const major = (version) => version.split('.')[0];

/* Workerd has dates instead of versions. */
const title = ({ name, kind, version }) => (kind === 'workerd' ? name : `${name} ${major(version)}`);

/** Numbers what hosts say, in the order in which it comes up. */
class Notes {
	#texts = [];

	number(text) {
		if (!this.#texts.includes(text))
			this.#texts.push(text);
		return this.#texts.indexOf(text) + 1;
	}

	lines() {
		return this.#texts.map((text, i) => `${i + 1}. \`${text}\``);
	}
}

/* What stands in a cell for results of the dialects. */
function cell(results, notes) {
	if (results.length === 0)
		return '–';
	if (results.some(({ status }) => status === 'failed'))
		return 'FAILED';
	const refused = results.filter(({ says }) => says !== undefined);
	if (refused.length === 0)
		return 'yes';
	const reasons = [...new Set(refused.map(({ says }) => notes.number(says)))].map((n) => `[${n}]`).join('');
	if (refused.length === results.length)
		return `no ${reasons}`;
	return `yes; ${refused.map(({ flavour }) => dialects[flavour]).join(', ')}: no ${reasons}`;
}

/** Markdown. `seen` is what results.json has: {hosts, results}. */
export function markdown(seen) {
	const notes = new Notes();
	const ids = Object.keys(hosts);
	const row = (cells) => `| ${cells.join(' | ')} |`;
	const lines = Object.entries(ways).map(([way, { target, by, kind }]) => row([
		kind === 'crate' ? 'a crate with `#[wasm_bindgen]`' : `\`${target}\``, by,
		...ids.map((id) => cell(seen.results.filter((r) => r.host === id && r.way === way), notes)),
	]));
	return [
		row(['target', 'loaded by', ...ids.map((id) => title(seen.hosts[id]))]),
		row(['---', '---', ...ids.map(() => '---')]),
		...lines,
		'',
		'`yes`: modules without exceptions, with legacy ones and with exnref. `no`: what the host says.',
		'`–`: that is not what the target is for.',
		'',
		...notes.lines(),
	].join('\n') + '\n';
}

/* Debian's browsers move on without us. */
const settled = (text) => Object.values(hosts).filter(({ pinned }) => !pinned)
	.reduce((all, { name }) => all.replace(new RegExp(`${name} \\d+`, 'g'), name), text);

async function parts() {
	const text = await readFile(README, 'utf8');
	const begin = text.indexOf(BEGIN), end = text.indexOf(END);
	if (begin < 0 || end < begin)
		throw new Error(`README.md has no place for the table: ${BEGIN} ... ${END}`);
	return [text.slice(0, begin + BEGIN.length), text.slice(begin + BEGIN.length, end), text.slice(end)];
}

/** Undefined, or what is wrong with the copy. */
export async function readmeProblem(table) {
	const [, copy] = await parts();
	if (settled(copy).trim() === settled(table).trim())
		return undefined;
	return 'the table in README.md is not what was seen; tests/hosts/run.mjs --update-readme writes it anew';
}

export async function updateReadme(table) {
	const [before, , after] = await parts();
	await writeFile(README, `${before}\n${table}${after}`);
}
