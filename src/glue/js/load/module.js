//- SPDX-License-Identifier: MIT OR Apache-2.0
//- The target module: the host compiles the module as a source phase import.
async function load(given) {
  const source = (await given) ?? wasmModule;
  if (source instanceof WebAssembly.Module) return source;
  if (typeof Response === 'function' && source instanceof Response) return compileResponse(source);
  const fetched = typeof source === 'string' || source instanceof URL;
  return fetched ? compileResponse(await fetch(source)) : WebAssembly.compile(source);
}

function loadSync(source = wasmModule) {
  return source instanceof WebAssembly.Module ? source : new WebAssembly.Module(source);
}

