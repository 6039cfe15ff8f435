// SPDX-License-Identifier: MIT OR Apache-2.0
// Puts a package to use twice, then kills its instance and uses it once more. Leaves
// what came of it in a file: packages write where they like to.

import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { makeLog } from './log.mjs';

const job = JSON.parse(process.argv[2]);
const { live } = globalThis[Symbol.for('unpoison.packages')];

const isRefusal = (error) => error instanceof WebAssembly.RuntimeError && /module_terminated/.test(error.stack);
const text = (error) => error instanceof Error ? `${error.name}: ${error.message}` : `thrown: ${String(error)}`;

async function used({ use }) {
	const log = makeLog();
	try {
		await use(log);
		return { lines: log.lines, errors: log.errors };
	} catch (error) {
		return { lines: log.lines, errors: [...log.errors, error], failed: error?.stack ?? String(error) };
	}
}

const memories = () => live.map(({ module, memory }) => {
	if (!memory)
		return `${module} without memory`;
	const bytes = new Uint8Array(memory.buffer);
	return `${module} with ${bytes.length} bytes, ${createHash('sha256').update(bytes).digest('hex').slice(0, 24)}`;
});

// A string becomes a number or a BigInt, as the parameter likes it.
function call(name, exported) {
	try {
		exported(...Array(exported.length).fill('0'));
		return `${name}() returns`;
	} catch (error) {
		return isRefusal(error) ? null : `${name}() throws ${error.stack}`;
	}
}

/* The functions of a dead instance that can be entered, but for the one that ends that. */
const entered = ({ exports }) => Object.entries(exports)
	.filter(([name, value]) => typeof value === 'function' && name !== '__wbg_reset_state')
	.map(([name, value]) => call(name, value)).filter((said) => said !== null);

/* Only a state that is made from the beginning outlives that. */
function spoil({ memory }) {
	if (memory)
		new Uint8Array(memory.buffer).fill(0xaa);
}

async function died({ kill, victim }) {
	const dead = victim ? victim(live) : live.at(-1);
	try {
		await kill(dead.exports, dead.memory);
		return { dead, said: null };
	} catch (error) {
		return { dead, said: text(error), refused: isRefusal(error) };
	}
}

const result = {};

function leave() {
	writeFileSync(job.out, JSON.stringify(result, (key, value) => key === 'errors' ? undefined : value));
	process.exit(0);
}

async function main() {
	const pkg = await import(job.use);
	const first = await used(pkg);
	const second = await used(pkg);
	Object.assign(result, { first, second, memories: memories() });
	if (pkg.kill && !first.failed) {
		const { dead, said, refused = false } = await died(pkg);
		Object.assign(result, { death: said, refused });
		if (job.contains)
			result.entered = entered(dead);
		// Where it was entered since, the state is a fresh one already.
		if (job.heals && !pkg.masked)
			spoil(dead);
		if (job.contains || job.heals) {
			result.third = { lines: [], errors: [], failed: 'it does not come to an end' };
			result.third = await used(pkg);
			result.refusals = result.third.errors.filter(isRefusal).length;
		}
	}
	leave();
}

// With the instance dead, that may be how the package says so.
process.on('uncaughtException', (error) => {
	if (result.third) {
		Object.assign(result, { third: { lines: [], failed: error?.stack ?? String(error) }, refusals: Number(isRefusal(error)) });
		leave();
	}
	writeFileSync(job.out, JSON.stringify({ uncaught: error?.stack ?? String(error) }));
	process.exit(1);
});
await main();
