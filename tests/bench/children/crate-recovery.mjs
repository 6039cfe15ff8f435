// SPDX-License-Identifier: MIT OR Apache-2.0
// Microseconds from a reset to the first answer of a crate, ours and wasm-bindgen's
// in turn: crate-recovery.mjs FLAVOUR. Prints JSON.

import { openPackage } from '../lib/crates.mjs';
import { inTurn } from '../lib/turns.mjs';

const [flavour] = process.argv.slice(2);
const ours = await openPackage(flavour, 'ours');
const bindgen = await openPackage(flavour, 'guarded');
const values = new Uint32Array((1 << 20) / 4).fill(1);

const answers = {
	add: (pkg) => pkg.add(20, 22) === 42,
	greet: (pkg) => pkg.greet('you') === 'hello you',
	sum: (pkg) => pkg.sum(values) === values.length,
};

const results = {};
for (const [name, answer] of Object.entries(answers)) {
	const way = (pkg) => () => {
		pkg.__wbg_reset_state();
		return answer(pkg);
	};
	results[name] = inTurn({ ours: way(ours), bindgen: way(bindgen) }, 200);
}
console.log(JSON.stringify(results));
