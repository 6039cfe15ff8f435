// SPDX-License-Identifier: MIT OR Apache-2.0
// What the files of use/ say about themselves, without running them.

import { readFile, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { here } from './paths.mjs';

const asked = JSON.parse(await readFile(join(here, 'package.json'), 'utf8')).devDependencies;

async function describe(name) {
	const text = await readFile(join(here, 'use', `${name}.mjs`), 'utf8');
	const constant = (word) => new RegExp(`^export const ${word} = '(.*)';$`, 'm').exec(text)?.[1];
	const is = (word) => new RegExp(`^export const ${word} = true;$`, 'm').test(text);
	return {
		name,
		what: /^\/\/ (?!SPDX)(.*)$/m.exec(text)?.[1] ?? '',
		packages: Object.entries(asked).filter(([pkg]) => new RegExp(`'${pkg}['/]`).test(text)).map(([pkg, version]) => `${pkg} ${version}`),
		kill: /^export (async )?function kill\b/m.test(text),
		large: is('large'),
		transient: is('transient'),
		timed: is('timed'),
		stale: constant('stale'),
		masked: constant('masked'),
		refused: constant('refused'),
		unhealable: constant('unhealable'),
	};
}

/** All of them, in the order of their names. */
export async function describeAll() {
	const files = (await readdir(join(here, 'use'))).filter((file) => file.endsWith('.mjs')).sort();
	return Promise.all(files.map((file) => describe(basename(file, '.mjs'))));
}
