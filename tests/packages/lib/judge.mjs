// SPDX-License-Identifier: MIT OR Apache-2.0
// What has to be so.

const LEAST = 30;

/* The first line that differs, or null. */
function difference(expected, found) {
	const at = Array.from({ length: Math.max(expected.length, found.length) }, (_, i) => i)
		.find((i) => expected[i] !== found[i]);
	return at === undefined ? null
		: `${at + 1} of ${expected.length}\n- ${expected[at] ?? '(nothing)'}\n+ ${found[at] ?? '(nothing)'}`;
}

function sameUse(what, expected, found) {
	if (found.failed && found.failed.split('\n')[0] !== expected.failed?.split('\n')[0])
		return `${what} fails: ${found.failed}`;
	const line = difference(expected.lines, found.lines);
	return line && `${what} differs in line ${line}`;
}

/** Problems of two runs that nobody touched. */
export function untouched(first, second, pkg) {
	const { lines, failed } = first.first;
	const problems = [
		failed && `it does not work: ${failed}`,
		lines.length < LEAST && `that is not enough work: ${lines.length} lines`,
		first.compiled.length === 0 && 'no module was compiled',
		sameUse('another run', first.first, second.first),
		sameUse('the second use in another run', first.second, second.second),
		pkg.kill && first.death === null && 'what should kill it does not',
		first.death !== second.death && `it dies in two ways: ${first.death} and ${second.death}`,
	];
	return problems.filter(Boolean);
}

/* An original module may stay where the tool is known to refuse it. */
function replaced(expected, found, made) {
	const wanted = expected.compiled.map((line) => {
		const [digest] = line.split(' ');
		return `${digest} ${digest in made ? 'replaced' : 'original'}`;
	});
	const each = (lines) => [...new Set(lines)].sort();
	const other = difference(each(wanted), each(found.compiled));
	return other && `other modules were compiled, or not replaced: ${other}`;
}

/* The memory is compared where it is the same in two untouched runs. */
function sameMemory([one, two], found, { timed }) {
	const sizes = (list) => list.map((line) => line.split(',')[0]);
	const exact = !timed && !difference(one.memories, two.memories);
	const other = exact ? difference(one.memories, found.memories)
		: difference(sizes(one.memories), sizes(found.memories));
	return other && `another memory: ${other}`;
}

/* Who meets the refusal already while the error is on its way says so (`masked`). */
function sameDeath(expected, found, { contains }, { masked }) {
	if (masked)
		return contains && !found.refused && `it dies of ${found.death}, though it says: ${masked}`;
	return (found.death !== expected.death || found.refused) &&
		`it dies of ${found.death}${found.refused ? ' (module_terminated)' : ''}, not of ${expected.death}`;
}

function contained({ entered, refusals, third }, { transient }) {
	return [
		entered.length > 0 && `the dead instance can be entered: ${entered.slice(0, 5).join('\n')}`,
		!transient && refusals === 0 && `the dead package says nothing of module_terminated: ${third.failed ?? 'no error'}`,
	];
}

function healed({ second, third }, { stale }) {
	const other = sameUse('the use after its death', second, third);
	if (!stale)
		return [other];
	return [!other && `it works again after its death, though it says: ${stale}`];
}

/** Problems of a run with other modules. */
export function touched(runs, found, { made, mode, pkg }) {
	const [expected] = runs;
	const problems = [
		replaced(expected, found, made),
		sameUse('it', expected.first, found.first),
		sameUse('the second use', expected.second, found.second),
		sameMemory(runs, found, pkg),
	];
	if (pkg.kill && !found.first.failed) {
		problems.push(sameDeath(expected, found, mode, pkg));
		problems.push(...(mode.contains ? contained(found, pkg) : healed(found, pkg)));
	}
	return problems.filter(Boolean);
}
