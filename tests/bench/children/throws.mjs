// SPDX-License-Identifier: MIT OR Apache-2.0
// Nanoseconds from a throw to JavaScript's catch, in a process of its own:
// throws.mjs module VARIANT, or throws.mjs FLAVOUR VARIANT: of the crate.

import path from 'node:path';
import { openPackage } from '../lib/crates.mjs';
import { compiled, places, rewritten } from '../lib/modules.mjs';
import { perTurn } from '../lib/time.mjs';

const NAME = 'calls-unwind';
const [what, variant] = process.argv.slice(2);
const env = { host: (x) => x };

async function throwerOfModule() {
	if (variant === 'original') {
		const module = compiled(path.join(places().work, `${NAME}.wasm`));
		return new WebAssembly.Instance(module, { env }).exports.throws;
	}
	const { pkg, module } = await rewritten(NAME);
	pkg.initSync({ module, imports: { env } });
	return pkg.throws;
}

async function throwerOfCrate() {
	const pkg = await openPackage(what, variant);
	return () => pkg.panics('it failed');
}

const thrower = what === 'module' ? await throwerOfModule() : await throwerOfCrate();

function caught(n) {
	let count = 0;
	for (let i = 0; i < n; i++) {
		try {
			thrower();
		} catch {
			count++;
		}
	}
	if (count !== n)
		throw new Error(`${what}, ${variant}: ${n - count} of ${n} calls threw nothing`);
}

console.log(perTurn(caught, 10_000));
