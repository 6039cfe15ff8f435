// SPDX-License-Identifier: MIT OR Apache-2.0
// entrypoint(): what JavaScript can do to any object can be done to these, whatever
// was frozen, and whichever state it is.
//
//     UP_SEEDS=FIRST-LAST node --test tests/node/entrypoint-reflection.test.mjs

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { flavour } from './support/fixtures.mjs';
import { follow } from './support/objects.mjs';
import { random } from './support/random-module.mjs';
import { Subject, attempt, operations } from './support/reflect.mjs';

const [FIRST, LAST] = (process.env.UP_SEEDS ?? '1-60').split('-').map(Number);

it('views of an object agree', async () => {
	const { pkg, Followed } = await follow('abort', () => class {
		a = 1;
		b = [2];
		fn = () => this.a;
		method() {}
	});
	const object = new Followed();
	for (let life = 0; life < 2; life++) {
		assert.deepEqual(Object.keys(object), ['a', 'b', 'fn']);
		assert.deepEqual(Object.entries(object), Object.keys(object).map((key) => [key, object[key]]));
		assert.deepEqual({ ...object }, Object.fromEntries(Object.entries(object)));
		assert.equal(Object.getOwnPropertyDescriptor(object, 'fn').value, object.fn);
		assert.equal(JSON.stringify(object), '{"a":1,"b":[2]}');
		assert.ok(Object.hasOwn(object, 'a') && !Object.hasOwn(object, 'method') && 'method' in object);
		pkg.__wbg_reset_state();
	}
});

it('frozen objects stay as they are, and go on', async () => {
	const { pkg, Followed } = await follow('abort', (mod) => class {
		#state = mod.bump();
		born = this.#state;
		fn = () => this.#state;
		grow() {
			return this.#state++;
		}
		change() {
			this.born = 9;
		}
	});
	const object = new Followed();
	pkg.bump();
	const other = new Followed();
	const { fn } = other;
	assert.equal(Object.freeze(other), other);
	for (let life = 0; life < 3; life++) {
		assert.ok(Object.isFrozen(other));
		assert.equal(other.born, 3);
		assert.equal(other.fn, fn);
		assert.throws(() => other.change(), TypeError);
		assert.equal(Reflect.set(other, 'born', 1), false);
		assert.equal(Reflect.set(other, 'more', 1), false);
		assert.equal(Reflect.defineProperty(other, 'more', { value: 1 }), false);
		assert.equal(Reflect.deleteProperty(other, 'born'), false);
		assert.deepEqual(Object.keys(other), ['born', 'fn']);
		const state = other.grow();
		assert.equal(fn(), state + 1);
		assert.equal(state, life === 0 ? 3 : 1);
		assert.equal(object.born, life === 0 ? 1 : 2);
		pkg.__wbg_reset_state();
	}
});

for (const lock of ['preventExtensions', 'seal']) {
	it(`${lock}: what can change is what it is now`, async () => {
		const { pkg, Followed } = await follow('abort', (mod) => class {
			n = mod.bump();
			grow() {
				return ++this.n;
			}
		});
		const object = Object[lock](new Followed());
		for (let life = 0; life < 3; life++) {
			assert.equal(object.n, 1);
			assert.equal(object.grow(), 2);
			assert.deepEqual([object.n, { ...object }, Object.entries(object)], [2, { n: 2 }, [['n', 2]]]);
			object.n = 7;
			assert.equal(object.grow(), 8);
			assert.throws(() => {
				object.more = 1;
			}, TypeError);
			assert.equal(Object.isExtensible(object), false);
			pkg.__wbg_reset_state();
		}
	});
}

it('what was true of an object before it could not grow any more', async () => {
	const { pkg, Followed } = await follow('abort', () => class {
		a = 1;
		drop(key) {
			return delete this[key];
		}
	});
	const object = Object.preventExtensions(new Followed());
	object.drop('a');
	assert.deepEqual(['a' in object, Object.hasOwn(object, 'a'), object.a, Object.keys(object)], [false, false, undefined, []]);

	// A prototype is that of the object that there is.
	const other = new Followed();
	const { prototype } = Followed;
	Object.setPrototypeOf(other, null);
	assert.equal(other.drop, undefined);
	pkg.__wbg_reset_state();
	assert.equal(typeof other.drop, 'function');
	assert.equal(Object.getPrototypeOf(other), prototype);
	Object.preventExtensions(other);
	assert.equal(Object.getPrototypeOf(other), prototype);
	assert.equal(Reflect.setPrototypeOf(other, null), false);
	pkg.__wbg_reset_state();
	assert.equal(other.drop('a'), true);
	assert.ok(other instanceof Followed);
});

it('any operations are those on an ordinary object', async () => {
	const { pkg } = await flavour('abort');
	const Followed = pkg.entrypoint(Subject);
	for (let seed = FIRST; seed <= LAST; seed++) {
		const object = new Followed();
		const model = new Subject();
		for (const [i, operation] of operations(random(seed), 80).entries())
			assert.equal(attempt(operation, object), attempt(operation, model), `seed ${seed}, ${i}: ${operation.name}`);
	}
});

/** Classes whose constructors take changes away from their objects. */
const RIGID = ['freeze', 'seal', 'preventExtensions'].map((lock) => class extends Subject {
	constructor() {
		super();
		Object[lock](this);
	}
});

class Partly extends Subject {
	static made = 0;
	constructor() {
		super();
		Object.defineProperty(this, 'n', { value: 1, writable: false, configurable: false });
		Object.defineProperty(this, 'get', { get: () => 1, configurable: false });
		if (Partly.made++ % 2 === 0)
			delete this.text;
	}
}

it('and never contradict each other over resets', async () => {
	const { pkg } = await flavour('abort');
	for (const Class of [Subject, Partly, ...RIGID]) {
		for (const reconstruct of ['lazy', 'never']) {
			const Followed = pkg.entrypoint(Class, { reconstruct });
			for (let seed = FIRST; seed <= LAST; seed++)
				play(pkg, new Followed(), seed);
		}
	}
});

function play(pkg, object, seed) {
	for (const [i, operation] of operations(random(seed), 120).entries()) {
		const place = `seed ${seed}, ${i}: ${operation.name}`;
		if (i % 7 === 6)
			pkg.__wbg_reset_state();
		assert.doesNotThrow(() => attempt(operation, object), place);
		for (const key of Reflect.ownKeys(object)) {
			assert.ok(key in object && Object.hasOwn(object, key), place);
			const property = Reflect.getOwnPropertyDescriptor(object, key);
			if ('value' in property)
				assert.equal(object[key], property.value, place);
		}
	}
}
