// SPDX-License-Identifier: MIT OR Apache-2.0
// What a program does with a package of testdata/flavours: the same in every host,
// whatever engine that has.

import { equal, isPanic, isTerminated, ok, runChecks, show, thrown } from './check.mjs';

/** Imports for a package; what env.host does can be changed while it runs. */
export function newEnv() {
	const env = {
		host: (x) => x,
		imports: { env: { host: (x) => env.host(x), log() {} } },
	};
	return env;
}

/** The module lives, and has lost nothing: `count` calls of bump() are in its state. */
function isAlive(pkg, count) {
	equal(pkg.recovery_state().terminated, false, 'terminated');
	equal(pkg.counter(), count, 'the counter');
	equal(pkg.bump(), count + 1, 'the next count');
}

/** The hook was called once, with this. */
function abortedOnce(aborts, error, reason) {
	equal(aborts.length, 1, 'calls of the hook');
	equal(aborts[0].reason, reason, 'the reason');
	ok(Object.is(aborts[0].error, error), `the hook's error: ${show(aborts[0].error)}`);
}

/** What a person is shown first, of a module with panic=abort. */
export const STORY = [
	['a panic, caught', 'a panic is a PanicError with text and place'],
	['its module, stopped', 'after the panic every call is refused'],
	['and recovered', 'a reset gives a fresh state behind the same functions'],
];

const BAD_INDEX = 'index out of bounds: the len is 10 but the index is 99';

const isTrap = (error) => error instanceof WebAssembly.RuntimeError;
// SpiderMonkey has an error of its own for it.
const isOverflow = (error) => error instanceof RangeError || error.name === 'InternalError';

const panics = (pkg, { unwinds }) => ({
	'values cross the border'() {
		equal(pkg.add(2, 3), 5, 'add(2, 3)');
		equal(pkg.add64(2n ** 62n, 1n), 2n ** 62n + 1n, 'add64(2n ** 62n, 1n)');
		return 'add(2, 3) === 5, and i64 as bigint';
	},

	'a panic is a PanicError with text and place'() {
		const error = thrown(() => pkg.index(99));
		const detail = isPanic(pkg, error, BAD_INDEX, !unwinds);
		return `index(99) throws ${detail}`;
	},

	[unwinds ? 'after the panic the module lives on' : 'after the panic every call is refused']({ aborts }) {
		pkg.bump();
		const error = thrown(() => pkg.index(99));
		isPanic(pkg, error, BAD_INDEX, !unwinds);
		if (!unwinds) {
			abortedOnce(aborts, error, 'panic');
			return `bump() throws ${isTerminated(pkg, () => pkg.bump(), error)}`;
		}
		isAlive(pkg, 1);
		equal(aborts.length, 0, 'calls of the hook');
		return 'nothing is lost: bump() === 2';
	},

	'set_on_abort is told once, and why'({ aborts }) {
		const error = thrown(() => pkg.boom_c());
		isPanic(pkg, error, 'c boom', true);
		abortedOnce(aborts, error, 'panic');
		equal(aborts[0].export, 'boom_c', 'the export');
		thrown(() => pkg.bump());
		thrown(() => pkg.add(1, 1));
		equal(aborts.length, 1, 'calls of the hook');
		return 'reason: panic, export: boom_c';
	},
});

const resets = (pkg) => ({
	'a reset gives a fresh state behind the same functions'({ generation }) {
		const { bump } = pkg;
		bump();
		isPanic(pkg, thrown(() => pkg.boom_c()), 'c boom', true);
		pkg.__wbg_reset_state();
		equal(pkg.recovery_state().generation, generation + 1, 'the generation');
		isAlive(pkg, 0);
		equal(bump(), 2, 'the function from before');
		return `__wbg_reset_state()\ngeneration ${generation + 1}: bump() === 1`;
	},

	"the policy 'reset' recovers by itself"({ aborts, generation }) {
		pkg.set_recovery_policy({ mode: 'reset' });
		for (let i = 1; i <= 3; i++) {
			pkg.bump();
			const error = thrown(() => pkg.trap());
			ok(isTrap(error), `another error: ${show(error)}`);
			equal(pkg.bump(), 1, 'the first count');
			equal(pkg.recovery_state().generation, generation + i, 'the generation');
		}
		equal(aborts.length, 3, 'calls of the hook');
		return '3 traps, 3 fresh states, no call refused';
	},
});

/* A call that ends the module in any flavour. */
const dies = (pkg, call, reason, isError) => ({ aborts }) => {
	pkg.bump();
	const error = thrown(call);
	ok(isError(error), `another error: ${show(error)}`);
	abortedOnce(aborts, error, reason);
	isTerminated(pkg, () => pkg.counter(), error);
	equal(aborts.length, 1, 'calls of the hook');
	return `${show(error)}\nreason: ${reason}`;
};

