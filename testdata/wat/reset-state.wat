;; SPDX-License-Identifier: MIT OR Apache-2.0
;; Every kind of state that a reset has to bring back, and for each the
;; instructions that change it.
(module
  (type $nullary (func (result i32)))
  (import "env" "base" (global $base i32))

  ;; Overlapping segments: the later one wins. One has its place from JavaScript,
  ;; one ends with the page, one is empty.
  (memory (export "memory") 1 16)
  (data (i32.const 16) "first segment")
  (data (i32.const 22) "SECOND")
  (data (i32.const 24) "third")
  (data (global.get $base) "placed by the host")
  (data (i32.const 65532) "last")
  (data (i32.const 300) "")
  (data $passive "passive bytes")
  (data $again "more bytes")

  (global $i32 (export "g_i32") (mut i32) (i32.const -7))
  (global $i64 (export "g_i64") (mut i64) (i64.const 0x123456789abcdef0))
  (global $f32 (export "g_f32") (mut f32) (f32.const 1.5))
  (global $f64 (export "g_f64") (mut f64) (f64.const -0x0p+0))
  (global $extern (export "g_extern") (mut externref) (ref.null extern))
  (global $func (export "g_func") (mut funcref) (ref.func $one))
  (global (export "g_constant") i32 (i32.const 9))
  (global $nan32 (mut f32) (f32.const nan:0x200001))
  (global $nan64 (mut f64) (f64.const nan:0x4000000000001))
  (global $placed (mut i32) (global.get $base))

  (table $table (export "table") 4 20 funcref)
  (table $externs (export "externs") 3 externref)
  (table $private 4 funcref)
  (elem (table $table) (i32.const 0) func $one $two $three)
  (elem (table $table) (i32.const 1) func $four)
  (elem (table $private) (i32.const 1) func $two)
  (elem $functions funcref (ref.func $three) (ref.null func) (ref.func $one))

  (func $one (export "one") (result i32) i32.const 1)
  (func $two (result i32) i32.const 2)
  (func $three (result i32) i32.const 3)
  (func $four (result i32) i32.const 4)

  ;; Memory.
  (func (export "load") (param i32) (result i32) local.get 0 i32.load8_u)
  (func (export "store") (param i32 i32) local.get 0 local.get 1 i32.store8)
  (func (export "pages") (result i32) memory.size)
  (func (export "grow") (param i32) (result i32) local.get 0 memory.grow)
  (func (export "fill") (param i32 i32 i32)
    local.get 0 local.get 1 local.get 2 memory.fill)
  (func (export "copy") (param i32 i32 i32)
    local.get 0 local.get 1 local.get 2 memory.copy)
  (func (export "init_data") (param i32 i32 i32)
    local.get 0 local.get 1 local.get 2 memory.init $passive)
  (func (export "drop_data") data.drop $passive)
  (func (export "init_again") (param i32 i32 i32)
    local.get 0 local.get 1 local.get 2 memory.init $again)
  (func (export "drop_again") data.drop $again)

  ;; Globals.
  (func (export "set_globals") (param externref)
    i32.const 1 global.set $i32
    i64.const 2 global.set $i64
    f32.const 3 global.set $f32
    f64.const 4 global.set $f64
    local.get 0 global.set $extern
    ref.null func global.set $func
    f32.const 5 global.set $nan32
    f64.const 6 global.set $nan64
    i32.const 7 global.set $placed)
  (func (export "bits32") (result i32) global.get $nan32 i32.reinterpret_f32)
  (func (export "bits64") (result i64) global.get $nan64 i64.reinterpret_f64)
  (func (export "placed") (result i32) global.get $placed)
  (func (export "get_i32") (result i32) global.get $i32)
  (func (export "get_extern") (result externref) global.get $extern)
  (func (export "func_is_null") (result i32) global.get $func ref.is_null)

  ;; Tables.
  (func (export "call") (param i32) (result i32)
    local.get 0 call_indirect $table (type $nullary))
  (func (export "call_private") (param i32) (result i32)
    local.get 0 call_indirect $private (type $nullary))
  (func (export "table_get") (param i32) (result funcref)
    local.get 0 table.get $table)
  (func (export "table_set") (param i32 funcref)
    local.get 0 local.get 1 table.set $table)
  (func (export "table_size") (result i32) table.size $table)
  (func (export "table_grow") (param i32 funcref) (result i32)
    local.get 1 local.get 0 table.grow $table)
  (func (export "table_fill") (param i32 funcref i32)
    local.get 0 local.get 1 local.get 2 table.fill $table)
  (func (export "table_copy") (param i32 i32 i32)
    local.get 0 local.get 1 local.get 2 table.copy $table $table)
  (func (export "table_from_private") (param i32 i32 i32)
    local.get 0 local.get 1 local.get 2 table.copy $table $private)
  (func (export "table_init") (param i32 i32 i32)
    local.get 0 local.get 1 local.get 2 table.init $table $functions)
  (func (export "elem_drop") elem.drop $functions)
  (func (export "private_set_two") (param i32)
    local.get 0 ref.func $two table.set $private)
  (func (export "private_grow") (param i32) (result i32)
    ref.func $three local.get 0 table.grow $private)
  (func (export "private_size") (result i32) table.size $private)
  (func (export "externs_get") (param i32) (result externref)
    local.get 0 table.get $externs)
  (func (export "externs_set") (param i32 externref)
    local.get 0 local.get 1 table.set $externs)
  (func (export "externs_size") (result i32) table.size $externs)
  (func (export "externs_grow") (param i32 externref) (result i32)
    local.get 1 local.get 0 table.grow $externs)
  (func (export "externs_fill") (param i32 externref i32)
    local.get 0 local.get 1 local.get 2 table.fill $externs)
  (elem declare func $two $three)

  (func (export "trap") unreachable))
