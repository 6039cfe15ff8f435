;; SPDX-License-Identifier: MIT OR Apache-2.0
;; A module whose author throws and catches by hand: no toolchain's tag.
(module
  (import "env" "host" (func $host (param i32) (result i32)))
  (tag $error (export "error") (param i32 i64))
  (global $cleanups (mut i32) (i32.const 0))
  (func (export "throws") i32.const 3 i64.const 4 throw $error)
  (func (export "catches") (result i32 i64)
    try (result i32 i64)
      i32.const 3
      i64.const 4
      throw $error
    catch $error
    end)
  (func (export "call") (param i32) (result i32)
    try (result i32)
      local.get 0
      call $host
    catch_all
      global.get $cleanups
      i32.const 1
      i32.add
      global.set $cleanups
      rethrow 0
    end)
  (func (export "swallows") (param i32) (result i32)
    try (result i32)
      local.get 0
      call $host
    catch_all
      i32.const -1
    end)
  (func (export "cleanups") (result i32) global.get $cleanups)
  (func (export "trap") unreachable))
