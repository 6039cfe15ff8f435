// SPDX-License-Identifier: MIT OR Apache-2.0

// Lines of a table; numbers are aligned to the right.
export function table(rows) {
	const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => String(row[i]).length)));
	const cell = (value, i) => (typeof value === 'number' ? String(value).padStart(widths[i]) : String(value).padEnd(widths[i]));
	return rows.map((row) => row.map(cell).join('  ').trimEnd()).join('\n');
}

const MARK = { passed: 'ok', failed: 'FAIL', skipped: '-' };

/* Crates down, targets across; where the generators differ, one result for each. */
export function resultTable(results, crates, targets, generators) {
	const mark = (crate, target, generator) =>
		MARK[results.find((r) => r.crate === crate && r.target === target && r.generator === generator)?.status] ?? '';
	const cell = (crate, target) => {
		const marks = generators.map((generator) => mark(crate, target, generator));
		return new Set(marks).size === 1 ? marks[0] : marks.join('/');
	};
	const title = generators.length > 1 ? `crate (${generators.join('/')})` : 'crate';
	return table([[title, ...targets], ...crates.map((crate) => [crate, ...targets.map((target) => cell(crate, target))])]);
}
