// SPDX-License-Identifier: MIT OR Apache-2.0
// Ways to do the same, in turn, in one process: what disturbs the one disturbs the
// other.

const WARM_UP = 20;

/**
 * Runs the ways in turn, `rounds` times: {name: [microseconds, …]}. What a way
 * gives up is collected in between, so that nobody pays for another's garbage.
 * `before` is called before each, and not measured.
 */
export function inTurn(ways, rounds, before = () => {}) {
	const samples = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
	for (let round = -WARM_UP; round < rounds; round++) {
		for (const [name, way] of Object.entries(ways)) {
			before();
			const start = performance.now();
			const answer = way();
			const end = performance.now();
			if (!answer)
				throw new Error(`${name} did not answer`);
			if (round >= 0)
				samples[name].push((end - start) * 1000);
		}
		if (round % 8 === 0)
			globalThis.gc();
	}
	return samples;
}
