;; SPDX-License-Identifier: MIT OR Apache-2.0
;; Memory and table grow in the bodies of try blocks.
(module
  (tag $error (param i32))
  (memory (export "memory") 1 6)
  (table $table 1 8 funcref)
  (func (export "pages") (result i32)
    try (result i32)
      memory.size
    catch_all
      i32.const -2
    end)
  (func (export "grow") (param i32) (result i32)
    try (result i32)
      local.get 0
      memory.grow
    catch_all
      i32.const -2
    end)
  (func (export "grow_and_throw") (param i32) (result i32)
    try (result i32)
      local.get 0
      memory.grow
      throw $error
    catch $error
    end)
  (func (export "table_grow") (param i32) (result i32)
    try (result i32)
      ref.null func
      local.get 0
      table.grow $table
    catch_all
      i32.const -2
    end)
  (func (export "table_size") (result i32)
    try (result i32)
      table.size $table
    catch_all
      i32.const -2
    end))
