;; SPDX-License-Identifier: MIT OR Apache-2.0
;; Function pointers that JavaScript can reach through an exported table.
(module
  (type $unary (func (param i32) (result i32)))
  (import "env" "host" (func $host (param i32) (result i32)))
  (table (export "table") 8 funcref)
  (elem (i32.const 0) $increment $trap $nested $host $writes)
  (memory (export "memory") 1)
  (func $increment (export "increment") (param i32) (result i32)
    local.get 0
    i32.const 1
    i32.add)
  (func $trap (param i32) (result i32) unreachable)
  (func $nested (param i32) (result i32)
    local.get 0
    i32.const 0
    call_indirect (type $unary)
    i32.const 0
    call_indirect (type $unary))
  (func $writes (param i32) (result i32)
    i32.const 0
    local.get 0
    i32.store
    i32.const 0
    i32.load)
  (func (export "indirect") (param $slot i32) (param $x i32) (result i32)
    local.get $x
    local.get $slot
    call_indirect (type $unary))
  (func (export "stored") (result i32) i32.const 0 i32.load)
  (func (export "ping") (result i32) i32.const 1)
  (func (export "fail") unreachable))
