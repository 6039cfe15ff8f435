// SPDX-License-Identifier: MIT OR Apache-2.0
// Replicas that change on their own and are merged in different orders: 64-bit
// numbers, characters, references to other objects, classes of other names.

const REPLICAS = 5;
const EDITS = 120;

// The same sequence in every run, whatever the host's randomness.
function sequence(seed) {
	let state = seed;

	return (limit) => {
		state = (Math.imul(state, 1103515245) + 12345) >>> 0;
		return (state >>> 8) % limit;
	};
}

function edit(text, random, replica) {
	for (let i = 0; i < EDITS; i++) {
		const size = text.len();

		if (size > 10 && random(4) === 0) text.remove(random(size));
		else if (random(3) === 0) text.insertStr(random(size + 1), `⟨${replica}:${i}⟩`);
		else text.insert(random(size + 1), ['a', 'ß', '語', '🦀'][random(4)]);
	}
}

function texts({ TextCrdt }) {
	const replicas = Array.from(
		{ length: REPLICAS },
		(_, i) => new TextCrdt(BigInt(i) + (1n << 60n)),
	);

	replicas[0].insertStr(0, 'shared beginning ');
	for (const replica of replicas.slice(1)) replica.merge(replicas[0]);
	replicas.forEach((replica, i) => edit(replica, sequence(i + 1), i));

	const merged = new TextCrdt(99n);
	const reversed = new TextCrdt(98n);

	for (const replica of replicas) merged.merge(replica);
	for (const replica of [...replicas].reverse()) reversed.merge(replica);
	return {
		own: replicas.map((replica) => [replica.len(), replica.toString()]),
		merged: merged.toString(),
		length: merged.len(),
		same: `${merged}` === `${reversed}`,
		empty: [new TextCrdt(0n).isEmpty(), merged.isEmpty()],
	};
}

function counters({ GCounter, PNCounter }) {
	const grow = [1n, 2n, (1n << 64n) - 1n].map((actor) => new GCounter(actor));
	const both = new PNCounter(7n);
	const other = new PNCounter(8n);

	grow.forEach((counter, i) => counter.incrementBy(10n ** BigInt(6 * i)));
	grow[0].increment();
	for (const counter of grow.slice(1)) grow[0].merge(counter);
	for (let i = 0; i < 5; i++) both.decrement();
	other.increment();
	both.merge(other);
	return [grow[0].value(), grow[1].value(), both.value(), other.value()];
}

function sets({ GSet, ORSet }) {
	const grow = new GSet();
	const left = new ORSet(1n);
	const right = new ORSet(2n);
	const inserted = ['x', 'y', 'x', '', 'żółć'].map((value) => grow.insert(value));

	for (let i = 0; i < 300; i++) (i % 2 ? left : right).insert(`value ${i % 100}`);
	right.merge(left);

	const removed = [left.remove('value 1'), left.remove('value 2'), right.remove('value 2')];

	left.merge(right);
	right.merge(left);
	return {
		inserted,
		removed,
		grown: grow.toArray().sort(),
		has: [grow.contains('żółć'), grow.contains('z')],
		sizes: [
			grow.len(),
			left.len(),
			right.len(),
			left.isEmpty(),
			new ORSet(3n).isEmpty(),
		],
		left: left.toArray().sort(),
		same: left.toArray().sort().join() === right.toArray().sort().join(),
	};
}

export default function use(crdt) {
	return {
		names: Object.keys(crdt)
			.filter((name) => /Counter|Set|Text|Register/.test(name))
			.sort(),
		texts: texts(crdt),
		counters: counters(crdt),
		sets: sets(crdt),
	};
}
