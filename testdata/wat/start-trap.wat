;; SPDX-License-Identifier: MIT OR Apache-2.0
;; Starts only if JavaScript says so.
(module
  (import "env" "ready" (func $ready (result i32)))
  (memory (export "memory") 1)
  (global $started (mut i32) (i32.const 0))
  (func $start
    global.get $started
    i32.const 1
    i32.add
    global.set $started
    call $ready
    i32.eqz
    if
      unreachable
    end
    i32.const 0
    i32.const 77
    i32.store)
  (func (export "started") (result i32) global.get $started)
  (func (export "loaded") (result i32) i32.const 0 i32.load)
  (start $start))
