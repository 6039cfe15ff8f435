// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Bytes of the JavaScript that both generators make, as it is and minified. The
// CLI of wasm-bindgen is asked for its recovery, which ours always has.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { generate } from './generate.mjs';
import { pool } from './pool.mjs';
import { table } from './table.mjs';
import { targets } from './targets.mjs';

async function measure(dir) {
	const { default: esbuild } = await import('esbuild');
	let raw = 0, minified = 0, gzipped = 0;
	for (const file of await readdir(dir)) {
		if (!/\.[mc]?js$/.test(file))
			continue;
		const text = await readFile(join(dir, file));
		const { code } = await esbuild.transform(text, { minify: true, legalComments: 'none' });
		raw += text.length;
		minified += Buffer.byteLength(code);
		gzipped += gzipSync(code).length;
	}
	return { raw, minified, gzipped };
}

async function one(o, work, crate, target, generator) {
	const dir = join(work, generator, crate.name, target);
	const made = await generate({
		generator,
		module: crate.module,
		target: targets[target],
		name: crate.name,
		dir,
		version: o.version,
		flags: crate.config.flags,
		recovery: true,
	});
	return { crate: crate.name, target, generator, ...(made.ok ? await measure(dir) : { message: made.message }) };
}

const percent = (a, b) => (a === undefined || !b ? '' : `${Math.round((100 * a) / b)}%`);

function row(results, crate, target) {
	const of = (generator) => results.find((r) => r.crate === crate && r.target === target && r.generator === generator) ?? {};
	const real = of('real'), ours = of('ours');
	return [crate, target,
		real.raw ?? '', ours.raw ?? '', percent(ours.raw, real.raw),
		real.minified ?? '', ours.minified ?? '', percent(ours.minified, real.minified),
		real.gzipped ?? '', ours.gzipped ?? '', percent(ours.gzipped, real.gzipped)];
}

function sums(results) {
	const both = results.filter((r) => r.raw !== undefined && results.some((s) => s.raw !== undefined && s.crate === r.crate && s.target === r.target && s.generator !== r.generator));
	return ['real', 'ours'].map((generator) => both.filter((r) => r.generator === generator)
		.reduce((sum, r) => ({ ...sum, raw: sum.raw + r.raw, minified: sum.minified + r.minified, gzipped: sum.gzipped + r.gzipped }),
			{ crate: 'all', target: 'all', generator, raw: 0, minified: 0, gzipped: 0 }));
}

export async function sizes(o, work, crates) {
	// The bundle of esbuild is made of the output for bundlers.
	const measured = o.targets.filter((target) => target !== 'esbuild');
	const wanted = (crate, target) => !crate.config.skip?.[target];
	const tasks = crates.flatMap((crate) => measured.filter((t) => wanted(crate, t)).flatMap((target) =>
		o.generators.map((generator) => () => one(o, work, crate, target, generator))));
	const results = await pool(Number(o.jobs), tasks);
	const rows = crates.flatMap((crate) => measured.filter((t) => wanted(crate, t)).map((target) => row(results, crate.name, target)));
	console.log(table([
		['crate', 'target', 'real', 'ours', '', 'real min', 'ours min', '', 'real gz', 'ours gz', ''],
		...rows,
		row(sums(results), 'all', 'all'),
	]));
	const failed = results.filter((r) => r.message);
	for (const f of failed)
		console.log(`FAIL ${f.crate} ${f.target} ${f.generator}: ${f.message}`);
	return { results, failed: failed.length };
}
