//- SPDX-License-Identifier: MIT OR Apache-2.0
//- The target no-modules: init, with all else as its properties. An arrow function
//- has none of its own that could not be defined anew.
//= return Object.defineProperties((options) => init(options), {
//=   ...Object.getOwnPropertyDescriptors(main.exported),
//=   ...Object.getOwnPropertyDescriptors({
//=     ...recoveryOf(main),
//#if debug
//=     get __wasm() {
//=       return __wasm;
//=     },
//#end
//=     createInstance,
//#if init
//=     init,
//#end
//=     initSync,
//=   }),
//= });
//= })();
