;; SPDX-License-Identifier: MIT OR Apache-2.0
;; Every number type through an export, an import, and both.
(module
  (import "env" "i64" (func $i64 (param i64) (result i64)))
  (import "env" "f32" (func $f32 (param f32) (result f32)))
  (import "env" "f64" (func $f64 (param f64) (result f64)))
  (import "env" "many"
    (func $many (param i32 i64 f32 f64 i32 i64 f32 f64) (result f64)))
  (memory (export "memory") 1)
  (func (export "id_i32") (param i32) (result i32) local.get 0)
  (func (export "id_i64") (param i64) (result i64) local.get 0)
  (func (export "id_f32") (param f32) (result f32) local.get 0)
  (func (export "id_f64") (param f64) (result f64) local.get 0)
  (func (export "call_i64") (param i64) (result i64) local.get 0 call $i64)
  (func (export "call_f32") (param f32) (result f32) local.get 0 call $f32)
  (func (export "call_f64") (param f64) (result f64) local.get 0 call $f64)
  (func (export "call_many") (param i32 i64 f32 f64) (result f64)
    local.get 0 local.get 1 local.get 2 local.get 3
    local.get 0 local.get 1 local.get 2 local.get 3
    call $many)
  (func (export "ping") (result i32) i32.const 1))
