// SPDX-License-Identifier: MIT OR Apache-2.0

// Lines of a table; numbers are aligned to the right.
export function table(rows) {
	const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => String(row[i]).length)));
	const cell = (value, i) => (typeof value === 'number' ? String(value).padStart(widths[i]) : String(value).padEnd(widths[i]));
	return rows.map((row) => row.map(cell).join('  ').trimEnd()).join('\n');
}

const MARK = { passed: 'ok', failed: 'FAIL', skipped: '-' };

/* Crates down, targets across, one column for each generator. */
export function resultTable(results, crates, targets, generators) {
	const find = (crate, target, generator) =>
		results.find((r) => r.crate === crate && r.target === target && r.generator === generator);
	const columns = targets.flatMap((target) => generators.map((generator) => ({ target, generator })));
	const title = ({ target, generator }) => (generators.length > 1 ? `${target}/${generator}` : target);
	return table([
		['crate', ...columns.map(title)],
		...crates.map((crate) => [crate, ...columns.map((c) => MARK[find(crate, c.target, c.generator)?.status] ?? '')]),
	]);
}
