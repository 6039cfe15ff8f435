// SPDX-License-Identifier: MIT OR Apache-2.0
// One text for one result: what JavaScript values differ in shows in it, and
// nothing that may differ between two loaders of the same package does.

import { createHash } from 'node:crypto';

// Long data is compared by its digest; the head is for who reads a difference.
const HEAD = 32;

function bytes(view) {
	const data = Buffer.from(view.buffer, view.byteOffset, view.byteLength);
	const kind = `${view.constructor.name}(${view.length})`;

	if (data.length <= HEAD) return `${kind} ${data.toString('hex')}`;
	return (
		`${kind} ${data.subarray(0, HEAD).toString('hex')}… ` +
		createHash('sha256').update(data).digest('hex')
	);
}

function number(value) {
	return Object.is(value, -0) ? '-0' : String(value);
}

function entries(list, indent) {
	if (list.length === 0) return '';
	const pad = `${indent}  `;

	return `\n${list.map((text) => pad + text).join('\n')}\n${indent}`;
}

function members(value, indent) {
	const deeper = `${indent}  `;

	if (Array.isArray(value))
		return `[${entries(
			value.map((item) => text(item, deeper)),
			indent,
		)}]`;
	if (value instanceof Map) {
		const list = [...value].map(([k, v]) => `${text(k, deeper)} => ${text(v, deeper)}`);
		return `Map {${entries(list, indent)}}`;
	}
	if (value instanceof Set)
		return `Set {${entries(
			[...value].map((item) => text(item, deeper)),
			indent,
		)}}`;

	const list = Object.keys(value).map((key) => `${key}: ${text(value[key], deeper)}`);
	return `{${entries(list, indent)}}`;
}

function object(value, indent) {
	if (value === null) return 'null';
	if (ArrayBuffer.isView(value)) return bytes(value);
	if (value instanceof Error) return `${value.name}: ${value.message}`;

	const proto = Object.getPrototypeOf(value);
	const plain =
		proto === null ||
		proto === Object.prototype ||
		Array.isArray(value) ||
		value instanceof Map ||
		value instanceof Set;

	// An object of the package: its fields are the package's own affair.
	return plain ? members(value, indent) : `[${value.constructor.name}]`;
}

export function text(value, indent = '') {
	switch (typeof value) {
		case 'string':
			return JSON.stringify(value);
		case 'number':
			return number(value);
		case 'bigint':
			return `${value}n`;
		case 'function':
			return '[function]';
		case 'object':
			return object(value, indent);
		default:
			return String(value);
	}
}

// The names that a user of the package can write, without what starts with two
// underscores: { "Class": ["method", "get field"], "function": [] }.
export function surface(module) {
	const out = {};

	for (const name of Object.keys(module)
		.filter((key) => !key.startsWith('__'))
		.sort()) {
		const value = module[name];
		const own = (holder) =>
			Object.getOwnPropertyNames(holder).filter(
				(key) => !key.startsWith('__') && typeof key === 'string',
			);

		out[name] =
			typeof value !== 'function'
				? Object.keys(value ?? {}).sort()
				: [
						...own(value)
							.filter(
								(key) =>
									![
										'length',
										'name',
										'prototype',
										// Of functions in sloppy mode.
										'arguments',
										'caller',
									].includes(key),
							)
							.map((key) => `static ${key}`),
						...(value.prototype ? own(value.prototype) : []),
					].sort();
	}
	return out;
}
