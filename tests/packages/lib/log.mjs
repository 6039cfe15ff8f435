// SPDX-License-Identifier: MIT OR Apache-2.0
// What a package did, line by line, in a form in which it can be compared.

import { createHash } from 'node:crypto';

const SHOWN = 400;

const digest = (bytes) => createHash('sha256').update(bytes).digest('hex').slice(0, 24);

/* Nothing is lost: what is not shown is in the digest. */
function shortened(text) {
	return text.length <= SHOWN ? text
		: `${text.slice(0, SHOWN / 2)}… ${text.length} characters, ${digest(text)}`;
}

function plain(key, value) {
	const original = this[key];
	if (ArrayBuffer.isView(original) || original instanceof ArrayBuffer) {
		const bytes = ArrayBuffer.isView(original)
			? Buffer.from(original.buffer, original.byteOffset, original.byteLength) : Buffer.from(original);
		return `${original.constructor.name} of ${bytes.length} bytes, ${digest(bytes)}`;
	}
	if (original instanceof Error)
		return said(original);
	if (original instanceof Map || original instanceof Set)
		return [original.constructor.name, ...original];
	if (typeof value === 'bigint')
		return `${value}n`;
	if (value === undefined || typeof value === 'function')
		return `(${typeof value})`;
	if (typeof value === 'number' && !Number.isFinite(value))
		return `(${value})`;
	return Object.is(value, -0) ? '(-0)' : value;
}

const said = (error) => error instanceof Error ? `${error.name}: ${error.message}` : `thrown: ${String(error)}`;

export function written(value) {
	return shortened(typeof value === 'string' ? value : JSON.stringify(value, plain));
}

/**
 * log(label, value) takes a value down. log.error(label, function) calls the function,
 * which has to throw; log.try(label, function) takes down whatever comes of it.
 * `lines` is what came of it all, `errors` what was thrown.
 */
export function makeLog() {
	const lines = [], errors = [];
	const log = (label, value) => {
		lines.push(`${label}: ${written(value)}`);
	};
	const thrown = (label, error) => {
		errors.push(error);
		lines.push(`${label} throws ${shortened(said(error))}`);
	};
	log.try = async (label, action) => {
		try {
			log(label, await action());
		} catch (error) {
			thrown(label, error);
		}
	};
	log.error = async (label, action) => {
		let value;
		try {
			value = await action();
		} catch (error) {
			thrown(label, error);
			return;
		}
		throw new Error(`${label} should have thrown, but is ${written(value)}`);
	};
	return Object.assign(log, { lines, errors });
}
