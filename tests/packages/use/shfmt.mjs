// SPDX-License-Identifier: MIT OR Apache-2.0
// Go by TinyGo: formats shell scripts, all in one instance.

import { readFileSync } from 'node:fs';
import { format } from '@wasm-fmt/shfmt';

const files = ['scripts/test', 'scripts/build', 'scripts/setup', 'scripts/lib.sh', 'scripts/binaryen', 'scripts/node',
	'tests/packages/setup', 'tests/hosts/setup'];
const read = (file) => readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');
const styles = [undefined, { indent: 2, switchCaseIndent: true }, { minify: true }, { singleLine: true }, { binaryNextLine: true, simplify: true, funcNextLine: true }];
const mistakes = ['if true; then', 'echo "open', 'a | | b', ')', '${', 'x=$((', 'case', '<<<'];

export async function use(log) {
	for (const file of files) {
		for (const [i, style] of styles.entries())
			await log.try(`${file}, ${i}`, () => format(read(file), 'file.bash', style));
	}
	for (const text of mistakes)
		await log.error(`mistake: ${text}`, () => format(text, 'file.sh'));
	log('after mistakes', format('echo   a|b', 'file.sh'));
	log('large', format('if a;then b "$c";fi\n'.repeat(8000)));
}

export function kill(exports) {
	exports.alloc(1 << 30);
	exports.alloc(-1);
	exports.format();
}
