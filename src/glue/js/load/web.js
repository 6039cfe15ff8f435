//- SPDX-License-Identifier: MIT OR Apache-2.0
//- The target web: fetches the module from beside this file.
async function load(given) {
  const source = (await given) ?? new URL('$wasm_url$', import.meta.url);
  if (source instanceof WebAssembly.Module) return source;
  if (source instanceof Response) return compileResponse(source);
  const fetched = typeof source === 'string' || source instanceof URL || source instanceof Request;
  return fetched ? compileResponse(await fetch(source)) : WebAssembly.compile(source);
}

function loadSync(source) {
  if (source instanceof WebAssembly.Module) return source;
  if (source === undefined) {
    throw new TypeError('initSync needs { module }: the bytes or a WebAssembly.Module');
  }
  return new WebAssembly.Module(source);
}

