// SPDX-License-Identifier: MIT OR Apache-2.0
// The ways to make a Worker.
//
// `made` by worker-build, of the application by cargo and `--target workers`, or by
// hand; `panic` is how the crate is compiled. `waits`: a Durable Object that is
// constructed anew is not used before it is initialised. `compared`: that of the real
// wasm-bindgen is run too.

const worker = (flags, more) => ({ made: 'worker-build', flags, main: 'index.js', ...more });
const legacy = (flags, more) => worker(flags, { main: 'worker/shim.mjs', panic: 'abort', ...more });
const plain = (panic) => ({ made: 'plain', panic, main: 'app.js', waits: true });
const hand = (panic, flavour) => ({ made: 'hand', panic, flavour, main: 'worker.mjs', waits: true });

export const variants = {
	'worker-build': worker([], { panic: 'abort', compared: true }),
	'worker-build --no-panic-recovery': legacy(['--no-panic-recovery'], { waits: true }),
	'worker-build CUSTOM_SHIM': legacy([], { shim: 'shim.js', waits: true }),
	'target workers': plain('abort'),
	'worker-build --panic-unwind': worker(['--panic-unwind'], { panic: 'unwind', compared: true }),
	'target workers (unwind)': plain('unwind'),
	'by hand': hand('abort', 'abort'),
	'by hand (unwind)': hand('unwind', 'exnref'),
};
