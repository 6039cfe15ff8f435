// SPDX-License-Identifier: MIT OR Apache-2.0
// Times what is too short to be timed once, in this process.

import { summary } from './stats.mjs';

const ROUNDS = 9;

/** The median, over rounds, of nanoseconds for each of `count` turns of work(count). */
export function perTurn(work, count) {
	work(Math.ceil(count / 10));
	const rounds = [];
	for (let round = 0; round < ROUNDS; round++) {
		const start = performance.now();
		work(count);
		rounds.push((performance.now() - start) * 1e6 / count);
	}
	return summary(rounds).median;
}
