// SPDX-License-Identifier: MIT OR Apache-2.0
// The table of what was counted and measured, in Markdown.

const ms = (value) => (typeof value === 'number' ? value.toFixed(value < 10 ? 1 : 0) : value ?? '');
const objects = (facts, words) => [...new Set(words.map((word) => facts.objects?.[word] ?? ''))].join('/');

const columns = {
	'Worker': ({ name }) => name,
	'bindings of': ({ generator }) => (generator === 'real' ? 'wasm-bindgen' : 'unpoison'),
	'served': ({ facts: { load } }) => load?.ok,
	'panics': ({ facts: { load } }) => load?.panics,
	'aborts': ({ facts: { load } }) => load?.aborts,
	'lost beside': ({ facts: { load } }) => load?.siblings,
	'lost alone': ({ facts: { load } }) => load?.alone.length,
	'hung': ({ facts: { load } }) => load?.hung,
	'resets': ({ facts: { load } }) => load?.resets,
	'500 after, ms': ({ facts: { load } }) => load && `${ms(load.median)} (${ms(load.slowest)})`,
	'siblings told, ms': ({ facts: { told } }) => ['panic', 'abort', 'overflow'].map((fault) => ms(told?.[fault]) || '?').join(', '),
	'object over a panic': ({ facts }) => objects(facts, ['its panic', 'a panic']),
	'over an abort': ({ facts }) => objects(facts, ['its abort', 'an abort', 'its overflow']),
};

/** `runs`: [{name, generator, facts}]. */
export function table(runs) {
	const rows = [Object.keys(columns), ...runs.map((run) => Object.values(columns).map((cell) => String(cell(run) ?? '?')))];
	const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
	const line = (row, fill = ' ') => `| ${row.map((cell, i) => cell.padEnd(widths[i], fill)).join(' | ')} |`;
	return [line(rows[0]), line(widths.map(() => '---'), '-'), ...rows.slice(1).map((row) => line(row))].join('\n');
}
