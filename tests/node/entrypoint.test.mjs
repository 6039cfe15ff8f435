// SPDX-License-Identifier: MIT OR Apache-2.0
// entrypoint(): what can be done with an object is what can be done with one of
// the class itself.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { thrown } from './support/expect.mjs';
import { flavour } from './support/fixtures.mjs';
import { WAYS, eachFlavour, follow, refused } from './support/objects.mjs';
import { settled } from './support/promises.mjs';
import { isAtGeneration, isRefusal, resetBy } from './support/recovery.mjs';

/** Counts its calls in the state of the module. */
const counting = (pkg) => class Counting {
	static made = 0;
	born = pkg.bump();

	constructor(...args) {
		this.args = args;
		Counting.made++;
	}

	hit() {
		return pkg.bump();
	}

	get hits() {
		return pkg.counter();
	}

	set hits(count) {
		while (pkg.counter() < count)
			pkg.bump();
	}

	get dead() {
		return pkg.trap();
	}

	set dead(value) {
		pkg.trap(value);
	}
};

eachFlavour('uses of an object', (name) => {
	for (const [way, renew] of Object.entries(WAYS)) {
		const USES = {
			get: (o) => o.born,
			set: (o) => {
				o.other = 5;
				return o.other === 5;
			},
			has: (o) => 'born' in o,
			delete: (o) => delete o.born,
			keys: (o) => Object.keys(o),
			describe: (o) => Object.getOwnPropertyDescriptor(o, 'born').value,
			define: (o) => Object.defineProperty(o, 'other', { value: 5 }).other,
			getter: (o) => o.hits,
			setter: (o) => {
				o.hits = 3;
				return o.hits;
			},
			method: (o) => o.hit(),
			freeze: (o) => Object.isFrozen(Object.freeze(o)),
			json: (o) => JSON.stringify(o),
			spread: (o) => Object.keys({ ...o }),
		};
		for (const [use, run] of Object.entries(USES)) {
			it(`${way}: ${use} is of the fresh object`, async () => {
				const { pkg, Class, Followed } = await follow(name, counting);
				const given = { of: 'the caller' };
				const object = new Followed(given, 7);
				object.mark = 1;
				object.hit();
				assert.equal(Class.made, 1);
				renew(pkg);
				const got = run(object);
				assert.equal(Class.made, 2);
				isAtGeneration(pkg, 1);
				assert.equal(object.mark, undefined);
				assert.equal(object.args[0], given);
				assert.deepEqual(object.args, [given, 7]);
				// As on a new object of the class itself.
				pkg.__wbg_reset_state();
				assert.deepEqual(got, run(new Class(given, 7)));
			});
		}
	}

	it('nothing is constructed before the first use', async () => {
		const { pkg, Class, Followed } = await follow(name, counting);
		const object = new Followed();
		const { hit } = object;
		for (let i = 0; i < 5; i++)
			pkg.__wbg_reset_state();
		assert.equal(pkg.counter(), 0);
		assert.ok(object instanceof Class && object instanceof Followed);
		assert.equal(Class.made, 1);
		assert.equal(hit(), 2);
		assert.equal(Class.made, 2);
		assert.equal(object.hits, 2);
		assert.equal(Class.made, 2);
	});

	it('accessors that die are recovered from like methods', async () => {
		const { pkg, aborts, Class, Followed } = await follow(name, counting);
		pkg.set_recovery_policy({ mode: 'reset' });
		const object = new Followed();
		const uses = [(o) => o.dead, (o) => {
			o.dead = 1;
		}];
		for (const [i, use] of uses.entries()) {
			const death = thrown(() => use(object));
			assert.equal(aborts[i].error, death);
			assert.equal(pkg.recovery_state().terminated, true);
			assert.equal(object.hits, 1);
			isAtGeneration(pkg, i + 1, death);
			assert.equal(Class.made, i + 2);
		}
	});

	it('in a getter and a setter, the state is not swapped', async () => {
		const { pkg, Followed } = await follow(name, (mod) => class {
			get twice() {
				mod.schedule_reinit();
				return [mod.bump(), mod.bump()];
			}

			set twice(seen) {
				mod.schedule_reinit();
				seen.push(mod.bump(), mod.bump());
			}
		});
		const object = new Followed();
		pkg.bump();
		assert.deepEqual(object.twice, [2, 3]);
		const seen = [];
		object.twice = seen;
		assert.deepEqual(seen, [1, 2]);
		isAtGeneration(pkg, 1);
		assert.equal(pkg.bump(), 1);
	});

	it('one reset, whoever asks for it', async () => {
		const { pkg, aborts, Class, Followed } = await follow(name, counting);
		pkg.set_recovery_policy({ mode: 'reset' });
		const object = new Followed();
		thrown(() => pkg.trap());
		pkg.schedule_reinit();
		assert.equal(pkg.bump(), 1); // not by the object
		isAtGeneration(pkg, 1);
		assert.equal(object.hit(), 3); // its constructor was the second
		isAtGeneration(pkg, 1);
		assert.equal(Class.made, 2);
		assert.equal(aborts.length, 1);

		thrown(() => pkg.trap());
		pkg.__wbg_reset_state();
		assert.equal(object.hit(), 2);
		isAtGeneration(pkg, 2);
		assert.equal(Class.made, 3);
	});

	it('every kind of abort is recovered from, not traps alone', async () => {
		const { pkg, env, aborts, Followed } = await follow(name, (mod) => class {
			born = mod.bump();
			run(what, arg) {
				return mod[what](arg);
			}
		});
		pkg.set_recovery_policy({ mode: 'reset' });
		const object = new Followed();
		env.log = () => pkg.trap();
		const calls = [['recurse', -1, 'stack-overflow'], ['shadow', 100_000, 'stack-overflow'],
			['boom_c', 0, 'panic'], ['call_log', 1, 'trap']];
		for (const [i, [what, arg, reason]] of calls.entries()) {
			const error = thrown(() => object.run(what, arg));
			assert.equal(aborts[i].reason, reason);
			assert.equal(aborts[i].error, error);
			assert.equal(object.born, 1);
			assert.equal(object.run('counter'), 1);
			isAtGeneration(pkg, i + 1, error);
		}
	});
});

