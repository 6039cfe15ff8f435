// SPDX-License-Identifier: MIT OR Apache-2.0
// Nanoseconds per call of a crate's function, in a process of its own:
// crate-calls.mjs FLAVOUR VARIANT in|out|text. Prints the median of its rounds.

import { openPackage } from '../lib/crates.mjs';
import { perTurn } from '../lib/time.mjs';

const [flavour, variant, kind] = process.argv.slice(2);
const { add, calls, greet } = await openPackage(flavour, variant, { call: (x) => x + 1 | 0 });

const works = {
	in(n) {
		let sum = 0;
		for (let i = 0; i < n; i++)
			sum = add(sum & 0xffff, i);
		return sum;
	},
	out(n) {
		let sum = 0;
		for (let i = 0; i < n; i++)
			sum = calls(sum & 0xffff);
		return sum;
	},
	text(n) {
		let length = 0;
		for (let i = 0; i < n; i++)
			length += greet('you all').length;
		return length;
	},
};

console.log(perTurn(works[kind], kind === 'text' ? 100_000 : 1_000_000));
