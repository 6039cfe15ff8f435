;; SPDX-License-Identifier: MIT OR Apache-2.0
;; own-tag.wat in the modern dialect, as Binaryen writes it.
(module
  (import "env" "host" (func $host (param i32) (result i32)))
  (tag $error (param i32 i64))
  (export "error" (tag $error))
  (global $cleanups (mut i32) (i32.const 0))
  (func (export "throws")
    (throw $error (i32.const 3) (i64.const 4)))
  (func (export "catches") (result i32 i64)
    (block $caught (result i32 i64)
      (try_table (catch $error $caught)
        (throw $error (i32.const 3) (i64.const 4)))))
  (func (export "call") (param i32) (result i32) (local $caught exnref)
    (local.set $caught
      (block $all (result exnref)
        (return
          (try_table (result i32) (catch_all_ref $all)
            (call $host (local.get 0))))))
    (global.set $cleanups (i32.add (global.get $cleanups) (i32.const 1)))
    (throw_ref (local.get $caught)))
  (func (export "swallows") (param i32) (result i32)
    (block $all
      (return
        (try_table (result i32) (catch_all $all)
          (call $host (local.get 0)))))
    (i32.const -1))
  (func (export "cleanups") (result i32) (global.get $cleanups))
  (func (export "trap") (unreachable)))