describe('members', () => {
	const members = (pkg) => {
		class Animal {
			static legs = 4;
			static #made = 0;
			static made() {
				return Animal.#made;
			}
			static get twice() {
				return Animal.#made * 2;
			}
			static make(...args) {
				return new this(...args);
			}
			static {
				this.blessed = true;
			}

			#secret = pkg.bump();
			kind = 'animal';
			arrow = (x) => [x, this.#secret];

			constructor(...args) {
				Animal.#made++;
				this.args = args;
			}
			#hidden(x) {
				return this.#secret + x;
			}
			get #quiet() {
				return this.#secret;
			}
			set #quiet(value) {
				this.#secret = value;
			}
			secret(x = 0) {
				return this.#hidden(x) + this.#quiet;
			}
			get open() {
				return this.#quiet;
			}
			set open(value) {
				this.#quiet = value;
			}
			isOne(other) {
				return #secret in other;
			}
			[Symbol.for('do')](x) {
				return x + this.#secret;
			}
			speak() {
				return `${this.kind} ${this.#secret}`;
			}
			then = undefined;
		}
		return class Cat extends Animal {
			#lives = 9;
			kind = 'cat';
			constructor(...args) {
				super('from', ...args);
			}
			speak() {
				return `${super.speak()} ${this.#lives--}`;
			}
			get open() {
				return -super.open;
			}
			set open(value) {
				super.open = value * 10;
			}
			[Symbol.iterator]() {
				return ['c', 'a', 't'][Symbol.iterator]();
			}
			get [Symbol.toStringTag]() {
				return 'Cat!';
			}
			[Symbol.toPrimitive](hint) {
				return hint === 'number' ? this.#lives : this.speak();
			}
			toJSON(key) {
				return { key, lives: this.#lives };
			}
			[Symbol.dispose ?? Symbol.for('dispose')]() {
				this.#lives = 0;
			}
		};
	};

	it('private ones, inherited ones, symbols', async () => {
		const { pkg, Class, Followed } = await follow('abort', members);
		for (let round = 0; round < 2; round++) {
			const object = round === 0 ? new Followed(1, 2) : Followed.make(1, 2);
			for (let life = 0; life < 2; life++) {
				const secret = pkg.counter() + life;
				assert.equal(object.secret(5), 2 * secret + 5);
				assert.equal(object.open, -secret);
				assert.equal(object.speak(), `cat ${secret} 9`);
				assert.deepEqual(object.arrow(3), [3, secret]);
				assert.equal(object[Symbol.for('do')](1), secret + 1);
				assert.deepEqual([...object], ['c', 'a', 't']);
				assert.equal(Object.prototype.toString.call(object), '[object Cat!]');
				assert.equal(+object, 8);
				assert.equal(`${object}`, `cat ${secret} 8`);
				assert.equal(JSON.stringify({ object }), '{"object":{"key":"object","lives":7}}');
				assert.deepEqual(object.args, ['from', 1, 2]);
				object.open = 4;
				assert.equal(object.open, -40);
				assert.equal(object.secret(), 80);
				object[Symbol.dispose ?? Symbol.for('dispose')]();
				assert.equal(+object, 0);
				assert.equal(object.kind, 'cat');
				assert.equal(object.isOne(new Class()), true);
				assert.equal(object.isOne({}), false);
				pkg.__wbg_reset_state();
			}
		}
	});

	it('the class is like the class', async () => {
		const { Class, Followed } = await follow('abort', members);
		const object = new Followed();
		assert.equal(object.constructor, Followed);
		assert.equal(new Class().constructor, Class);
		assert.equal(Followed.prototype, Class.prototype);
		for (const one of [Class, Followed, Object.getPrototypeOf(Class)])
			assert.ok(object instanceof one, one.name);
		assert.ok(new Class() instanceof Followed);
		assert.deepEqual([Followed.name, Followed.length], ['Cat', 0]);
		assert.deepEqual([Followed.legs, Followed.blessed, Followed.made(), Followed.twice], [4, true, 3, 6]);
		Followed.legs = 3;
		assert.equal(Class.legs, 3);
		assert.throws(() => Followed(), TypeError);
		assert.ok(Followed.make(1) instanceof Followed);
		assert.equal(Reflect.construct(Followed, [1]).kind, 'cat');
		const sub = class extends Followed {};
		assert.throws(() => new sub(), /extend the class itself/);
		assert.throws(() => Reflect.construct(Followed, [], Object), /extend the class itself/);
	});

	it('what is no class, and other options', async () => {
		const { pkg } = await flavour('abort');
		class C {}
		assert.throws(() => pkg.entrypoint({}), TypeError);
		assert.throws(() => pkg.entrypoint(), TypeError);
		assert.throws(() => pkg.entrypoint(C, { reconstruct: 'always' }), RangeError);
		assert.throws(() => pkg.entrypoint(C, { onReset: 5 }), TypeError);
		assert.throws(() => new (pkg.entrypoint(() => 5))(), TypeError);
		// A constructor as it was before there were classes.
		function Old(x) {
			this.x = x;
		}
		Old.prototype.get = function get() {
			return this.x;
		};
		const object = new (pkg.entrypoint(Old))(5);
		pkg.__wbg_reset_state();
		assert.equal(object.get(), 5);
		// Which object it is is up to the constructor.
		const own = { x: 1 };
		assert.equal(new (pkg.entrypoint(class {
			constructor() {
				return own;
			}
		}))().x, 1);
	});

	it('two entrypoints of a class, and one of another package', async () => {
		const { pkg, Class, Followed } = await follow('abort', counting);
		const Other = pkg.entrypoint(Class, { reconstruct: 'never' });
		const [a, b, c] = [new Followed(), new Other(), new Followed()];
		assert.notEqual(a.hit, c.hit);
		pkg.__wbg_reset_state();
		assert.deepEqual([b.born, a.born, c.born, b.born], [2, 1, 2, 2]);
		assert.deepEqual([a.constructor, b.constructor], [Followed, Other]);
		const second = await flavour('abort');
		const away = new (second.pkg.entrypoint(Class))();
		assert.equal(away.born, 3);
		pkg.__wbg_reset_state();
		assert.equal(away.born, 3);
		second.pkg.__wbg_reset_state();
		assert.equal(away.born, 1);
	});
});

