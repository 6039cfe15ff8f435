// SPDX-License-Identifier: MIT OR Apache-2.0
// The tables of README.md are made of what the files of use/ say about themselves.

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { here } from './paths.mjs';

const README = join(here, 'README.md');

const table = (head, rows) => [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

/* @list: what describe.mjs found. */
function tables(list) {
	const limits = ({ refused, unhealable, stale, kill, masked }) => [
		refused && `refused: ‘${refused}’`,
		unhealable && `no \`heal\`: ‘${unhealable}’`,
		stale && 'does not heal',
		masked && 'cleans up after errors',
		!kill && 'is not killed',
	].filter(Boolean).join('; ');
	return {
		stale: table(['package', 'why'], list.filter(({ stale }) => stale).map(({ name, stale }) => [`\`${name}\``, stale])),
		packages: table(['file', 'packages', 'what', 'limits'],
			list.map((pkg) => [`\`${pkg.name}\`${pkg.large ? ' (large)' : ''}`, pkg.packages.join(', '), pkg.what, limits(pkg)])),
	};
}

const filled = (text, list) => Object.entries(tables(list)).reduce((all, [name, rows]) =>
	all.replace(new RegExp(`(<!-- ${name}:.*-->\n)[^]*?(\n<!-- end -->)`), (_, begin, end) => begin + rows + end), text);

export async function updateReadme(list) {
	await writeFile(README, filled(await readFile(README, 'utf8'), list));
}

export async function readmeProblems(list) {
	const text = await readFile(README, 'utf8');
	return filled(text, list) === text ? [] : ['its tables are not those of use/: pass --update-readme'];
}
