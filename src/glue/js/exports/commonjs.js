//- SPDX-License-Identifier: MIT OR Apache-2.0
//- Plain assignments, so that ES modules can import the names.
//#if functions
const {
  //#each functions
  $key$: $local$,
  //#end
} = main.exported;

//#end
//#each exports
//= exports$member$ = $local$;
//#end
exports.PanicError = PanicError;
exports.TerminatedError = TerminatedError;
exports.init = init;
exports.default = init;
exports.initSync = initSync;
exports.recovery_state = recovery_state;
exports.set_on_abort = set_on_abort;
//#if ready

initSync();
//#end
