//- SPDX-License-Identifier: MIT OR Apache-2.0
//- The target no-modules: init, with all else as its properties. An arrow function
//- has none of its own that could not be defined anew.
//= return Object.defineProperties((options) => init(options), {
//=   ...Object.getOwnPropertyDescriptors(main.exported),
//=   ...Object.getOwnPropertyDescriptors({
//=     PanicError,
//=     TerminatedError,
//#if bindgen
//=     StaleInstanceError,
//#end
//=     __wbg_reset_state,
//#if debug
//=     get __wasm() {
//=       return __wasm;
//=     },
//#end
//#if init
//=     init,
//#end
//=     initSync,
//=     recovery_state,
//=     schedule_reinit,
//=     set_on_abort,
//=     set_on_reset,
//=     set_recovery_policy,
//=   }),
//= });
//= })();
