// SPDX-License-Identifier: MIT OR Apache-2.0
// How time and memory grow with what there is of a thing in a module.

import fs from 'node:fs';
import { generated } from '../lib/generated.mjs';
import { spread, summary, table } from '../lib/stats.mjs';
import { TOOL, inTurn, inWork, measured, rewriteArguments, turns } from '../lib/tools.mjs';

const MB = 1_000_000;
const LARGE = 100_000; // exports or functions: takes long, is measured less often

const THINGS = [
	{ what: 'exports', counts: [10, 100, 1000, 10_000, 100_000], of: (exports) => ({ exports }), unit: 'us', each: 1000 },
	{ what: 'imports', counts: [10, 100, 1000, 10_000], of: (imports) => ({ imports }), unit: 'us', each: 1000 },
	{ what: 'functions', counts: [1000, 10_000, 100_000, 1_000_000], of: (functions) => ({ functions }), unit: 'us', each: 1000 },
	{ what: 'MB of data', counts: [0, 1, 10, 100], of: (mb) => ({ data: mb * MB }), unit: 'ms', each: 1 },
];

/** What one more costs, against the smallest; nothing if that is lost in the noise. */
function perUnit(value, least, more, digits) {
	return more > 0 && value > 1.5 * least ? ((value - least) / more).toFixed(digits) : '-';
}

function row(count, samples, first, least) {
	if (samples.some((one) => one === null))
		return [String(count), 'failed', '-', '-', '-'];
	const [ms, mib] = ['ms', 'mib'].map((key) => summary(samples.map((one) => one[key])));
	least.ms ??= ms.median;
	least.mib ??= mib.median;
	return [count.toLocaleString('en'), spread(ms), perUnit(ms.median, least.ms, (count - first.count) / first.each, 2),
		spread(mib), perUnit(mib.median, least.mib, (count - first.count) / first.each, 3)];
}

function tableOf({ what, counts, of, unit, each }) {
	const least = {};
	const rows = counts.map((count) => {
		const file = inWork('generated.wasm');
		fs.writeFileSync(file, generated(of(count)));
		const { ours } = inTurn({ ours: () => measured(TOOL, rewriteArguments(file, 'growth')) },
			turns(count >= LARGE ? 2 : 5));
		return row(count, ours, { count: counts[0], each }, least);
	});
	const one = unit === 'us' ? 'us for each' : 'ms for each MB';
	return table(`Growth with ${what}: the whole process, against the first row`,
		[what, 'milliseconds', one, 'MiB at most', unit === 'us' ? 'KiB for each' : 'MiB for each MB'], rows);
}

export function* growth() {
	for (const thing of THINGS)
		yield tableOf(thing);
}
