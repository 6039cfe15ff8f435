// SPDX-License-Identifier: MIT OR Apache-2.0
// set_on_abort: once per abort, at once, on a stack of its own.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { needs } from './support/engine.mjs';
import { abortedOnce, isAlive, isTerminated, show, thrown } from './support/expect.mjs';
import { FLAVOURS, flavour } from './support/fixtures.mjs';

for (const { name, unwinds, needs: features } of FLAVOURS) {
	describe(`set_on_abort, ${name}`, needs(...features), () => {
		it('returns the hook that was set before', async () => {
			const { pkg } = await flavour(name);
			pkg.set_on_abort(null);
			assert.equal(pkg.set_on_abort(null), null);
			const first = () => {};
			const second = () => {};
			assert.equal(pkg.set_on_abort(first), null);
			assert.equal(pkg.set_on_abort(second), first);
			assert.equal(pkg.set_on_abort(null), second);
			assert.equal(pkg.set_on_abort(null), null);
		});

		it('takes a function or null, and keeps the old one otherwise', async () => {
			const { pkg, aborts } = await flavour(name);
			for (const wrong of [1, 'x', {}, true, Symbol('x')]) {
				const error = thrown(() => pkg.set_on_abort(wrong));
				assert.ok(error instanceof TypeError, show(error));
			}
			const error = thrown(() => pkg.trap());
			abortedOnce(aborts, { error, reason: 'trap', export: 'trap' });
		});

		it('is called before the failing call returns, with the module dead', async () => {
			const { pkg } = await flavour(name);
			const events = [];
			pkg.set_on_abort((abort) => {
				events.push('hook');
				assert.equal(Object.keys(abort).sort().join(), 'error,export,generation,reason');
				isTerminated(pkg, () => pkg.counter(), abort.error);
				isTerminated(pkg, () => pkg.trap(), abort.error);
				const state = pkg.recovery_state();
				assert.equal(state.terminated, true);
				assert.equal(state.last_error, abort.error);
				events.push('refused');
			});
			thrown(() => pkg.trap());
			events.push('caught');
			assert.deepEqual(events, ['hook', 'refused', 'caught']);
		});

		it('is not called for refused calls', async () => {
			const { pkg, aborts } = await flavour(name);
			const error = thrown(() => pkg.trap());
			for (let i = 0; i < 5; i++)
				thrown(() => pkg.trap());
			abortedOnce(aborts, { error, reason: 'trap', export: 'trap' });
		});

		it('may log, call imports, and set another hook', async () => {
			const logged = [];
			const { pkg, env } = await flavour(name);
			env.log = (x) => logged.push(x);
			let late = 0;
			pkg.set_on_abort(({ reason }) => {
				env.log(reason);
				env.host(1);
				pkg.set_on_abort(() => late++);
				env.log('end');
			});
			const error = thrown(() => pkg.trap());
			assert.ok(error instanceof WebAssembly.RuntimeError);
			assert.deepEqual(logged, ['trap', 'end']);
			thrown(() => pkg.trap());
			assert.equal(late, 0);
		});

		it('a hook that is set after the abort is not told of it', async () => {
			const { pkg } = await flavour(name);
			pkg.set_on_abort(null);
			const error = thrown(() => pkg.trap());
			let called = 0;
			pkg.set_on_abort(() => called++);
			isTerminated(pkg, () => pkg.counter(), error);
			assert.equal(called, 0);
		});

		it('a hook that throws changes nothing and is reported', async () => {
			for (const failure of [new Error('in the hook'), undefined, 'text']) {
				const { pkg } = await flavour(name);
				let calls = 0;
				pkg.set_on_abort(() => {
					calls++;
					throw failure;
				});
				const reports = [];
				const error = reporting(reports, () => thrown(() => pkg.trap()));
				assert.ok(error instanceof WebAssembly.RuntimeError);
				assert.equal(calls, 1);
				assert.equal(reports.length, 1);
				assert.ok(reports[0].some((arg) => Object.is(arg, failure)),
					`reported ${reports[0]}`);
				isTerminated(pkg, () => pkg.counter(), error);
			}
		});

		it('a hook that throws, and a console that throws as well', async () => {
			const { pkg } = await flavour(name);
			pkg.set_on_abort(() => {
				throw new Error('in the hook');
			});
			const error = reporting(null, () => thrown(() => pkg.trap()));
			assert.ok(error instanceof WebAssembly.RuntimeError);
			isTerminated(pkg, () => pkg.counter(), error);
		});

		it('a hook that calls a dying export and lets that out is reported', async () => {
			const { pkg } = await flavour(name);
			pkg.set_on_abort(() => pkg.counter());
			const reports = [];
			const error = reporting(reports, () => thrown(() => pkg.trap()));
			assert.ok(error instanceof WebAssembly.RuntimeError);
			assert.ok(reports[0].some((arg) => arg instanceof pkg.TerminatedError));
		});

		it('names the export that died, not the one that was called first', async () => {
			const { pkg, env, aborts } = await flavour(name);
			env.host = () => pkg.oob();
			const error = thrown(() => pkg.plain_call(1));
			abortedOnce(aborts, { error, reason: 'trap', export: 'oob' });
		});

		it('an object that an import threw reaches the hook as it is', async () => {
			const { pkg, env, aborts } = await flavour(name);
			for (const object of [Object.freeze({}), undefined]) {
				env.host = () => {
					throw object;
				};
				assert.ok(Object.is(thrown(() => pkg.plain_call(1)), object));
				if (unwinds)
					continue;
				abortedOnce(aborts, { error: object, reason: 'foreign-exception',
					export: 'plain_call' });
				return;
			}
			isAlive(pkg, aborts);
		});
	});
}

/**
 * Runs fn while everything that is reported goes to @reports; with null, to
 * reporters that throw.
 */
function reporting(reports, fn) {
	const { reportError } = globalThis;
	const { error } = console;
	const report = (...args) => {
		if (!reports)
			throw new Error('no console today');
		reports.push(args);
	};
	console.error = report;
	if (reportError)
		globalThis.reportError = report;
	try {
		return fn();
	} finally {
		console.error = error;
		if (reportError)
			globalThis.reportError = reportError;
	}
}