const traps = (pkg) => ({
	'a trap ends the module': dies(pkg, () => pkg.trap(), 'trap', isTrap),
	'so does a wild pointer': dies(pkg, () => pkg.oob(), 'trap', isTrap),
	'so does a stack overflow': dies(pkg, () => pkg.recurse(-1), 'stack-overflow', isOverflow),
	"so does an overflow of the language's own stack":
		dies(pkg, () => pkg.shadow(100_000), 'stack-overflow', isTrap),
});

const imported = (pkg, { unwinds, env }) => ({
	[`what an import throws passes through, and the module ${unwinds ? 'lives on' : 'is dead'}`]({ aborts }) {
		pkg.bump();
		const object = Object.freeze({ thrown: 'by JavaScript' });
		env.host = () => {
			throw object;
		};
		const error = thrown(() => pkg.guarded_call(1));
		ok(Object.is(error, object), `another object: ${show(error)}`);
		if (!unwinds) {
			abortedOnce(aborts, object, 'foreign-exception');
			isTerminated(pkg, () => pkg.counter(), object);
			return 'the identical object; reason: foreign-exception';
		}
		equal(aborts.length, 0, 'calls of the hook');
		equal(pkg.drops(), 1, 'destructors that ran');
		isAlive(pkg, 1);
		return 'the identical object, and the destructor on the way has run';
	},

	'a call that dies inside another ends that too'({ aborts }) {
		let inner;
		env.host = () => {
			inner = thrown(() => pkg.trap());
			return 1; // as if nothing had been
		};
		const outer = thrown(() => pkg.guarded_call(1));
		ok(isTrap(inner), `another error: ${show(inner)}`);
		abortedOnce(aborts, inner, 'trap');
		ok(outer instanceof pkg.TerminatedError || isTrap(outer), `the outer call: ${show(outer)}`);
		isTerminated(pkg, () => pkg.counter(), inner);
		return `inside: ${show(inner)}\noutside: ${show(outer)}`;
	},
});

const instances = (pkg, { module }) => ({
	'createInstance: two instances do not disturb each other'({ aborts, generation }) {
		const other = pkg.createInstance({ module, imports: newEnv().imports });
		const others = [];
		other.set_on_abort((abort) => {
			others.push(abort);
		});
		pkg.bump();
		isAlive(other, 0);
		const death = thrown(() => other.trap());
		isTerminated(other, () => other.bump(), death);
		isAlive(pkg, 1);
		equal(aborts.length, 0, 'calls of the hook of the first');
		equal(others.length, 1, 'calls of the hook of the second');
		const second = thrown(() => pkg.trap());
		other.__wbg_reset_state();
		isAlive(other, 0);
		equal(other.recovery_state().generation, 1, 'the generation of the second');
		isTerminated(pkg, () => pkg.bump(), second);
		equal(pkg.recovery_state().generation, generation, 'the generation of the first');
		return 'one dies, the other goes on, each has its own generations';
	},
});

const objects = (pkg) => ({
	async 'entrypoint: an object goes on over a reset'() {
		let made = 0;
		class Basket {
			#owner;
			constructor(owner) {
				this.#owner = owner;
				made++;
			}
			put() {
				return `${this.#owner} ${pkg.bump()}`;
			}
			async putLater() {
				await undefined;
				return this.put();
			}
			drop() {
				pkg.trap();
			}
		}
		const Lasting = pkg.entrypoint(Basket, { reconstruct: 'lazy' });
		const basket = new Lasting('Ada');
		ok(basket instanceof Lasting && basket instanceof Basket, 'it is no instance');
		equal(basket.put, basket.put, 'a method is bound once');
		equal(basket.put(), 'Ada 1', 'the first call');
		const death = thrown(() => basket.drop());
		isTerminated(pkg, () => basket.put(), death);
		pkg.__wbg_reset_state();
		equal(basket.put(), 'Ada 1', 'the first call on a fresh state');
		equal(await basket.putLater(), 'Ada 2', 'an asynchronous call');
		equal(made, 2, 'constructions');
		return 'made anew with the same arguments, behind the same object';
	},
});

/**
 * Plays all of it. `flavour` is abort, legacy or exnref; `env` is what newEnv()
 * returned and the package imports; `module` is the module, for targets whose
 * createInstance() has to be told.
 */
export async function scenario(pkg, { flavour, env, module }) {
	function begin() {
		const aborts = [];
		pkg.set_on_abort((abort) => {
			aborts.push(abort);
		});
		pkg.set_recovery_policy({ mode: 'throw' });
		pkg.__wbg_reset_state();
		env.host = (x) => x;
		return { aborts, generation: pkg.recovery_state().generation };
	}
	const context = { unwinds: flavour !== 'abort', env, module };
	const parts = [panics, resets, traps, imported, instances, objects];
	return runChecks(Object.assign({}, ...parts.map((part) => part(pkg, context))), begin);
}
