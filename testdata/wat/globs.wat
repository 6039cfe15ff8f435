;; SPDX-License-Identifier: MIT OR Apache-2.0
;; No exceptions at all in here: what the flags say is what holds.
(module
  (import "env" "safe" (func $safe (param i32) (result i32)))
  (import "env" "unsafe" (func $unsafe (param i32) (result i32)))
  (import "other" "safe" (func $other (param i32) (result i32)))
  (memory 1)
  (func (export "call_safe") (param i32) (result i32) local.get 0 call $safe)
  (func (export "call_unsafe") (param i32) (result i32) local.get 0 call $unsafe)
  (func (export "call_other") (param i32) (result i32) local.get 0 call $other)
  (func (export "ping") (result i32) i32.const 1)
  (func (export "trap") unreachable))
