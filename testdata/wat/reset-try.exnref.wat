;; SPDX-License-Identifier: MIT OR Apache-2.0
;; reset-try.wat in the modern dialect, as Binaryen writes it.
(module
  (tag $error (param i32))
  (memory $memory 1 6)
  (export "memory" (memory $memory))
  (table $table 1 8 funcref)
  (func (export "pages") (result i32)
    (block $caught
      (return (try_table (result i32) (catch_all $caught)
        (memory.size))))
    (i32.const -2))
  (func (export "grow") (param i32) (result i32)
    (block $caught
      (return (try_table (result i32) (catch_all $caught)
        (memory.grow (local.get 0)))))
    (i32.const -2))
  (func (export "grow_and_throw") (param i32) (result i32)
    (block $caught (result i32)
      (try_table (catch $error $caught)
        (throw $error (memory.grow (local.get 0))))
      (unreachable)))
  (func (export "table_grow") (param i32) (result i32)
    (block $caught
      (return (try_table (result i32) (catch_all $caught)
        (table.grow $table (ref.null func) (local.get 0)))))
    (i32.const -2))
  (func (export "table_size") (result i32)
    (block $caught
      (return (try_table (result i32) (catch_all $caught)
        (table.size $table))))
    (i32.const -2)))
