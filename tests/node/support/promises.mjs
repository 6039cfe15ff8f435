// SPDX-License-Identifier: MIT OR Apache-2.0
// How promises stand.

export const tick = () => new Promise((resolve) => setImmediate(resolve));

/** {pending}, {value} or {error}, after everything that is due has happened. */
export async function settled(promise) {
	let state = { pending: true };
	promise.then((value) => {
		state = { value };
	}, (error) => {
		state = { error };
	});
	await tick();
	return state;
}
