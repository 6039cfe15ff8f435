// SPDX-License-Identifier: MIT OR Apache-2.0
// Recovery of crates with bindings: long walks over calls, objects, closures and
// promises that fail, are nested and reset at random, beside a model of the contract.

import assert from 'node:assert/strict';
import { each, ours, tick } from './support/bindgen.mjs';
import { show } from './support/expect.mjs';

const STEPS = 400;
const SEEDS = 12;

function randomOf(seed) {
	let state = seed * 2654435761 >>> 0 || 1;
	return (n) => {
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		return (state >>> 0) % n;
	};
}

class Walk {
	constructor(pkg, hooks, unwinds, seed) {
		Object.assign(this, { pkg, hooks, unwinds, random: randomOf(seed) });
		Object.assign(this, { generation: 0, terminated: false, due: false, count: 0, ran: 0, stale: 0, mode: 'throw' });
		// Calls in progress, and below which height none counts.
		Object.assign(this, { depth: 0, ground: 0 });
		Object.assign(this, { objects: [], closures: [], promises: [], aborts: 0, log: [] });
		hooks.keep = (closure) => this.closures.push({ closure, life: this.generation });
		pkg.set_on_abort(() => this.aborts--);
	}

	reset() {
		Object.assign(this, { terminated: false, due: false, count: 0, ran: 0 });
		this.generation++;
		this.ground = this.depth;
	}

	// What is to come of a call: undefined if it can be made.
	enter() {
		const outermost = this.depth <= this.ground;
		if (outermost && (this.due || this.terminated && this.mode === 'reset'))
			this.reset();
		return this.terminated ? 'TerminatedError' : undefined;
	}

	die() {
		this.terminated = true;
		this.aborts++;
	}

	// Makes a call, which is to throw an error of this name or to return `value`.
	check(expected, value, call) {
		let outcome, threw = true;
		try {
			outcome = call();
			threw = false;
		} catch (error) {
			outcome = error;
		}
		const where = () => `${show(outcome)}; expected ${expected ?? show(value)}; ${this.log.slice(-12).join(', ')}`;
		assert.equal(threw, expected !== undefined, where());
		if (threw)
			assert.equal(outcome.name, expected, where());
		else if (value !== undefined)
			assert.deepEqual(outcome, value, where());
		return outcome;
	}

	step() {
		const names = Object.keys(Walk.steps);
		const name = names[this.random(names.length)];
		this.log.push(`${name}@${this.depth}`);
		Walk.steps[name].call(this);
		const state = this.pkg.recovery_state();
		assert.deepEqual([state.generation, state.terminated, state.stale_calls],
			[this.generation, this.terminated, this.stale], this.log.slice(-12).join(', '));
		assert.equal(this.aborts, 0, this.log.slice(-12).join(', '));
	}

	pick(list) {
		return list[this.random(list.length)];
	}

	// A use of an object: `use` says what comes of it if it can be used.
	useObject(use) {
		const object = this.pick(this.objects);
		if (!object)
			return;
		let expected = this.enter();
		if (!expected && object.life !== this.generation)
			expected = 'StaleInstanceError';
		else if (!expected && object.freed)
			expected = 'Error';
		use(object, expected);
	}

