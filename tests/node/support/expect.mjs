// SPDX-License-Identifier: MIT OR Apache-2.0
// What the contract says about the two ways a module can be after a failure.

import assert from 'node:assert/strict';
import { inspect } from 'node:util';

/** Any value as text: also one that throws when it is looked at. */
export function show(value) {
	try {
		return inspect(value, { depth: 1 });
	} catch {
		return `a ${typeof value} that cannot be shown`;
	}
}

/** Calls fn, which must throw; returns what it threw, whatever that is. */
export function thrown(fn) {
	let result;
	try {
		result = fn();
	} catch (error) {
		return error;
	}
	assert.fail(`nothing was thrown; the call returned ${show(result)}`);
}

/** Any call is refused, with the error that killed the module as the cause. */
export function isTerminated(pkg, call, cause) {
	for (let i = 0; i < 2; i++) {
		const refusal = thrown(call);
		assert.ok(refusal instanceof pkg.TerminatedError, `not refused: ${show(refusal)}`);
		assert.ok(refusal instanceof Error);
		assert.equal(refusal.name, 'TerminatedError');
		assert.match(refusal.message, /^Module terminated/);
		assert.equal(refusal.generation, 0);
		if (arguments.length > 2)
			assert.ok(Object.is(refusal.cause, cause), `wrong cause: ${show(refusal.cause)}`);
	}
	assert.equal(pkg.recovery_state().terminated, true);
}

/** The hook was called once, and saw this. */
export function abortedOnce(aborts, { error, reason, export: name }) {
	assert.equal(aborts.length, 1, `the hook was called ${aborts.length} times`);
	const [abort] = aborts;
	assert.ok(Object.is(abort.error, error), `the hook saw another error: ${show(abort.error)}`);
	assert.equal(abort.reason, reason);
	assert.equal(abort.generation, 0);
	if (name !== undefined)
		assert.equal(abort.export, name);
}

/** Nothing was lost: the state is there and the next calls work. */
export function isAlive(pkg, aborts) {
	assert.deepEqual(aborts, []);
	assert.equal(pkg.recovery_state().terminated, false);
	const count = pkg.counter();
	assert.equal(pkg.bump(), count + 1);
	assert.equal(pkg.counter(), count + 1);
	assert.equal(pkg.add(2, 3), 5);
}

/** A PanicError with this text, raised by a line of the source that has @at. */
export function isPanic(pkg, error, { message, fatal, at, lines }) {
	assert.ok(error instanceof pkg.PanicError, `not a PanicError: ${show(error)}`);
	assert.ok(error instanceof Error);
	assert.ok(!(error instanceof pkg.TerminatedError));
	assert.equal(error.name, 'PanicError');
	assert.equal(error.fatal, fatal);
	if (message instanceof RegExp)
		assert.match(error.message, message);
	else
		assert.equal(error.message, message);
	if (fatal)
		assert.ok(error.cause instanceof WebAssembly.RuntimeError, `cause: ${show(error.cause)}`);
	else
		assert.equal(error.cause, undefined);
	if (at === undefined)
		return;
	assert.match(error.location.file, /lib\.rs$/);
	assert.equal(Object.keys(error.location).sort().join(), 'column,file,line');
	const line = lines[error.location.line - 1];
	assert.ok(line?.includes(at), `line ${error.location.line} is: ${line}`);
	const { column } = error.location;
	assert.ok(Number.isInteger(column) && column >= 1 && column <= line.length + 1);
	assert.ok(line.slice(column - 1).startsWith(at), `column ${column}: ${line.slice(column - 1)}`);
}