describe('functions', () => {
	const plain = () => class {
		n = 0;
		arrow = () => this.n;
		Inner = class Inner {};
		callable = Object.assign(() => 'called', { get: () => 'member' });

		constructor(callback) {
			this.callback = callback;
		}
		add(a, b = 1) {
			this.n += a + b;
			return this;
		}
		async wait() {
			await null;
			return this;
		}
		get self() {
			return this;
		}
		each(list, fn) {
			return list.map((x) => fn(x, this.n++));
		}
		use(fn) {
			return fn.call(this, this.n);
		}
	};

	it('methods are bound, once, with name and length', async () => {
		const { pkg, Class, Followed } = await follow('abort', plain);
		const object = new Followed();
		const { add, arrow, toString } = object;
		for (let life = 0; life < 3; life++) {
			assert.equal(object.add, add);
			assert.equal(object.arrow, arrow);
			assert.equal(object.toString, toString);
			assert.deepEqual([add.name, add.length], ['add', Class.prototype.add.length]);
			assert.equal(arrow.name, 'arrow');
			add(4);
			assert.equal(object.n, 5);
			assert.equal(arrow(), 5);
			assert.equal(add.call({ n: 70 }, 1), object);
			assert.equal(object.n, 7);
			pkg.__wbg_reset_state();
			if (life === 1)
				assert.equal(arrow(), 0); // before anything else of the object
		}
		assert.notEqual(new Followed().add, add);
	});

	it('the object itself does not come out', async () => {
		const { pkg, Followed } = await follow('abort', plain);
		const object = new Followed();
		assert.equal(object.add(1).add(2).self, object);
		assert.equal(await object.wait(), object);
		object.me = object;
		assert.equal(object.me, object);
		assert.equal(Object.create(object).self, object);
		assert.equal(object.valueOf(), object);
		assert.equal(object.use((n) => n), 5);
		pkg.__wbg_reset_state();
		assert.equal(object.add(1).n, 2);
	});

	it('what was given is what one gets', async () => {
		const callback = () => 'callback';
		const { pkg, Class, Followed } = await follow('abort', plain);
		const object = new Followed(callback);
		const assigned = function assigned() {
			return this;
		};
		assert.equal(object.callback, callback);
		object.one = assigned;
		Object.defineProperty(object, 'two', { value: assigned, configurable: true });
		object.add = assigned;
		assert.deepEqual([object.one, object.two, object.add], [assigned, assigned, assigned]);
		assert.equal(Object.getOwnPropertyDescriptor(object, 'one').value, assigned);
		assert.equal(object.one(), object);
		assert.deepEqual(object.each([1, 2], (x, n) => [x, n]), [[1, 0], [2, 1]]);
		pkg.__wbg_reset_state();
		assert.equal(object.callback, callback);
		assert.equal(object.one, undefined);
		assert.equal(object.add(1, 1), object);
		assert.equal(object.n, 2);

		// Even if that was a method.
		object.add = Class.prototype.add;
		assert.equal(object.add, Class.prototype.add);
		pkg.__wbg_reset_state();
		const { add: bound } = object;
		assert.equal(bound(1, 1).n, 2);

		// A method that is put back does not call itself.
		const { add } = object;
		pkg.__wbg_reset_state();
		object.add = add;
		assert.equal(object.add(2, 3).n, 5);
		pkg.__wbg_reset_state();
		assert.equal(add(2, 3).n, 5);
	});

	it('classes, and functions that have members, are no methods', async () => {
		const { pkg, Followed } = await follow('abort', plain);
		const object = new Followed();
		assert.ok(new object.Inner() instanceof object.Inner);
		assert.deepEqual([object.callable(), object.callable.get()], ['called', 'member']);
		pkg.__wbg_reset_state();
		assert.equal(object.callable.get(), 'member');
	});

	it('what all objects have works', async () => {
		const { pkg, Followed } = await follow('abort', plain);
		const object = new Followed();
		const heir = Object.create(object);
		heir.n = 5;
		assert.deepEqual([heir.n, object.n, Object.keys(heir)], [5, 0, ['n']]);
		assert.ok(Object.prototype.isPrototypeOf.call(object, heir));
		assert.ok(object.isPrototypeOf(heir));
		assert.ok(object.hasOwnProperty('n') && !object.hasOwnProperty('add'));
		assert.ok(object.propertyIsEnumerable('n'));
		object.__defineGetter__('five', () => 5);
		assert.equal(object.five, 5);
		pkg.__wbg_reset_state();
		assert.deepEqual([heir.n, object.n, heir.add(1) === object, object.n], [5, 0, true, 2]);
		assert.equal(await object, object);
		const map = new Map([[object, 1]]);
		pkg.__wbg_reset_state();
		assert.equal(map.get(object), 1);
	});

	it('generators', async () => {
		const { pkg, Followed } = await follow('abort', (mod) => class {
			born = mod.bump();
			*count(n) {
				for (let i = 0; i < n; i++)
					yield mod.bump() + this.born;
			}
			async *later(n) {
				for (let i = 0; i < n; i++) {
					await null;
					yield mod.bump() + this.born;
				}
			}
		});
		const object = new Followed();
		for (let life = 0; life < 2; life++) {
			assert.deepEqual([...object.count(3)], [3, 4, 5]);
			const seen = [];
			for await (const value of object.later(2))
				seen.push(value);
			assert.deepEqual(seen, [6, 7]);
			pkg.__wbg_reset_state();
		}
	});

	it('a method that is called again through an import', async () => {
		const { pkg, env, Class, Followed } = await follow('legacy', (mod) => class Nesting {
			static made = 0;
			depth = 0;
			constructor() {
				Nesting.made++;
			}
			down(n) {
				this.depth++;
				const got = n === 0 ? mod.counter() : mod.guarded_call(n);
				this.depth--;
				return got;
			}
		});
		const object = new Followed();
		let deepest = 0;
		env.host = (n) => {
			deepest = Math.max(deepest, object.depth);
			pkg.schedule_reinit();
			return object.down(n - 1) + 1;
		};
		pkg.bump();
		assert.equal(object.down(5), 6);
		assert.equal(deepest, 5);
		isAtGeneration(pkg, 0);
		assert.equal(Class.made, 1);
		assert.equal(object.depth, 0);
		isAtGeneration(pkg, 1);
		assert.equal(Class.made, 2);
	});
});

describe('without resets', () => {
	it('an object is one of its class all the same', async () => {
		const { pkg, Class, Followed } = await follow('abort', counting, {}, { flags: resetBy('none') });
		const object = new Followed();
		assert.equal(object.hit(), 2);
		const never = new (pkg.entrypoint(class {
			wait() {
				return new Promise(() => {});
			}
		}))().wait();
		const death = thrown(() => object.dead);
		isRefusal(pkg, thrown(() => object.hit()), { generation: 0, cause: death });
		isRefusal(pkg, await refused(never), { generation: 0, cause: death });
		assert.deepEqual([object.born, Class.made], [1, 1]);
		assert.deepEqual(await settled(Promise.resolve(1)), { value: 1 });
	});
});
