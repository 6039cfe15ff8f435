// SPDX-License-Identifier: MIT OR Apache-2.0
// For tests of objects that outlive the state they were made on.

import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { thrown } from './expect.mjs';
import { FLAVOURS, flavour, runnable } from './fixtures.mjs';
import { settled, tick } from './promises.mjs';

/** The ways to a fresh state: what makes the next use run on one. */
export const WAYS = {
	'a reset by hand': (pkg) => pkg.__wbg_reset_state(),
	'an abort, and the policy': (pkg) => {
		pkg.set_recovery_policy({ mode: 'reset' });
		thrown(() => pkg.trap());
	},
	'a reset that was scheduled': (pkg) => pkg.schedule_reinit(),
};

/** A suite for each flavour that cargo made. */
export function eachFlavour(title, fn) {
	for (const kind of FLAVOURS) {
		describe(`${title}, ${kind.name}`,
			runnable(kind) ? {} : { skip: 'this engine lacks: exnref' },
			() => fn(kind.name, kind));
	}
}

/** A module, and what entrypoint() makes of the class that `define` gives. */
export async function follow(name, define, options, loading) {
	const loaded = await flavour(name, loading);
	const Class = define(loaded.pkg);
	return { ...loaded, Class, Followed: loaded.pkg.entrypoint(Class, options) };
}

/** The error of a promise that is to be rejected by now. */
export async function refused(promise) {
	const state = await settled(promise);
	assert.ok('error' in state, `it was not rejected: ${Object.keys(state)}`);
	return state.error;
}

/** Waits for a promise that is to be rejected; returns what with. */
export const rejection = (promise) => promise.then((value) =>
	assert.fail(`it was not rejected, but resolved to ${String(value)}`), (error) => error);

/** A promise and what settles it. */
export function gate() {
	const one = {};
	one.promise = new Promise((resolve, reject) => Object.assign(one, { resolve, reject }));
	return one;
}

/** Fails the test if a rejection is unhandled until `done` is called. */
export function noUnhandled() {
	const unhandled = [];
	const note = (error) => {
		unhandled.push(error);
	};
	process.on('unhandledRejection', note);
	return async () => {
		await tick();
		await tick();
		process.off('unhandledRejection', note);
		assert.deepEqual(unhandled, []);
	};
}
