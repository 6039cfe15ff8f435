;; SPDX-License-Identifier: MIT OR Apache-2.0
;; Memory, table and globals that belong to JavaScript.
(module
  (type $nullary (func (result i32)))
  (import "env" "memory" (memory 1 8))
  (import "env" "table" (table 4 funcref))
  (import "env" "base" (global $base i32))
  (import "env" "count" (global $count (mut i32)))
  (import "env" "host" (func $host (param i32) (result i32)))
  (elem (i32.const 1) $five)
  (data (i32.const 16) "unpoison")
  (func $five (result i32) i32.const 5)
  (func (export "load") (param i32) (result i32) local.get 0 i32.load8_u)
  (func (export "bump") (result i32)
    global.get $count
    global.get $base
    i32.add
    global.set $count
    global.get $count)
  (func (export "indirect") (param i32) (result i32)
    local.get 0
    call_indirect (type $nullary))
  (func (export "call") (param i32) (result i32) local.get 0 call $host)
  (func (export "trap") unreachable))
