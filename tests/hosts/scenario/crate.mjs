// SPDX-License-Identifier: MIT OR Apache-2.0
// What a program does with a crate with #[wasm_bindgen], the crate `recovery` of
// tests/bindgen/recovery: strings, classes, closures, promises.

import { equal, isPanic, isTerminated, ok, rejection, runChecks, show, thrown } from './check.mjs';

/** What the crate imports: the global object `hooks`. Returns it. */
export function setHooks() {
	globalThis.hooks = {
		kept: null,
		call: (x) => x,
		note() {},
		give_text: (x) => `text ${x}`,
		attempt: (x) => x,
		keep(closure) {
			this.kept = closure;
		},
		later(closure, ms) {
			setTimeout(() => closure(0), ms);
		},
		run: (closure) => closure(0) + closure(0),
	};
	return globalThis.hooks;
}

function deferred() {
	const one = {};
	one.promise = new Promise((resolve, reject) => Object.assign(one, { resolve, reject }));
	return one;
}

/** `flavour` is that of the crate: abort, legacy or exnref. */
export async function crateScenario(pkg, { flavour, hooks }) {
	const unwinds = flavour !== 'abort';
	const reset = () => {
		if (pkg.recovery_state().terminated)
			pkg.__wbg_reset_state();
	};

	function begin() {
		pkg.set_recovery_policy({ mode: 'throw' });
		pkg.__wbg_reset_state();
		hooks.call = (x) => x;
		return {};
	}

	const checks = {
		'strings, numbers and arrays'() {
			equal(pkg.greet('Zoë 🦀 \u{10ffff}'), 'hello Zoë 🦀 \u{10ffff}', 'greet');
			equal(pkg.greet_owned(''), '!', 'greet_owned');
			equal(pkg.join(['a', '', 'ß']), 'a++ß', 'join');
			equal(pkg.negate(-(2n ** 40n)), 2n ** 40n, 'negate');
			equal(pkg.sum(Uint32Array.of(1, 2, 3)), 6, 'sum');
			const values = Uint32Array.of(1, 2, 3);
			pkg.double(values);
			equal(values.join(), '2,4,6', 'double');
			return "greet('Zoë') === 'hello Zoë', and what needs surrogates";
		},

		'objects of a class'() {
			const counter = new pkg.Counter(5, 'five');
			ok(counter instanceof pkg.Counter, 'it is no instance');
			equal(counter.bump(), 6, 'bump');
			counter.value = 10;
			equal(counter.value, 10, 'value');
			counter.rename('ten');
			equal(counter.name, 'ten', 'name');
			const other = pkg.Counter.make(3);
			equal(counter.add(other), 13, 'add');
			equal(pkg.total(counter, other), 16, 'total');
			counter.free();
			equal(pkg.freed(), 2, 'freed');
			return 'new Counter(5), methods, accessors, free()';
		},

		'closures, both ways'() {
			pkg.keeps();
			equal(hooks.kept(0), 1, 'a closure that JavaScript keeps');
			equal(hooks.kept(0), 2, 'the same again');
			equal(pkg.lends(), 4 + 6, 'a closure that is lent');
			hooks.call = (x) => x * 2;
			equal(pkg.calls(21), 43, 'a function of JavaScript');
			return 'kept by JavaScript, lent to it, called back';
		},

		'errors as values'() {
			const error = thrown(() => pkg.fails('not today'));
			ok(error instanceof Error && error.message === 'not today', show(error));
			const object = { a: 1 };
			ok(Object.is(thrown(() => pkg.fails_with(object)), object), 'another object');
			equal(pkg.bump(), 1, 'bump');
			return 'Result::Err is thrown, the module lives on';
		},

		'a panic is a PanicError'() {
			const error = thrown(() => pkg.panics_text('wörtlich'));
			const detail = isPanic(pkg, error, 'panicked: wörtlich', !unwinds);
			if (unwinds)
				equal(pkg.drops(), 1, 'destructors that ran');
			else
				isTerminated(pkg, () => pkg.greet('x'), error);
			reset();
			equal(pkg.greet('x'), 'hello x', 'greet');
			return detail;
		},

		async 'async functions resolve and reject'() {
			equal(await pkg.wait_text(Promise.resolve(), 'it'), 'waited for it', 'wait_text');
			const object = { reason: 1 };
			ok(Object.is(await rejection(pkg.wait(Promise.reject(object))), object), 'another object');
			const error = await rejection(pkg.wait_panic(Promise.resolve(), 'later'));
			// An abort ends all that is pending, the promise of that call among them.
			isPanic(pkg, unwinds ? error : error.cause, 'later', !unwinds);
			if (!unwinds)
				ok(error instanceof pkg.TerminatedError, show(error));
			return `a value, a rejection, a panic after an await: ${error.name}`;
		},

		async 'after an abort no promise is left pending'() {
			const never = deferred();
			const pending = pkg.wait(never.promise);
			const error = thrown(() => pkg.trap());
			ok(error instanceof WebAssembly.RuntimeError, show(error));
			const refusal = await rejection(pending);
			ok(refusal instanceof pkg.TerminatedError, `not refused: ${show(refusal)}`);
			ok(Object.is(refusal.cause, error), `its cause: ${show(refusal.cause)}`);
			return `rejected with ${refusal.name}`;
		},

		'an object does not outlive its state'() {
			const counter = new pkg.Counter(1, 'old');
			pkg.keeps();
			const { kept } = hooks;
			thrown(() => pkg.trap_text('x'));
			pkg.__wbg_reset_state();
			const error = thrown(() => counter.bump());
			ok(error instanceof pkg.StaleInstanceError, show(error));
			counter.free();
			const before = pkg.recovery_state().stale_calls;
			equal(kept(0), undefined, 'an old closure');
			equal(pkg.recovery_state().stale_calls, before + 1, 'stale_calls');
			equal(new pkg.Counter(1, 'new').bump(), 2, 'a new one');
			return `${error.name}: ${error.message}`;
		},
	};
	return runChecks(checks, begin);
}
