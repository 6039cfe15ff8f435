;; SPDX-License-Identifier: MIT OR Apache-2.0
;; All state belongs to JavaScript, and some of it was there before the module.
(module
  (type $nullary (func (result i32)))
  (import "env" "memory" (memory 1 8))
  (import "env" "table" (table $table 4 12 funcref))
  (import "env" "externs" (table $externs 2 8 externref))
  (import "env" "count" (global $count (mut i32)))
  (import "env" "long" (global $long (mut i64)))
  (import "env" "object" (global $object (mut externref)))
  (import "env" "started" (func $started))
  (elem (table $table) (i32.const 1) func $five)
  (data (i32.const 16) "unpoison")
  (data $passive "passive")
  (global $runs (mut i32) (i32.const 0))
  (func $five (result i32) i32.const 5)
  (func $start
    global.get $runs
    i32.const 1
    i32.add
    global.set $runs
    i32.const 32
    i32.const 0
    i32.const 7
    memory.init $passive
    data.drop $passive
    call $started)
  (func (export "runs") (result i32) global.get $runs)
  (func (export "load") (param i32) (result i32) local.get 0 i32.load8_u)
  (func (export "store") (param i32 i32) local.get 0 local.get 1 i32.store8)
  (func (export "fill") (param i32 i32 i32)
    local.get 0 local.get 1 local.get 2 memory.fill)
  (func (export "grow") (param i32) (result i32) local.get 0 memory.grow)
  (func (export "pages") (result i32) memory.size)
  (func (export "bump") (result i32)
    global.get $count
    i32.const 1
    i32.add
    global.set $count
    global.get $count)
  (func (export "set") (param i64 externref)
    local.get 0
    global.set $long
    local.get 1
    global.set $object)
  (func (export "call") (param i32) (result i32)
    local.get 0
    call_indirect $table (type $nullary))
  (func (export "clear")
    i32.const 0
    ref.null func
    table.size $table
    table.fill $table)
  (func (export "table_grow") (param i32) (result i32)
    ref.func $five
    local.get 0
    table.grow $table)
  (func (export "table_size") (result i32) table.size $table)
  (func (export "externs_fill") (param externref)
    i32.const 0
    local.get 0
    table.size $externs
    table.fill $externs)
  (func (export "externs_grow") (param i32 externref) (result i32)
    local.get 1
    local.get 0
    table.grow $externs)
  (elem declare func $five)
  (func (export "trap") unreachable)
  (start $start))
