;; SPDX-License-Identifier: MIT OR Apache-2.0
;; Something, but nothing to call.
(module
  (memory 1)
  (global $g (mut i32) (i32.const 0))
  (func $unused (result i32) global.get $g)
  (func $start call $unused global.set $g)
  (start $start))
