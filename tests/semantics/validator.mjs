#!/usr/bin/env node
// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Compares our validator with the engine's on modules whose code was damaged a little:
// the more is left of it, the deeper a validator gets. README.md says how it is used.

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { cache, root } from './lib/paths.mjs';
import { randomFrom } from './lib/random.mjs';

const USAGE = 'usage: validator.mjs [FIRST-LAST] [--json FILE] [-v]';

const MUTANTS = 1000; // for each seed
const LARGEST = 4096; // bytes of a module that is damaged

/* What an engine does not take though it is valid: proposals and limits of its own. */
const OF_THE_ENGINE = /--experimental|--wasm-|invalid numeric opcode|is not enabled|exceeds? (the )?(internal )?(limit|maximum)|too large|beyond the limit/i;

const CODE = 10;

/** Where the contents of the code section are: [from, to), or nothing. */
function codeOf(bytes) {
	let at = 8;
	const number = () => {
		let value = 0, shift = 0, byte;
		do {
			byte = bytes[at++];
			value += (byte & 0x7f) * 2 ** shift;
			shift += 7;
		} while (byte & 0x80);
		return value;
	};
	while (at < bytes.length) {
		const id = bytes[at++], size = number();
		if (id === CODE)
			return [at, at + size];
		at += size;
	}
	return undefined;
}

/** The valid modules of the specification's scripts. */
function bases() {
	const folders = readdirSync(cache).filter((name) => name.startsWith('spec-') && !name.endsWith('.lock'));
	const files = folders.flatMap((folder) => readdirSync(join(cache, folder), { recursive: true })
		.filter((file) => file.endsWith('.wasm')).sort().map((file) => join(cache, folder, file)));
	return files.flatMap((file) => {
		const bytes = readFileSync(file);
		const code = bytes.length <= LARGEST && WebAssembly.validate(bytes) ? codeOf(bytes) : undefined;
		return code && code[1] - code[0] > 8 ? [{ bytes, code }] : [];
	});
}

// Bytes that mean something in many places: control, variables, constants, arithmetic,
// memory, types, exceptions, references, prefixes.
const TELLING = [0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f,
	0x10, 0x11, 0x12, 0x13, 0x18, 0x19, 0x1a, 0x1b, 0x1c, 0x1f, 0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x28, 0x36,
	0x3f, 0x40, 0x41, 0x42, 0x43, 0x6a, 0x7c, 0x92, 0xa0, 0x7f, 0x7e, 0x7d, 0x7b, 0x70, 0x6f, 0x69,
	0xd0, 0xd1, 0xd2, 0xfc, 0xfd, 0xfe];

function damaged({ bytes, code: [from, to] }, random) {
	const copy = Buffer.from(bytes);
	// The count of functions, and the size of the first, may stay.
	const place = () => from + 2 + random.below(to - from - 2);
	const ways = [
		(at) => [copy[at] = random.below(256)],
		(at) => [copy[at] = random.pick(TELLING)],
		(at) => [copy[at] += random.pick([1, 255])],
		(at, other) => [copy[at], copy[other]] = [copy[other], copy[at]],
		(at) => copy.set([random.pick(TELLING), random.below(8)].slice(0, to - at), at),
	];
	for (let left = random.below(3); left >= 0; left--)
		random.pick(ways)(place(), place());
	return copy;
}

/** What our validator says of all of them. */
async function ours(modules) {
	const program = process.env.UP_VERDICTS ?? join(root, 'build/tests/semantics/verdicts');
	if (!existsSync(program))
		throw new Error(`there is no ${program}: build it, or set UP_VERDICTS`);
	const child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
	const chunks = [];
	child.stdout.on('data', (chunk) => chunks.push(chunk));
	const ended = new Promise((resolve, reject) => {
		child.on('error', reject);
		child.on('close', (status, signal) => {
			if (status === 0)
				resolve();
			else
				reject(new Error(`${program} ended: ${signal ?? status}`));
		});
	});
	child.stdin.on('error', () => {}); // then it has died, which is told above
	child.stdin.end(Buffer.concat(modules.flatMap((bytes) => {
		const size = Buffer.alloc(4);
		size.writeUInt32LE(bytes.length);
		return [size, bytes];
	})));
	await ended;
	return Buffer.concat(chunks).toString().split('\n').slice(0, -1).map((line) => line.split('\t'));
}

function whyNot(bytes) {
	try {
		return void new WebAssembly.Module(bytes);
	} catch (error) {
		return error.message;
	}
}

/** How a module is judged differently, or nothing. */
function difference(bytes, [verdict, message], counts) {
	const valid = WebAssembly.validate(bytes);
	counts[verdict === 'left' ? 'left' : valid ? 'valid' : 'invalid']++;
	if (verdict === 'left' || (verdict === 'ok') === valid)
		return undefined;
	if (valid)
		return `valid, but refused: ${message}`;
	const why = whyNot(bytes);
	return OF_THE_ENGINE.test(why) ? undefined : `taken, but not valid: ${why}`;
}

async function judge(seed, all, counts) {
	const random = randomFrom(seed);
	const modules = Array.from({ length: MUTANTS }, () => damaged(random.pick(all), random));
	const verdicts = await ours(modules);
	if (verdicts.length !== modules.length)
		return `${verdicts.length} verdicts on ${modules.length} modules`;
	for (const [i, bytes] of modules.entries()) {
		const what = difference(bytes, verdicts[i], counts);
		if (what)
			return `${what}\n      the module: ${bytes.toString('base64')}`;
	}
	return undefined;
}

async function main() {
	const { values, positionals } = parseArgs({ allowPositionals: true, options: {
		json: { type: 'string' }, verbose: { type: 'boolean', short: 'v' } } });
	const [first, last = first] = (positionals[0] ?? '1-100').split('-').map(Number);
	if (!(first >= 0 && last >= first) || positionals.length > 1)
		throw new Error(USAGE);
	const all = bases(), results = [], counts = { valid: 0, invalid: 0, left: 0 };
	if (all.length < 1000)
		throw new Error(`only ${all.length} modules to damage: run tests/semantics/setup`);
	let next = first;
	const worker = async () => {
		while (next <= last) {
			const seed = next++;
			const message = await judge(seed, all, counts);
			results.push({ crate: `seed ${seed}`, target: 'validator', status: message ? 'failed' : 'passed', message });
			if (message)
				console.log(`FAIL  seed ${seed}: ${message}`);
			else if (values.verbose)
				console.log(`seed ${seed}: ok`);
		}
	};
	await Promise.all(Array.from({ length: availableParallelism() }, worker));
	if (values.json) {
		mkdirSync(dirname(values.json), { recursive: true });
		writeFileSync(values.json, JSON.stringify({ results }, null, '\t') + '\n');
	}
	const failed = results.filter(({ status }) => status === 'failed').length;
	console.log(`${all.length} modules damaged: ${counts.valid} of what came out is valid, ${counts.invalid} is not, ` +
		`${counts.left} not for us to judge`);
	console.log(`${results.length - failed} passed, ${failed} failed`);
	process.exitCode = failed > 0 ? 1 : 0;
}

main().catch((error) => {
	console.error(`validator.mjs: ${error.stack}`);
	process.exit(2);
});
