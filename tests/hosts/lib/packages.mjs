// SPDX-License-Identifier: MIT OR Apache-2.0
// Makes the packages that the combinations need, as their users would have them.

import { existsSync } from 'node:fs';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from './bundle.mjs';
import { ways } from '../matrix.mjs';
import { moduleOf } from './paths.mjs';
import { run } from './processes.mjs';

async function rewrite(tool, dir, { kind, target, flavour }) {
	const { file, make } = moduleOf(kind, flavour);
	if (!existsSync(file))
		throw new Error(`there is no ${file}: run ${make}`);
	const args = ['--target', target, '--out-dir', dir, '--out-name', 'mod', file];
	const made = await run(tool, args, { timeout: 60_000 });
	if (made.status !== 0)
		throw new Error(`unpoison ${args.join(' ')}: exit status ${made.status}\n${made.stderr}`);
	const type = target === 'nodejs' ? 'commonjs' : 'module';
	await writeFile(join(dir, 'package.json'), JSON.stringify({ name: 'flavours', type, main: 'mod.js' }));
	return { dir, entry: 'mod.js' };
}

// What worker-build makes of the import that not all hosts of its users know.
async function plainImport({ dir, entry }, to) {
	await cp(dir, to, { recursive: true });
	const file = join(to, entry);
	const text = await readFile(file, 'utf8');
	const plain = text.replace(/^import source (\w+) from /m, 'import $1 from ');
	if (plain === text)
		throw new Error(`there is no \`import source\` in ${file}`);
	await writeFile(file, plain);
	return { dir: to, entry };
}

/**
 * Returns what makes the package of a combination with `tool` below the folder
 * `work`, once: {dir, entry}, the folder and what in it is to be loaded.
 */
export function packager(tool, work) {
	const made = new Map();
	const once = (name, make) => {
		if (!made.has(name))
			made.set(name, make(join(work, name)));
		return made.get(name);
	};
	return (combination) => {
		const { kind, way, target, flavour } = combination;
		const { app } = ways[way];
		const plain = once(`${kind}-${target}-${flavour}`, (dir) => rewrite(tool, dir, combination));
		if (app)
			return once(`app-${way}-${flavour}`, async (dir) => build(app, dir, await plain));
		if (way === 'module-plain')
			return once(`${way}-${flavour}`, async (dir) => plainImport(await plain, dir));
		return plain;
	};
}
