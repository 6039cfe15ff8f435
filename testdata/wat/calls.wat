;; SPDX-License-Identifier: MIT OR Apache-2.0
;; Every way to get to an import.
(module
  (type $unary (func (param i32) (result i32)))
  (import "env" "host" (func $host (param i32) (result i32)))
  (import "env" "other" (func $other (param i32) (result i32)))
  (import "env" "take" (func $take (param funcref)))
  (import "env" "host" (func $same (param i32) (result i32)))
  (table $table 4 funcref)
  (elem $table (i32.const 0) $host $other $local)
  (elem declare func $other $local)
  (memory 1)
  (global $alive (export "marks") (mut i32) (i32.const 0))
  (global $pointer funcref (ref.func $other))
  (func $local (param i32) (result i32) local.get 0 i32.const 100 i32.add)
  (func $mark global.get $alive i32.const 1 i32.add global.set $alive)
  (func (export "direct") (param i32) (result i32)
    local.get 0
    call $host
    call $mark)
  (func (export "direct_same") (param i32) (result i32)
    local.get 0
    call $same
    call $mark)
  (func (export "indirect") (param $x i32) (param $slot i32) (result i32)
    local.get $x
    local.get $slot
    call_indirect (type $unary)
    call $mark)
  (func (export "tail") (param i32) (result i32)
    local.get 0
    return_call $host)
  (func (export "tail_indirect") (param $x i32) (param $slot i32) (result i32)
    local.get $x
    local.get $slot
    return_call_indirect (type $unary))
  (func (export "nested_tail") (param i32) (result i32)
    local.get 0
    call $tail_inside
    call $mark)
  (func $tail_inside (param i32) (result i32)
    local.get 0
    return_call $host)
  (func (export "give_import") ref.func $other call $take)
  (func (export "give_local") ref.func $local call $take)
  (func (export "through_global") (param i32) (result i32)
    i32.const 3
    global.get $pointer
    table.set $table
    local.get 0
    i32.const 3
    call_indirect (type $unary)
    call $mark)
  (func (export "ping") (result i32) i32.const 1)
  (func (export "trap") unreachable)
  (func $twice (param i32) (result i32) local.get 0 i32.const 2 i32.mul)
  (export "twice" (func $twice))
  (export "double" (func $twice))
  (export "imported" (func $other)))
