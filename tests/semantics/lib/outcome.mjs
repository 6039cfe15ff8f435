// SPDX-License-Identifier: MIT OR Apache-2.0
// What a call or an instantiation ended with, so that two of them can be compared.

import { SLOT, callBits, hasBits } from './call.mjs';
import { sameButForNans, show } from './values.mjs';

/* Indices of imports are none of the program's business. */
const messageOf = (error) => String(error?.message)
	.replace(/Import #\d+/, 'Import #N')
	.replace(/(table|memory) import \d+/, '$1 import N');

// Which access of a segment or of an entry is out of bounds depends on who makes it:
// the start function does what instantiation did.
const BOUNDS = /out of bounds/;
// Binaryen writes `unreachable` for an access that it knows to trap, and so do we for
// a segment that was dropped.
const KNOWN_TO_TRAP = /^(memory access|element segment|data segment) out of bounds$|^dereferencing a null pointer$/;

// Its optimizer does that for all traps.
const sameTrap = (a, b, optimized) => a === b || BOUNDS.test(a) && BOUNDS.test(b) ||
	b === 'unreachable' && (optimized || KNOWN_TO_TRAP.test(a));

const KINDS = [
	['trap', WebAssembly.RuntimeError], ['exhaustion', RangeError], ['link', WebAssembly.LinkError],
	['exception', WebAssembly.Exception], ['type', TypeError],
];

/* A call with wrong arguments does not enter; other errors of types come out of a module. */
const isInside = (error) => /wasm-function\[/.test(error.stack);

/** What was thrown: {kind, message, error}. */
export function failure(error) {
	let [kind] = KINDS.find(([, type]) => error instanceof type) ?? ['thrown'];
	if (kind === 'type' && isInside(error))
		kind = 'thrown';
	const message = kind === 'exception' ? 'an exception' : messageOf(error);
	return { kind, message, error };
}

/** Whether the module died of it. */
export const isDeath = ({ kind }) => ['trap', 'exhaustion', 'exception', 'thrown'].includes(kind);

export function attempt(action) {
	try {
		return action();
	} catch (error) {
		return failure(error);
	}
}

/** Calls a function with all bits where it can be, else with values of JavaScript. */
export function invoke(type, callee, { bits, values }) {
	if (bits && hasBits(type) && bits.length === type.params.length)
		return attempt(() => ({ kind: 'bits', type, bits: callBits(type, callee, bits) }));
	return attempt(() => {
		const result = callee(...values);
		const several = type?.results.length > 1 && Array.isArray(result);
		return { kind: 'values', type, values: several ? result : type?.results.length === 0 ? [] : [result] };
	});
}

const tagsOf = (instances) => instances.flatMap(({ exports }) =>
	Object.values(exports).filter((value) => value instanceof WebAssembly.Tag));

/* Exceptions are compared by the tags that JavaScript can name, and by their payload. */
function sameException(a, b, sides) {
	const [tagsA, tagsB] = sides.map(tagsOf);
	const which = tagsA.findIndex((tag) => a.is(tag));
	if (which < 0 || tagsB[which] === undefined)
		return !tagsB.some((tag) => b.is(tag));
	if (!b.is(tagsB[which]))
		return false;
	for (let i = 0; ; i++) {
		const [left, right] = [[a, tagsA], [b, tagsB]].map(([error, tags]) =>
			attempt(() => ({ value: error.getArg(tags[which], i) })));
		if (left.kind || right.kind)
			return left.kind === right.kind;
		if (!Object.is(left.value, right.value) && typeof left.value !== 'object')
			return false;
	}
}

/**
 * Whether two outcomes are the same. `pairs` knows which functions correspond,
 * `sides` are the instances whose tags exceptions may have, `nans` lets NaNs differ,
 * `optimized` says that Binaryen's optimizer was at work.
 */
export function sameOutcome(a, b, { pairs, sides = [[], []], nans = false, optimized = false }) {
	if (a.kind !== b.kind)
		return false;
	if (a.kind === 'bits')
		return a.bits.equals(b.bits) || nans && sameButForNans(a.type.results, a.bits, b.bits);
	if (a.kind === 'values')
		return a.values.length === b.values.length &&
			a.values.every((value, i) => pairs.equal(value, b.values[i]));
	if (a.kind === 'exception')
		return sameException(a.error, b.error, sides);
	return a.kind === 'trap' ? sameTrap(a.message, b.message, optimized) : a.message === b.message;
}

export function describe(outcome) {
	if (outcome.kind === 'bits') {
		const { bits, type } = outcome;
		return `(${type.results.map((t, i) =>
			`${t} 0x${Buffer.from(bits.subarray(i * SLOT, (i + 1) * SLOT)).reverse()
				.toString('hex').replace(/^0+(?=.)/, '')}`).join(', ')})`;
	}
	if (outcome.kind === 'values')
		return `(${outcome.values.map(show).join(', ')})`;
	return `${outcome.kind}: ${outcome.message}`;
}
