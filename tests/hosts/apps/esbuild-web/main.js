// SPDX-License-Identifier: MIT OR Apache-2.0
// A program that uses a package of the target web: it loads the module itself, from
// the address that the bundler gives the file.
import * as flavours from 'flavours';
import address from 'flavours/mod_bg.wasm';

start(async (imports) => {
	await flavours.init({ module_or_path: new URL(address, import.meta.url), imports });
	return flavours;
});
