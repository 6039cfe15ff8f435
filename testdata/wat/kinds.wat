;; SPDX-License-Identifier: MIT OR Apache-2.0
;; Exports that are no functions.
(module
  (global $count (export "count") (mut i32) (i32.const 5))
  (global (export "answer") i32 (i32.const 42))
  (global (export "big") (mut i64) (i64.const 7))
  (global (export "object") (mut externref) (ref.null extern))
  (memory (export "memory") 1 4)
  (table (export "objects") 3 externref)
  (data (i32.const 8) "hello")
  (func (export "bump") (result i32)
    global.get $count
    i32.const 1
    i32.add
    global.set $count
    global.get $count)
  (func (export "grow") (param i32) (result i32) local.get 0 memory.grow)
  (func (export "load") (param i32) (result i32) local.get 0 i32.load8_u)
  (func (export "trap") unreachable))
