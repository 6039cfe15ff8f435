// SPDX-License-Identifier: MIT OR Apache-2.0
// Ways to die that need no help of the module.

import vm from 'node:vm';

const dig = (left, call) => left > 0 ? dig(left - 1, call) : call();

/* One descent: with ever more of the stack left, until the call succeeds. */
function descend(from, call) {
	for (let depth = from; depth > 0; depth -= 20) {
		try {
			dig(depth, call);
			return null;
		} catch (error) {
			if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError && error.stack.includes('wasm://'))
				return error;
		}
	}
	return null;
}

/** What overflows the stack is in the module. The engine's frames become smaller meanwhile: hence several descents. */
export function outOfStack(call) {
	for (let attempt = 0; attempt < 8; attempt++) {
		const error = descend(40_000, call);
		if (error)
			throw error;
	}
}

/** The host gives up while the call is going on, which nobody inside can catch. */
export function tooSlow(call, timeout = 150) {
	vm.runInNewContext('call()', { call }, { timeout });
}

/** For exports whose names say nothing, and which take something: one after the other, with addresses where nothing is. */
export function wild(exports) {
	for (const exported of Object.values(exports).filter((value) => typeof value === 'function' && value.length > 0))
		exported(...Array(exported.length).fill(-64));
}
