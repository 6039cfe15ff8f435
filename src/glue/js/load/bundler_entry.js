//- SPDX-License-Identifier: MIT OR Apache-2.0
//- The target bundler, NAME.js.
import * as wasm from '$wasm_url$';
import { __wbg_set_wasm } from '$bg_url$';

__wbg_set_wasm(wasm);

export {
  //#each exports
  $export_name$,
  //#end
  __PanicError as PanicError,
  __TerminatedError as TerminatedError,
//#if bindgen
  __StaleInstanceError as StaleInstanceError,
//#end
  __createInstance as createInstance,
  __entrypoint as entrypoint,
//#if init
  __init as init,
//#end
  __init as default,
  __initSync as initSync,
  __recovery_state as recovery_state,
  __schedule_reinit as schedule_reinit,
  __set_on_abort as set_on_abort,
  __set_on_reset as set_on_reset,
  __set_recovery_policy as set_recovery_policy,
  __wbg_reset_state,
//#if debug
  __wasm,
//#end
} from '$bg_url$';
