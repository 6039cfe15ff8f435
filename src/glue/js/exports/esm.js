//- SPDX-License-Identifier: MIT OR Apache-2.0
//#if functions
const {
  //#each functions
  $key$: $local$,
  //#end
} = main.exported;

//#end
//#if late
//= export { __unpoison_link };
//#each hosts
//= export { __unpoison_$name$ };
//#end

//#end
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
//#if !late
//= export { init as default };
//#if ready

initSync();
//#end
//#end
