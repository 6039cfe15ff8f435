;; SPDX-License-Identifier: MIT OR Apache-2.0
;; References in and out, kept in globals and tables, and handed to imports.
(module
  (import "env" "keep" (func $keep (param externref) (result externref)))
  (import "env" "callback" (func $callback (param funcref) (result funcref)))
  (table $objects 4 externref)
  (table $functions 4 funcref)
  (global $last (mut externref) (ref.null extern))
  (elem declare func $inner $failing)
  (func $inner (param i32) (result i32) local.get 0 i32.const 1 i32.add)
  (func $failing (export "trap") unreachable)
  (func (export "id_extern") (param externref) (result externref) local.get 0)
  (func (export "id_func") (param funcref) (result funcref) local.get 0)
  (func (export "is_null") (param externref) (result i32) local.get 0 ref.is_null)
  (func (export "store") (param externref)
    local.get 0
    global.set $last
    i32.const 1
    local.get 0
    table.set $objects)
  (func (export "stored") (result externref externref)
    global.get $last
    i32.const 1
    table.get $objects)
  (func (export "call_keep") (param externref) (result externref)
    local.get 0
    call $keep)
  (func (export "hand_out_function") (result funcref)
    ref.func $inner
    call $callback)
  (func (export "hand_out_failing") (result funcref)
    ref.func $failing
    call $callback)
  (func (export "ping") (result i32) i32.const 1))
