// SPDX-License-Identifier: MIT OR Apache-2.0
// Requests, each with a deadline, and a load of a thousand of them.

export const REQUESTS = 1000;
const IN_FLIGHT = 8;

/**
 * Asks once. Returns {path, status, text, from, to}, the times in ms; without an
 * answer in time, and when the connection is lost, the status is 'hung' or 'lost'.
 */
export async function ask(base, path, deadline) {
	const from = performance.now();
	const signal = AbortSignal.timeout(deadline);
	const done = (status, text) => ({ path, status, text, from, to: performance.now() });
	try {
		const answer = await fetch(`${base}/${path}`, { signal });
		return done(answer.status, await answer.text());
	} catch {
		return done(signal.aborted ? 'hung' : 'lost', '');
	}
}

// Every 50th aborts, every other 20th panics; of the rest some wait for a while, and
// some ask a Durable Object.
function pathOf(number) {
	if (number % 50 === 49)
		return 'abort';
	if (number % 20 === 19)
		return 'panic';
	return ['ok', 'slow?ms=15', 'ok', 'counter/load/add', 'ok'][number % 5];
}

const isFault = ({ path }) => path === 'abort' || path === 'panic';

/** All answers, in the order of their requests. */
export async function load(base, { deadline }) {
	const answers = [];
	let next = 0;
	const client = async () => {
		while (next < REQUESTS) {
			const number = next++;
			answers[number] = await ask(base, pathOf(number), deadline);
		}
	};
	await Promise.all(Array.from({ length: IN_FLIGHT }, client));
	return answers;
}

const overlap = (one, other) => one.from < other.to && other.from < one.to;
const percentile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

/** What there was of each, in numbers. */
export function countsOf(answers) {
	const count = (test) => answers.filter(test).length;
	const faults = answers.filter(isFault);
	const others = answers.filter((answer) => !isFault(answer));
	const failed = others.filter(({ status }) => status !== 200);
	const failures = answers.filter(({ status }) => status === 500).map(({ from, to }) => to - from).sort((a, b) => a - b);
	return {
		requests: answers.length,
		ok: count(({ status }) => status === 200),
		failed: count(({ status }) => status === 500),
		hung: count(({ status }) => status === 'hung'),
		other: count(({ status }) => ![200, 500, 'hung'].includes(status)),
		panics: faults.filter(({ path, status }) => path === 'panic' && status === 500).length,
		aborts: faults.filter(({ path, status }) => path === 'abort' && status === 500).length,
		// In flight together with a fault, and failed with it.
		siblings: failed.length,
		// Failed without one: there is no excuse for that.
		alone: failed.filter((answer) => !faults.some((fault) => overlap(fault, answer))).map(({ path }) => path),
		besidePanics: failed.filter((answer) => !faults.some((fault) => fault.path === 'abort' && overlap(fault, answer))).length,
		median: percentile(failures, 0.5),
		slowest: failures.at(-1) ?? 0,
	};
}
