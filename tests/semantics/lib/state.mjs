// SPDX-License-Identifier: MIT OR Apache-2.0
// What can be seen of instances from outside, compared: memories, tables, globals.

import { attempt } from './outcome.mjs';
import { show } from './values.mjs';

const PAGE = 65536;
const WHOLE = 4 << 20;
const ENTRIES = 2000;

const pages = (memory) => Buffer.from(memory.buffer);

function firstDifference(a, b) {
	for (let at = 0; at < a.length; at++) {
		if (a[at] !== b[at])
			return at;
	}
	return -1;
}

/* A memory that was grown and then reset has more pages, which are zero. */
function memories(a, b, { grown }) {
	let [x, y] = [pages(a), pages(b)];
	if (grown && y.length > x.length) {
		if (x.length < WHOLE && !y.subarray(x.length).every((byte) => byte === 0))
			return 'pages beyond the size are not zero';
		y = y.subarray(0, x.length);
	}
	if (x.length !== y.length)
		return `${x.length / PAGE} and ${y.length / PAGE} pages`;
	if (x.length > WHOLE) {
		// what scripts do with so much is at its ends
		return memoryParts(x, y);
	}
	return x.equals(y) ? '' : at(x, y, 0);
}

function at(x, y, base) {
	const where = firstDifference(x, y);
	return `differ at ${base + where}: ${x[where]} and ${y[where]}`;
}

function memoryParts(x, y) {
	for (const from of [0, x.length - WHOLE / 2]) {
		const [left, right] = [x, y].map((bytes) => bytes.subarray(from, from + WHOLE / 2));
		if (!left.equals(right))
			return at(left, right, from);
	}
	return '';
}

const entry = (table, index) => attempt(() => ({ kind: 'value',
	value: table.get(typeof table.length === 'bigint' ? BigInt(index) : index) }));

function sameEntry(a, b, pairs) {
	return a.kind === b.kind && (a.kind !== 'value' || pairs.equal(a.value, b.value));
}

function tables(a, b, { pairs, grown }) {
	if (a.length !== b.length && !(grown && b.length > a.length))
		return `lengths ${a.length} and ${b.length}`;
	const size = Math.min(Number(a.length), ENTRIES);
	for (let i = 0; i < size; i++) {
		const [left, right] = [entry(a, i), entry(b, i)];
		if (!sameEntry(left, right, pairs))
			return `entry ${i}: ${show(left.value)} and ${show(right.value)}`;
	}
	return '';
}

function globals(a, b, { pairs }) {
	const [left, right] = [a, b].map((global) => attempt(() => ({ kind: 'value', value: global.value })));
	return sameEntry(left, right, pairs) ? '' : `${show(left.value)} and ${show(right.value)}`;
}

const comparisons = [[WebAssembly.Memory, memories], [WebAssembly.Table, tables],
	[WebAssembly.Global, globals]];

/** A line for each thing that two sets of exports have differently. */
export function stateDifferences(a, b, context) {
	const lines = [];
	for (const name of Object.keys(a)) {
		const compare = comparisons.find(([type]) => a[name] instanceof type)?.[1];
		if (!compare)
			continue;
		const line = b[name] === undefined ? 'is not there' : compare(a[name], b[name], context);
		if (line)
			lines.push(`${name}: ${line}`);
	}
	return lines;
}
