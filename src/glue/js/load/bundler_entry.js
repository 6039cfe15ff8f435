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
  init,
  init as default,
  initSync,
  recovery_state,
  set_on_abort,
} from '$bg_url$';
