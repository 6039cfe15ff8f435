;; SPDX-License-Identifier: MIT OR Apache-2.0
;; v128 cannot cross to JavaScript, but must not break what does not cross.
(module
  (import "env" "vector" (func $vector (param v128) (result v128)))
  (memory (export "memory") 1)
  (func $sum (export "takes_vector") (param v128) (result i32)
    local.get 0 i32x4.extract_lane 0
    local.get 0 i32x4.extract_lane 1 i32.add
    local.get 0 i32x4.extract_lane 2 i32.add
    local.get 0 i32x4.extract_lane 3 i32.add)
  (func $splat (export "gives_vector") (param i32) (result v128)
    local.get 0
    i32x4.splat)
  (func (export "inside") (param i32) (result i32)
    local.get 0
    call $splat
    call $sum)
  (func (export "call_vector") (result i32)
    i32.const 1
    i32x4.splat
    call $vector
    call $sum)
  (func (export "ping") (result i32) i32.const 1))
