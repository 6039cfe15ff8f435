// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

function counters({ Counter }) {
	const counter = new Counter(5);
	assert.ok(counter instanceof Counter);
	assert.equal(counter.constructor, Counter);
	assert.equal(counter.increment(), 5);
	assert.equal(counter.increment(), 10);
	assert.equal(counter.count, 10);
	counter.count = -3;
	assert.equal(counter.count, -3);
	assert.equal(counter.step, 5);
	assert.throws(() => { counter.step = 6; }, TypeError);
	assert.equal(counter.step, 5);
	assert.equal(counter.secret, undefined);
	assert.equal(counter.hidden, undefined);
	assert.equal(counter.label, 'unnamed');
	counter.label = 'größer';
	assert.equal(counter.label, 'größer');
	assert.deepEqual(counter.someNumbers, Float64Array.of(0.5));
	counter.someNumbers = [1, 2];
	assert.deepEqual(counter.someNumbers, Float64Array.of(1, 2));
	assert.notEqual(counter.someNumbers, counter.someNumbers);
	assert.equal(counter.describe('> '), '> größer: -3 by 5 (1)');
	assert.equal(counter.calls, 2);
	counter.calls = 7;
	assert.equal(counter.calls, 7);
	counter.twice = 40;
	assert.equal(counter.twice, 40);
	assert.equal(counter.count, 20);
	assert.equal(counter.addAll(Int32Array.of(1, 2, 3)), 26);
	assert.equal(Counter.of(9).count, 9);
	assert.equal(Counter.limit, 99);
	assert.equal(counter.finish(), '7 calls');
	assert.throws(() => counter.count, /null pointer|moved|free|stale/i);
	assert.throws(() => counter.finish());
	assert.equal(counter instanceof Counter, true);
}

function moved({ Counter, both }) {
	const a = Counter.of(1), b = Counter.of(2);
	assert.equal(a.isGreater(b), false);
	assert.equal(b.isGreater(a), true);
	assert.equal(both(a, a), 2);
	a.absorb(b);
	assert.equal(a.count, 3);
	assert.throws(() => b.count);
	assert.throws(() => Counter.of(0).absorb(b));
	const c = Counter.of(10);
	a.take_from(c);
	assert.deepEqual([a.count, c.count], [13, 0]);
	const again = a.same();
	assert.notEqual(again, a);
	assert.equal(again.count, 13);
	assert.throws(() => a.count);

	assert.throws(() => again.absorb({}), /instance of Counter/);
	assert.throws(() => again.isGreater(undefined));
	assert.throws(() => again.isGreater({ __wbg_ptr: 8 }), /instance of Counter/);
	assert.equal(again.count, 13);
}

function borrowed({ Counter }) {
	const counter = Counter.of(4), that = {};
	let seen;
	const result = counter.callWith(function (value) {
		seen = [this, value];
		return that;
	}, that);
	assert.equal(result, that);
	assert.deepEqual(seen, [that, 4]);
	assert.equal(counter.count, 4);
}

function freed({ Counter }) {
	const counter = new Counter(1);
	counter.free();
	assert.throws(() => counter.increment());
	assert.throws(() => counter.count);
	assert.throws(() => counter.free());
	const other = new Counter(1);
	assert.equal(typeof other[Symbol.dispose], 'function');
	other[Symbol.dispose]();
	assert.throws(() => other.increment());
}

export default function ({ pkg }) {
	counters(pkg);
	moved(pkg);
	borrowed(pkg);
	freed(pkg);

	const person = new pkg.Person('Ada');
	assert.equal(pkg.Human, undefined);
	assert.equal(pkg.Person.name, 'Person');
	assert.equal(person.name(), 'Ada');
	assert.equal(`${person}`, 'Person Ada');
	const renamed = pkg.rename(person, 'Lovelace');
	assert.equal(renamed.name(), 'Lovelace née Ada');
	assert.throws(() => person.name());

	const token = pkg.token(7);
	assert.ok(token instanceof pkg.Token);
	assert.equal(token.value(), 7);
	const pair = pkg.pair();
	pair[0] = 8;
	assert.deepEqual([pair[0], pair[1]], [8, 0.5]);

	// A class that JavaScript makes of it.
	class Double extends pkg.Counter {
		increment() {
			super.increment();
			return super.increment();
		}
	}
	assert.equal(new Double(2).increment(), 4);
	// Independent objects.
	const all = Array.from({ length: 300 }, (_, i) => pkg.Counter.of(i));
	assert.ok(all.every((counter, i) => counter.count === i));
}
