// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Whether the declarations that both generators make are assignable to each
// other. types-compare.mjs judges a pair: `types-compare.mjs REAL.d.ts OURS.d.ts`
// ends with 0 if all is well, and says what is not.

import { fork } from 'node:child_process';
import { join } from 'node:path';
import { generate, suite } from './generate.mjs';
import { pool } from './pool.mjs';
import { table } from './table.mjs';
import { targets } from './targets.mjs';

// Those that have nothing to do. They read the libraries of TypeScript once.
const compilers = [];

async function compare(real, ours) {
	const compiler = compilers.pop() ?? fork(join(suite, 'types-compare.mjs'));
	const problems = await new Promise((resolve) => {
		const died = (status, signal) => resolve([`types-compare.mjs died: ${signal ?? status}`]);
		compiler.once('exit', died);
		compiler.once('message', (lines) => {
			compiler.off('exit', died);
			compilers.push(compiler);
			resolve(lines);
		});
		compiler.send([real, ours]);
	});
	return { ok: problems.length === 0, message: problems.join('\n') };
}

async function one(o, work, crate, target) {
	const result = { crate: crate.name, target };
	const files = [];
	for (const generator of ['real', 'ours']) {
		const dir = join(work, generator, crate.name, target);
		const made = await generate({
			generator,
			module: crate.module,
			target: targets[target],
			name: crate.name,
			dir,
			version: o.version,
			flags: crate.config.flags,
		});
		if (!made.ok)
			return { ...result, ok: false, message: `${generator}: ${made.message}` };
		files.push(join(dir, `${crate.name}.d.ts`));
	}
	return { ...result, ...(await compare(...files)) };
}

// What one of the two does not make cannot be compared.
const skipped = ({ config: { skip = {} } }, target, version) =>
	skip[target] ?? skip[`${version}/real`] ?? skip[`${version}/ours`];

export async function compareTypes(o, work, crates) {
	const compared = o.targets.filter((target) => target !== 'esbuild');
	const tasks = crates.flatMap((crate) => compared.filter((target) => !skipped(crate, target, o.version))
		.map((target) => () => one(o, work, crate, target)));
	const results = (await pool(Number(o.jobs), tasks))
		.map((r) => ({ ...r, status: r.ok ? 'passed' : 'failed' }));
	for (const compiler of compilers)
		compiler.disconnect();
	const failed = results.filter((r) => !r.ok);
	for (const f of failed)
		console.log(`FAIL ${f.crate} ${f.target}\n${f.message.replace(/^/gm, '    ')}\n`);
	const cell = (crate, target) => {
		const found = results.find((r) => r.crate === crate && r.target === target);
		return found ? (found.ok ? 'ok' : 'FAIL') : '-';
	};
	console.log(table([['crate', ...compared], ...crates.map((c) => [c.name, ...compared.map((t) => cell(c.name, t))])]));
	console.log(`\ndeclarations: ${results.length - failed.length} passed, ${failed.length} failed`);
	return { results, failed: failed.length };
}
