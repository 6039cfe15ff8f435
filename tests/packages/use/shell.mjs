// SPDX-License-Identifier: MIT OR Apache-2.0
// Go by TinyGo: parses and formats shell scripts, an instance for each.

import { readFileSync } from 'node:fs';
import { parse, print } from 'sh-syntax';

const read = (file) => readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');

const pieces = {
	loop: 'for i in 1 2 3;do echo "$i" ;done',
	cases: 'case $a in x|y) f;; *) g ; esac',
	functions: 'f () { local a=$(( 1+2 )); [[ $a == b* ]]&&return 3 ; }',
	documents: 'cat <<-EOF >out 2>&1\n\ttext $x\nEOF\n',
	arrays: 'declare -A m=([a]=1 [b]="2 3"); echo "${m[@]}" ${#m[*]} ${x:-y} ${x//a/b}',
	pipes: 'a|b|&c&&! d||e &\nwait',
	comments: '#!/bin/sh\n# first\n\n\necho a # second\n',
	quotes: `echo 'a'"b $(c "d")"$'e\\n' \`f\``,
	tests: 'while [ -f x -a "$y" ]; do :; done; until false; do break; done',
};

const mistakes = ['if true; then', 'echo "open', 'a | | b', ')', 'case x in', 'f() (', '$((1+', 'echo ${a'];

export async function use(log) {
	for (const [name, text] of Object.entries(pieces)) {
		log(`${name}, parsed`, await parse(text));
		log(`${name}, printed`, await print(text, { indent: 4, binaryNextLine: false }));
	}
	log('printed from what was parsed', await print(await parse(pieces.loop), { originalText: pieces.loop }));
	for (const file of ['scripts/test', 'scripts/lib.sh'])
		log(file, [await parse(read(file)), await print(read(file), { simplify: true }), await print(read(file), { minify: true })]);
	for (const text of mistakes)
		await log.error(`mistake: ${text}`, () => print(text));
	for (const variant of [0, 1, 2, 3])
		await log.try(`variant ${variant}`, () => print('a=(1 2); function f { [[ a =~ b ]]; }', { variant }));
	log('large', await print('if a; then b "$c"; fi\n'.repeat(500)));
}

export const transient = true;

export function kill(exports) {
	exports.process(-64, 64, 64, -64, 64, 64, 0, 0, 0, -64, 64, 64, 0, 0, 2, 1, 1, 1, 0, 0, 0, 0);
}
