//- SPDX-License-Identifier: MIT OR Apache-2.0
//- Plain assignments, so that ES modules can import the names.
//#include exports/functions.js
//#each exports
//#if proto
expose($literal$, $local$);
//#else
//= exports$member$ = $local$;
//#end
//#end
exports.PanicError = PanicError;
exports.TerminatedError = TerminatedError;
//#if bindgen
exports.StaleInstanceError = StaleInstanceError;
//#end
exports.__wbg_reset_state = __wbg_reset_state;
exports.createInstance = createInstance;
exports.entrypoint = entrypoint;
//#if init
exports.init = init;
//#end
exports.default = init;
exports.initSync = initSync;
exports.recovery_state = recovery_state;
exports.schedule_reinit = schedule_reinit;
exports.set_on_abort = set_on_abort;
exports.set_on_reset = set_on_reset;
exports.set_recovery_policy = set_recovery_policy;
//#if ready

initSync();
//#end
