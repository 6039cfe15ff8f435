//- SPDX-License-Identifier: MIT OR Apache-2.0
//- The target bundler, NAME_bg.js: what the module imports and what it is
//- wrapped in. The bundler instantiates the module, NAME.js hands it over.
let wasm; // the namespace of the module

/** For NAME.js, or whoever instantiates the module: that is done. */
function __wbg_set_wasm(namespace) {
  // Some hosts import the module itself, or its address.
  if (typeof namespace?.__unpoison_terminate !== 'function') {
    throw new TypeError("The import of '$wasm_url$' is not an instance of the module: this host " +
      'or bundler does not instantiate it. Use another target, such as web');
  }
  wasm = namespace;
  //#if ready
  //#if origins
  main.bind(origins);
  //#end
  main.adopt(wasm);
  //#end
}

/**
 * Binds the imports of the module and starts it. Returns its guarded exports;
 * those that are there if it has been initialised before.
 */
function initSync(options = {}) {
  if (main.started()) return main.started();
  if (main.recovery_state().terminated) throw main.refusal();
  if (wasm === undefined) throw new Error('The module is not instantiated yet');
  //#if origins
  main.bind({ ...origins, ...options.imports });
  //#else
  main.bind(options.imports);
  //#end
  return main.adopt(wasm);
}

/** As initSync, for code that is to run with every target. */
async function init(options) {
  return initSync(options);
}

// What the module imports.
const {
  //#each hosts
  $name$: __unpoison_$name$,
  //#end
} = main.host;

