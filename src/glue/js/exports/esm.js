//- SPDX-License-Identifier: MIT OR Apache-2.0
//- worker-build reads this as text: of what it finds in the form of one export with
//- another name it makes handlers and remote procedures. Those of the module only.
//#include exports/functions.js
//#each exports
//= export { $local$ as $export_name$ };
//#end
//= export {
//=   PanicError,
//=   TerminatedError,
//#if bindgen
//=   StaleInstanceError,
//#end
//=   __wbg_reset_state,
//#if debug
//=   __wasm,
//#end
//=   createInstance,
//=   entrypoint,
//#if init
//=   init,
//#end
//=   initSync,
//=   recovery_state,
//=   schedule_reinit,
//=   set_on_abort,
//=   set_on_reset,
//=   set_recovery_policy,
//= };
//= export default init;
//#if ready

initSync();
//#end
