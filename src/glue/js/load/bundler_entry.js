//- SPDX-License-Identifier: MIT OR Apache-2.0
//- The target bundler, NAME.js.
import * as wasm from '$wasm_url$';
import { __unpoison_link } from '$bg_url$';

__unpoison_link(wasm);

export {
  //#each exports
  $export_name$,
  //#end
  PanicError,
  TerminatedError,
//#if bindgen
  StaleInstanceError,
//#end
  __wbg_reset_state,
//#if debug
  __wasm,
//#end
//#if init
  init,
//#end
  init as default,
  initSync,
  recovery_state,
  schedule_reinit,
  set_on_abort,
  set_on_reset,
  set_recovery_policy,
} from '$bg_url$';
