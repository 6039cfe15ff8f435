// SPDX-License-Identifier: MIT OR Apache-2.0
// Nanoseconds per call of one kind, in a process of its own: calls.mjs MODULE
// VARIANT export|import. Prints the median of its rounds.

import path from 'node:path';
import { compiled, places, rawExports, rewritten } from '../lib/modules.mjs';
import { perTurn } from '../lib/time.mjs';

const [name, variant, kind] = process.argv.slice(2);
const env = { host: (x) => x + 1 | 0 };

async function exportsOf() {
	if (variant === 'original') {
		const module = compiled(path.join(places().work, `${name}.wasm`));
		return new WebAssembly.Instance(module, { env }).exports;
	}
	const { pkg, module } = await rewritten(name);
	if (variant === 'rewritten')
		return rawExports(module, env);
	pkg.initSync({ module, imports: { env } });
	return pkg;
}

const { add, run } = await exportsOf();

function calls(n) {
	let sum = 0;
	for (let i = 0; i < n; i++)
		sum = add(sum, i);
	return sum;
}

console.log(perTurn(kind === 'export' ? calls : (n) => run(n), 2_000_000));
