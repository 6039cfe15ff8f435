// SPDX-License-Identifier: MIT OR Apache-2.0
// Milliseconds for one use of a package of tests/packages by its own JavaScript:
// workload.mjs FILE [once]. tests/packages/lib/preload.mjs puts other modules in the place
// of its own, if it was told to. Prints the median of its rounds; with
// `once`, to see which modules it compiles, there are none.

import { summary } from '../lib/stats.mjs';

const [file, once] = process.argv.slice(2);
const LEAST = once ? { rounds: 0, ms: 0 } : { rounds: 2, ms: 600 };

const now = globalThis[Symbol.for('unpoison.bench.now')];
const { use } = await import(file);

// What came of it is compared by tests/packages; here nobody looks at it.
const quietly = async (label, call) => {
	try {
		await call();
	} catch {
		// as it should, or may
	}
};
const log = Object.assign(() => {}, { error: quietly, try: quietly });

await use(log); // until the engine has optimized it
const rounds = [];
for (let total = 0; rounds.length < LEAST.rounds || total < LEAST.ms; total += rounds.at(-1)) {
	const start = now();
	await use(log);
	rounds.push(now() - start);
}
console.log(once ? 0 : summary(rounds).median);
process.exit(0); // whatever timers or workers a package has left
