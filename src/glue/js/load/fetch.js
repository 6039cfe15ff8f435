//- SPDX-License-Identifier: MIT OR Apache-2.0
//- The targets that are told where the module is, or know it as besideThis().
async function load(given) {
  //#if finds_path
  const source = (await given) ?? besideThis();
  //#else
  const source = await given;
  if (source == null) throw new TypeError('init needs { module_or_path }: where the module is');
  //#end
  if (source instanceof WebAssembly.Module) return source;
  if (typeof Response === 'function' && source instanceof Response) return compileResponse(source);
  const fetched = typeof source === 'string' ||
    (typeof URL === 'function' && source instanceof URL) ||
    (typeof Request === 'function' && source instanceof Request);
  return fetched ? compileResponse(await fetch(source)) : WebAssembly.compile(source);
}

function loadSync(source) {
  if (source === undefined) {
    throw new TypeError('initSync needs { module }, its bytes or a WebAssembly.Module');
  }
  return source instanceof WebAssembly.Module ? source : new WebAssembly.Module(source);
}

