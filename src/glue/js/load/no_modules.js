//- SPDX-License-Identifier: MIT OR Apache-2.0
//- The target no-modules: the module is beside the script, whose URL is known only
//- while a <script> runs, and not in workers.
const script = typeof document === 'undefined' ? null : document.currentScript;

function ownURL() {
  if (script?.src) return new URL(script.src);
  throw new Error('No <script src> has loaded this file, so it does not know where it is; ' +
    'pass { module_or_path }');
}

//#if finds_path
// On a server NAME.js may be called otherwise, and NAME_bg.wasm with it.
function besideThis() {
  const url = ownURL();
  if (!url.pathname.endsWith('.js')) return new URL('$wasm_url$', url);
  url.pathname = url.pathname.replace(/\.js$/, '_bg.wasm');
  return url;
}

//#end
