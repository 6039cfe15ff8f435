//- SPDX-License-Identifier: MIT OR Apache-2.0
//- The target bundler, NAME_bg.js. What is not the module's own begins with "__":
//- the shim of worker-build makes remote procedures of all the rest.
//#include exports/functions.js
//= export { __wbg_set_wasm };
//#each hosts
//= export { __unpoison_$name$ };
//#end

//#each exports
//= export { $local$ as $export_name$ };
//#end
//= export {
//=   PanicError as __PanicError,
//=   TerminatedError as __TerminatedError,
//#if bindgen
//=   StaleInstanceError as __StaleInstanceError,
//#end
//=   __wbg_reset_state,
//#if debug
//=   __wasm,
//#end
//=   createInstance as __createInstance,
//=   entrypoint as __entrypoint,
//=   init as __init,
//=   initSync as __initSync,
//=   recovery_state as __recovery_state,
//=   schedule_reinit as __schedule_reinit,
//=   set_on_abort as __set_on_abort,
//=   set_on_reset as __set_on_reset,
//=   set_recovery_policy as __set_recovery_policy,
//= };
