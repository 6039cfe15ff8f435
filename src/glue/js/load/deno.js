//- SPDX-License-Identifier: MIT OR Apache-2.0
//- The target deno: the module is fetched as soon as this file is imported, from a
//- file: or an https: URL.
const wasmModule = await compileResponse(await fetch(new URL('$wasm_url$', import.meta.url)));

