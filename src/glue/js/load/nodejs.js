//- SPDX-License-Identifier: MIT OR Apache-2.0
//- The target nodejs: reads the module from beside this file.
const fs = require('fs');
const wasmPath = require('path').join(__dirname, $wasm_name$);

async function load(given) {
  const source = (await given) ?? wasmPath;
  if (source instanceof WebAssembly.Module) return source;
  if (typeof Response === 'function' && source instanceof Response) return compileResponse(source);
  const isURL = source instanceof URL;
  if (isURL && source.protocol !== 'file:') return compileResponse(await fetch(source));
  const isPath = typeof source === 'string' || isURL;
  return WebAssembly.compile(isPath ? await fs.promises.readFile(source) : source);
}

function loadSync(source = wasmPath) {
  if (source instanceof WebAssembly.Module) return source;
  const isPath = typeof source === 'string' || source instanceof URL;
  return new WebAssembly.Module(isPath ? fs.readFileSync(source) : source);
}

