// SPDX-License-Identifier: MIT OR Apache-2.0
// What the scenarios are written with. It runs in every host: nothing but the
// language, and no assertion library.

export function show(value) {
	if (typeof value === 'string')
		return JSON.stringify(value);
	if (typeof value === 'function')
		return `function ${value.name}`;
	try {
		return String(value);
	} catch {
		return `a ${typeof value}`;
	}
}

export function ok(condition, what) {
	if (!condition)
		throw new Error(what);
}

export function equal(actual, expected, what) {
	ok(Object.is(actual, expected), `${what}: ${show(actual)}, not ${show(expected)}`);
}

/** Calls fn, which must throw; returns what it threw. */
export function thrown(fn, what = 'the call') {
	let result;
	try {
		result = fn();
	} catch (error) {
		return error;
	}
	throw new Error(`${what} threw nothing, it returned ${show(result)}`);
}

/** As thrown(), of a promise. */
export async function rejection(promise, what = 'the promise') {
	let result;
	try {
		result = await promise;
	} catch (error) {
		return error;
	}
	throw new Error(`${what} was not rejected, it resolved to ${show(result)}`);
}

/** A PanicError with this text, raised somewhere in a src/FILE.rs; says so. */
export function isPanic(pkg, error, message, fatal) {
	ok(error instanceof pkg.PanicError, `no PanicError: ${show(error)}`);
	ok(error instanceof Error, 'a PanicError is no Error');
	equal(error.name, 'PanicError', 'its name');
	equal(error.message, message, 'its message');
	equal(error.fatal, fatal, 'fatal');
	const { file, line, column } = error.location ?? {};
	ok(/\.rs$/.test(file) && line > 0 && column > 0, `its location: ${JSON.stringify(error.location)}`);
	if (fatal)
		ok(error.cause instanceof WebAssembly.RuntimeError, `its cause: ${show(error.cause)}`);
	return `${error.name}: ${error.message}\nat ${file}:${line}:${column}`;
}

/** Whatever is called is refused, and tells by what the module died. */
export function isTerminated(pkg, call, cause) {
	const refusal = thrown(call, 'a call of a dead module');
	ok(refusal instanceof pkg.TerminatedError, `not refused: ${show(refusal)}`);
	equal(refusal.name, 'TerminatedError', 'its name');
	ok(refusal.message.startsWith('Module terminated'), `its message: ${refusal.message}`);
	ok(Object.is(refusal.cause, cause), `its cause: ${show(refusal.cause)}, not ${show(cause)}`);
	equal(pkg.recovery_state().terminated, true, 'terminated');
	return `${refusal.name}: ${refusal.message}`;
}

/**
 * Runs functions one after the other, each of which may return a detail to show.
 * `begin` makes the state that each of them starts from.
 */
export async function runChecks(checks, begin) {
	const results = [];
	for (const [name, check] of Object.entries(checks)) {
		try {
			const detail = await check(begin());
			results.push({ name, ok: true, detail: detail ?? '' });
		} catch (error) {
			results.push({ name, ok: false, detail: `${show(error)}\n${error?.stack ?? ''}` });
		}
	}
	return results;
}
