// SPDX-License-Identifier: MIT OR Apache-2.0
// What the engine that runs the tests can do: the only reason to skip one.

// (func try_table (catch_all 0) end)
const TRY_TABLE = [
	0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0,
	10, 12, 1, 10, 0, 0x02, 0x40, 0x1f, 0x40, 0x01, 0x02, 0x00, 0x0b, 0x0b, 0x0b,
];
TRY_TABLE[19] = TRY_TABLE.length - 20;
TRY_TABLE[21] = TRY_TABLE.length - 22;

const EMPTY = 'data:application/wasm;base64,AGFzbQEAAAA=';

async function imports(url) {
	try {
		await import(url);
		return true;
	} catch {
		return false;
	}
}

const sourcePhase = `data:text/javascript,import source m from ${JSON.stringify(EMPTY)};`;

export const engineHas = {
	/** The modern dialect of exception handling. */
	exnref: WebAssembly.validate(Uint8Array.from(TRY_TABLE)),
	/** `import * as wasm from './x.wasm'` */
	wasmImport: await imports(EMPTY),
	/** `import source module from './x.wasm'` */
	sourceImport: await imports(sourcePhase),
};

/** The option for a test that needs something: {skip: why} or {}. */
export function needs(...features) {
	const missing = features.filter((feature) => !engineHas[feature]);
	return missing.length ? { skip: `this engine lacks: ${missing.join(', ')}` } : {};
}
