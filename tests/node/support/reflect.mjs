// SPDX-License-Identifier: MIT OR Apache-2.0
// All that JavaScript can do to an object, at random.

import assert from 'node:assert/strict';
import { inspect } from 'node:util';

const KEYS = ['n', 'text', 'list', 'extra', 'get', 'both', 'plain', Symbol.for('tag'), '7'];

const GETTER = {
	get() {
		return this.kept;
	},
};
const BOTH = { ...GETTER, set(value) {
	this.kept = value;
} };

/** What operations work on: methods that change it from inside, too. */
export class Subject {
	n = 1;
	text = 'a';
	list = 5;
	[Symbol.for('tag')] = 'tagged';

	get both() {
		return [this.n, this.text];
	}

	set both(value) {
		this.n = value;
	}

	grow(key, value) {
		this[key] = value;
		return this;
	}

	shrink(key) {
		return Reflect.deleteProperty(this, key);
	}
}

function randomProperty(r) {
	const property = r.chance(70) ? r.pick([{ value: r.below(9) }, {}])
		: r.pick([{ ...GETTER }, { ...BOTH }, { set: BOTH.set }]);
	for (const attribute of ['writable', 'enumerable', 'configurable']) {
		if (r.chance(40) && !('get' in property || 'set' in property) || attribute !== 'writable' && r.chance(40))
			property[attribute] = r.chance(50);
	}
	return property;
}

// Each takes the object, and returns what is to be compared.
const MAKERS = [
	(r, key) => ['get', (o) => Reflect.get(o, key)],
	(r, key, value) => ['set', (o) => Reflect.set(o, key, value)],
	(r, key, value) => ['strict set', (o) => {
		o[key] = value;
	}],
	(r, key) => ['delete', (o) => Reflect.deleteProperty(o, key)],
	(r, key) => ['has', (o) => [key in o, Object.hasOwn(o, key), Object.prototype.propertyIsEnumerable.call(o, key)]],
	(r, key) => ['describe', (o) => Reflect.getOwnPropertyDescriptor(o, key)],
	() => ['describe all', (o) => Object.getOwnPropertyDescriptors(o)],
	(r, key) => {
		const property = randomProperty(r);
		return [`define ${inspect(property)}`, (o) => Reflect.defineProperty(o, key, { ...property })];
	},
	() => ['keys', (o) => [Reflect.ownKeys(o), Object.keys(o)]],
	() => ['spread', (o) => ({ ...o })],
	() => ['entries', (o) => Object.entries(o)],
	() => ['for in', (o) => {
		const keys = [];
		for (const key in o)
			keys.push(key);
		return keys;
	}],
	() => ['json', (o) => JSON.stringify(o)],
	() => ['integrity', (o) => [Object.isExtensible(o), Object.isSealed(o), Object.isFrozen(o)]],
	() => ['prototype', (o) => [Object.getPrototypeOf(o) === Subject.prototype, o instanceof Subject]],
	(r) => {
		const prototype = r.pick([Subject.prototype, Subject.prototype, null, Object.prototype]);
		return ['set prototype', (o) => Reflect.setPrototypeOf(o, prototype)];
	},
	(r, key, value) => ['grow', (o) => Subject.prototype.grow.call(o, key, value) === o],
	(r, key, value) => ['grow, as a method', (o) => o.grow(key, value) === o],
	(r, key) => ['shrink, as a method', (o) => o.shrink(key)],
	(r, key, value) => ['heir', (o) => {
		const heir = Object.create(o);
		const done = Reflect.set(heir, key, value);
		return [done, Reflect.ownKeys(heir), Reflect.get(o, key)];
	}],
	(r, key, value) => ['assign', (o) => Object.assign(o, { [key]: value }) === o],
];
const LOCKS = ['preventExtensions', 'seal', 'freeze'].map((name) => () => [name, (o) => Object[name](o) === o]);

/** `count` operations: [{name, run}]; few of them are such as end all changes. */
export function operations(r, count) {
	return r.times(count, () => {
		const key = r.pick(KEYS);
		const [name, run] = (r.chance(3) ? r.pick(LOCKS) : r.pick(MAKERS))(r, key, r.below(100));
		return { name: `${name} ${String(key)}`, run };
	});
}

/** What an operation gives, as text; an exception by its class. */
export function attempt({ run }, object) {
	try {
		return inspect(run(object), { depth: 4, showHidden: true });
	} catch (error) {
		assert.ok(error instanceof TypeError, `another error: ${inspect(error)}`);
		// A trap that only says no is what makes it a TypeError.
		assert.doesNotMatch(error.message, /on proxy: (?!trap returned falsish)/);
		return 'TypeError';
	}
}
