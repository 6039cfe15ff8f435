// SPDX-License-Identifier: MIT OR Apache-2.0
// The values that scripts speak of: as bits, as values of JavaScript, and as what
// is expected of a result.

import { SLOT } from './call.mjs';

const WIDTHS = { i8: 1, i16: 2, i32: 4, i64: 8, f32: 4, f64: 8 };
const hosts = new Map();

/** What (ref.extern N) is in JavaScript. */
export function hostObject(n) {
	if (!hosts.has(n))
		hosts.set(n, { host: n });
	return hosts.get(n);
}

const isHost = (value) => hosts.get(value?.host) === value;

function writeLane(buffer, at, type, text) {
	const bits = BigInt.asUintN(WIDTHS[type] * 8, BigInt(text));
	for (let i = 0; i < WIDTHS[type]; i++)
		buffer[at + i] = Number(bits >> BigInt(i * 8) & 0xffn);
}

const lanesOf = ({ type, lane_type: lane, value }) => type === 'v128'
	? { lane, lanes: value } : { lane: type, lanes: [value] };

/** A constant as SLOT bytes. */
export function toBits(constant) {
	const buffer = Buffer.alloc(SLOT);
	const { lane, lanes } = lanesOf(constant);
	lanes.forEach((text, i) => writeLane(buffer, i * WIDTHS[lane], lane, text));
	return buffer;
}

/** A constant as what JavaScript passes. */
export function toValue(constant) {
	const { type, value } = constant;
	switch (type) {
	case 'i32': return toBits(constant).readInt32LE();
	case 'i64': return toBits(constant).readBigInt64LE();
	case 'f32': return toBits(constant).readFloatLE();
	case 'f64': return toBits(constant).readDoubleLE();
	case 'v128': return 0; // refused, whatever it is
	case 'externref': case 'anyref':
		return value === undefined || value === 'null' ? null : hostObject(Number(value));
	default: return null;
	}
}

const isNan32 = (bits) => (bits & 0x7fffffff) > 0x7f800000;
const isNan64 = (bits) => BigInt.asUintN(63, bits) > 0x7ff0000000000000n;

function laneMatches(buffer, at, type, text) {
	if (!text.startsWith('nan:')) {
		const expected = Buffer.alloc(8);
		writeLane(expected, 0, type, text);
		return buffer.compare(expected, 0, WIDTHS[type], at, at + WIDTHS[type]) === 0;
	}
	const canonical = text === 'nan:canonical';
	if (type === 'f32') {
		const bits = buffer.readUInt32LE(at) & 0x7fffffff;
		return canonical ? bits === 0x7fc00000 : bits >= 0x7fc00000;
	}
	const bits = BigInt.asUintN(63, buffer.readBigUInt64LE(at));
	return canonical ? bits === 0x7ff8000000000000n : bits >= 0x7ff8000000000000n;
}

/** Whether a result as bits is the expected one. */
export function bitsMatch(expected, buffer) {
	if (expected.type === 'either')
		return expected.values.some((value) => bitsMatch(value, buffer));
	const { lane, lanes } = lanesOf(expected);
	return lanes.every((text, i) => laneMatches(buffer, i * WIDTHS[lane], lane, text));
}

function referenceMatches({ type, value }, given) {
	if (type.startsWith('null') || type === 'refnull' || value === 'null')
		return given === null;
	if (value !== undefined && type !== 'funcref')
		return given === hostObject(Number(value));
	switch (type) {
	case 'funcref': return typeof given === 'function';
	case 'i31ref': return typeof given === 'number';
	case 'structref': case 'arrayref': return typeof given === 'object' && given !== null;
	default: return given !== null && given !== undefined;
	}
}

/** Whether a result as a value of JavaScript is the expected one. */
export function valueMatches(expected, given) {
	switch (expected.type) {
	case 'either': return expected.values.some((value) => valueMatches(value, given));
	case 'i32': case 'i64': return Object.is(given, toValue(expected));
	case 'f32': case 'f64':
		return expected.value.startsWith('nan:') ? Number.isNaN(given)
			: Object.is(given, toValue(expected));
	case 'v128': return false;
	default: return referenceMatches(expected, given);
	}
}

/** Whether both are the same bits but for NaNs, of which the engine may make others. */
export function sameButForNans(types, a, b) {
	return types.every((type, i) => {
		const at = i * SLOT;
		const equal = a.compare(b, at, at + SLOT, at, at + SLOT) === 0;
		const nan32 = (o) => isNan32(a.readUInt32LE(o)) && isNan32(b.readUInt32LE(o));
		const nan64 = (o) => isNan64(a.readBigUInt64LE(o)) && isNan64(b.readBigUInt64LE(o));
		const same = (o, size) => a.compare(b, o, o + size, o, o + size) === 0;
		if (equal)
			return true;
		switch (type) {
		case 'f32': return nan32(at);
		case 'f64': return nan64(at);
		case 'v128':
			return [0, 4, 8, 12].every((o) => same(at + o, 4) || nan32(at + o)) ||
				[0, 8].every((o) => same(at + o, 8) || nan64(at + o));
		default: return false;
		}
	});
}

/**
 * Which function or object of one side stands for which of the other. One of the
 * original may be several of the rewritten module: an export's trampoline is another
 * function than the entry of a table. The optimizer makes one of functions that are equal.
 */
export class Pairs {
	#originals = new Map();

	constructor({ optimized }) {
		this.optimized = optimized;
	}

	equal(original, rewritten) {
		const boxed = (value) => typeof value === 'function' ||
			typeof value === 'object' && value !== null && !isHost(value);
		if (!boxed(original) || !boxed(rewritten))
			return Object.is(original, rewritten);
		if (typeof original !== typeof rewritten || this.optimized)
			return typeof original === typeof rewritten;
		if (!this.#originals.has(rewritten))
			this.#originals.set(rewritten, original);
		return this.#originals.get(rewritten) === original;
	}
}

export function show(value) {
	if (Object.is(value, -0))
		return '-0';
	if (typeof value === 'bigint')
		return `${value}n`;
	return isHost(value) ? `host ${value.host}` : typeof value === 'object' && value !== null
		? 'an object' : typeof value === 'function' ? 'a function' : String(value);
}