	static steps = {
		bump() {
			const expected = this.enter();
			this.check(expected, expected ? undefined : ++this.count, () => this.pkg.bump());
		},
		greet() {
			const text = 'wörld €'.repeat(this.random(50));
			this.check(this.enter(), `hello ${text}`, () => this.pkg.greet(text));
		},
		sum() {
			const numbers = Uint32Array.from({ length: this.random(100) }, (_, i) => i);
			this.check(this.enter(), numbers.reduce((a, b) => a + b, 0), () => this.pkg.sum(numbers));
		},
		refused() {
			// Whatever the state is: the caller's own mistake comes first.
			this.check('TypeError', undefined, () => this.pkg.greet(5));
		},
		construct() {
			const value = this.random(1000), name = `n${value}`;
			const expected = this.enter();
			const object = this.check(expected, undefined, () => new this.pkg.Counter(value, name));
			if (!expected)
				this.objects.push({ object, value, name, life: this.generation, freed: false });
		},
		method() {
			this.useObject((one, expected) => this.check(expected, expected ? undefined : ++one.value, () => one.object.bump()));
		},
		name() {
			this.useObject((one, expected) => this.check(expected, one.name, () => one.object.name));
		},
		consume() {
			this.useObject((one, expected) => {
				this.check(expected, one.value, () => one.object.into_value());
				one.freed ||= !expected;
			});
		},
		free() {
			const one = this.pick(this.objects);
			if (!one)
				return;
			const old = this.terminated || one.life !== this.generation;
			this.check(!old && one.freed ? 'Error' : undefined, undefined, () => one.object.free());
			one.freed = true;
		},
		trap() {
			const expected = this.enter();
			if (!expected)
				this.die();
			this.check(expected ?? 'RuntimeError', undefined, () => this.pkg.trap());
		},
		panic() {
			const expected = this.enter();
			if (!expected && !this.unwinds)
				this.die();
			this.check(expected ?? 'PanicError', undefined, () => this.pkg.panics('x'));
		},
		fail() {
			this.check(this.enter() ?? 'Error', undefined, () => this.pkg.fails('x'));
		},
		overflow() {
			if (this.random(4) !== 0)
				return;
			const expected = this.enter();
			if (!expected)
				this.die();
			this.check(expected ?? 'RuntimeError', undefined, () => this.pkg.overflow(1e6));
		},
		schedule() {
			if (this.random(3) !== 0)
				return;
			this.due = true;
			this.pkg.schedule_reinit();
		},
		scheduleInside() {
			if (this.random(3) !== 0)
				return;
			const expected = this.enter();
			this.check(expected, undefined, () => this.pkg.reinit());
			this.due ||= !expected;
		},
		reset() {
			if (this.random(2) !== 0)
				return;
			this.reset();
			this.pkg.__wbg_reset_state();
		},
		policy() {
			this.mode = this.random(2) === 0 ? 'throw' : 'reset';
			this.pkg.set_recovery_policy({ mode: this.mode });
		},
		keep() {
			this.check(this.enter(), undefined, () => this.pkg.keeps());
		},
		closure() {
			const one = this.pick(this.closures);
			if (!one)
				return;
			if (this.terminated || one.life !== this.generation) {
				this.stale++;
				assert.equal(one.closure(0), undefined);
			} else {
				assert.equal(one.closure(0), ++this.ran);
			}
		},
		nest() {
			if (this.depth > 2)
				return;
			const expected = this.enter();
			if (expected) {
				this.check(expected, undefined, () => this.pkg.calls(1));
				return;
			}
			const life = this.generation;
			let lost;
			this.hooks.call = () => {
				this.depth++;
				for (let i = this.random(6); i > 0; i--)
					this.step();
				this.depth--;
				lost = this.terminated || this.generation !== life;
				return 7;
			};
			let outcome;
			try {
				outcome = this.pkg.calls(1);
			} catch (error) {
				outcome = error;
			}
			this.ground = Math.min(this.ground, this.depth);
			if (lost)
				assert.ok(outcome instanceof this.pkg.TerminatedError && outcome.generation === life, show(outcome));
			else
				assert.equal(outcome, 8, show(outcome));
		},
		promise() {
			const expected = this.enter();
			const promise = this.check(expected, undefined, () => this.pkg.wait(new Promise(() => {})));
			if (!expected)
				this.promises.push({ promise, life: this.generation });
		},
	};
}

each('a random walk', async (flavour, { unwinds }) => {
	for (let seed = 1; seed <= SEEDS; seed++) {
		const reset = ['in-place', 'reinstantiate', 'auto'][seed % 3];
		const { pkg, hooks } = await ours(flavour, { flags: ['--reset', reset] });
		const walk = new Walk(pkg, hooks, unwinds, seed);
		try {
			for (let i = 0; i < STEPS; i++)
				walk.step();
		} catch (error) {
			error.message = `seed ${seed}, ${reset}: ${error.message}`;
			throw error;
		}
		assert.ok(walk.generation > 10);
		// Microtasks of all generations have come and gone.
		await tick();
		pkg.__wbg_reset_state();
		for (const { promise, life } of walk.promises) {
			const error = await promise.then(() => assert.fail('it was resolved'), (reason) => reason);
			assert.ok(error instanceof pkg.TerminatedError && error.generation === life, show(error));
		}
		assert.equal(await pkg.wait_text(Promise.resolve(), 'x'), 'waited for x');
	}
});
