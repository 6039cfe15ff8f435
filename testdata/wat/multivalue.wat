;; SPDX-License-Identifier: MIT OR Apache-2.0
;; Several results, of exports and of imports, of mixed types.
(module
  (import "env" "triple" (func $triple (param i32) (result i32 f64 i64)))
  (import "env" "pair" (func $pair (result externref f32)))
  (memory (export "memory") 1)
  (func (export "swap") (param i32 i64) (result i64 i32)
    local.get 1
    local.get 0)
  (func (export "mixed") (param f32) (result f32 i32 f64)
    local.get 0
    i32.const -7
    local.get 0
    f64.promote_f32)
  (func (export "call_triple") (param i32) (result i64 f64 i32)
    (local $a i32) (local $b f64)
    local.get 0
    call $triple
    local.get 0
    drop
    i64.const 1
    i64.add
    call $rotate)
  (func $rotate (param i32 f64 i64) (result i64 f64 i32)
    local.get 2
    local.get 1
    local.get 0)
  (func (export "call_pair") (result externref f32)
    call $pair)
  (func (export "trap") (result i32 i32)
    unreachable)
  (func (export "ping") (result i32)
    i32.const 1))
