// SPDX-License-Identifier: MIT OR Apache-2.0
// Medians, and how far the measurements lie apart.

function quantile(sorted, q) {
	const at = (sorted.length - 1) * q;
	const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
	return low + (high - low) * (at - Math.floor(at));
}

/** {median, low, high}: the half of the values that lies in the middle. */
export function summary(values) {
	const sorted = [...values].sort((a, b) => a - b);
	return { median: quantile(sorted, 0.5), low: quantile(sorted, 0.25),
		high: quantile(sorted, 0.75) };
}

/** The ratios of values that were measured one right after the other. */
export const ratios = (of, to) => summary(of.map((value, i) => value / to[i]));

const digits = (value) => value >= 1000 ? 0 : value >= 100 ? 0 : value >= 10 ? 1 : 2;
const number = (value) => value.toFixed(digits(value));

export const spread = ({ median, low, high }) =>
	`${number(median)} (${number(low)}..${number(high)})`;

export const times = (ratio) => `${spread(ratio)}x`;

/** Columns with their widths; the first is text, the others are figures. */
export function table(title, head, rows) {
	const widths = head.map((cell, i) => Math.max(cell.length, ...rows.map((row) => row[i].length)));
	const line = (cells) => cells.map((cell, i) =>
		i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i])).join('  ').trimEnd();
	return [title, '', line(head), line(widths.map((width) => '-'.repeat(width))),
		...rows.map(line), ''].join('\n');
}
