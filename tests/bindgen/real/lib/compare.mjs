// SPDX-License-Identifier: MIT OR Apache-2.0
// What the packages of the two tools have in common, and the table that says so.

import { table } from '../../lib/table.mjs';

// What REAL has and OURS has not: ours may have more.
function missingNames(real, ours) {
	const missing = [];

	for (const [name, members] of Object.entries(real)) {
		if (!ours[name]) {
			missing.push(name);
			continue;
		}
		for (const member of members) {
			if (!ours[name].includes(member)) missing.push(`${name}: ${member}`);
		}
	}
	return missing;
}

const BEFORE = 40;
const AFTER = 60;

function firstDifference(real, ours) {
	const left = [...real.split('\n'), '(end)'];
	const right = [...ours.split('\n'), '(end)'];
	const at = left.findIndex((line, i) => line !== right[i]);
	const [a, b] = [left[at].trim(), (right[at] ?? '').trim()];
	const column = [...a].findIndex((_, i) => a[i] !== b[i]);
	const from = Math.max(0, (column < 0 ? a.length : column) - BEFORE);
	const part = (line) => (from > 0 ? '…' : '') + line.slice(from, from + BEFORE + AFTER);

	return `line ${at + 1}: ${part(a)} | ${part(b)}`;
}

// One word, and what there is to say about it.
export function compare(real, ours) {
	if (real.error) return ['CLI fails', real.error];
	if (!ours) return ['not compared'];
	if (ours.error) return [ours.made ? 'fails' : 'refused', ours.error];

	const missing = missingNames(real.surface, ours.surface);

	if (missing.length > 0) return ['lacks names', missing.join(', ')];
	return real.result === ours.result
		? ['equal']
		: ['differs', firstDifference(real.result, ours.result)];
}

const HEAD = [
	'package',
	'crate',
	'wasm',
	'target',
	'result',
	'wasm: CLI',
	'ours',
	'glue: CLI',
	'ours',
	'ms: CLI',
	'ours',
];

function cells(row, target) {
	const { verdict, real, ours } = row.targets[target];
	const [theirs, own] = [real, ours ?? {}];

	return [
		row.name,
		`${row.crate} ${row.version}`,
		row.wasm,
		target,
		verdict[0],
		theirs.wasm ?? '-',
		own.wasm ?? '-',
		theirs.glue ?? '-',
		own.glue ?? '-',
		theirs.ms ?? '-',
		own.ms ?? '-',
	];
}

export function resultTable(rows, targets) {
	const built = rows.filter((row) => !row.error);

	return table([
		HEAD,
		...built.flatMap((row) => targets.map((target) => cells(row, target))),
	]);
}

// What there is to say about a package, once where it is the same for more targets.
function remarksOf({ name, error, targets }) {
	if (error) return [`${name}: ${error}`];

	const said = Map.groupBy(Object.entries(targets), ([, { verdict }]) => verdict.join(': '));

	return [...said]
		.filter(([, [[, { verdict }]]]) => verdict.length > 1)
		.map(
			([text, list]) =>
				`${name} (${list.map(([target]) => target).join(', ')}) ${text}`,
		);
}

export function remarks(rows) {
	return rows.flatMap(remarksOf);
}
