//- SPDX-License-Identifier: MIT OR Apache-2.0
async function compileResponse(response) {
  if (!response.ok) {
    throw new Error(`Could not fetch ${response.url}: status ${response.status}`);
  }
  // Streaming wants exactly this type; servers that do not know it are many.
  const type = response.headers.get('Content-Type') ?? '';
  return typeof WebAssembly.compileStreaming === 'function' &&
      type.trim().toLowerCase() === 'application/wasm'
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}

