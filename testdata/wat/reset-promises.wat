;; SPDX-License-Identifier: MIT OR Apache-2.0
;; Exports that return what JavaScript made: promises among others.
(module
  (import "env" "make" (func $make (param i32) (result externref)))
  (import "env" "host" (func $host (param i32) (result i32)))
  (global $last (mut externref) (ref.null extern))
  (global $calls (mut i32) (i32.const 0))
  (func (export "ask") (param i32) (result externref)
    global.get $calls
    i32.const 1
    i32.add
    global.set $calls
    local.get 0
    call $make
    global.set $last
    global.get $last)
  (func (export "same") (param externref) (result externref) local.get 0)
  (func (export "last") (result externref) global.get $last)
  (func (export "calls") (result i32) global.get $calls)
  (func (export "call") (param i32) (result i32) local.get 0 call $host)
  (func (export "ask_then_trap") (param i32) (result externref)
    local.get 0
    call $make
    drop
    unreachable)
  (func (export "trap") unreachable))
