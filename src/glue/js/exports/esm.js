//- SPDX-License-Identifier: MIT OR Apache-2.0
//- worker-build reads this as text: of every export of one thing by another name it
//- makes a handler or a remote procedure. That is for functions of the module; in the
//- list it finds none, since it wants a blank before "as", and a tab is none.
//#include exports/functions.js
//#each functions
//= export { $local$ as $export_name$ };
//#end
//#if classes
/* What worker-build is to know of, in the form that it looks for:
//#each classes
export class $name$ {}
//#end
*/
//#end
//= export {
//#each others
//=   $local$	as $export_name$,
//#end
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
//#if !worker
//= export default init;
//#end
//#if ready

initSync();
//#end
