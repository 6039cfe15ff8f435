;; SPDX-License-Identifier: MIT OR Apache-2.0
;; A module with as much memory in use as it is told to have: what a Rust module
;; of 1 MiB has at its beginning, and a heap that grows.
(module
  (memory (export "memory") 17)
  (data (i32.const 1048576) "some data of the module, as a Rust program has it")
  (global $stack (mut i32) (i32.const 1048576))
  (global $calls (mut i32) (i32.const 0))
  (table 2 funcref)
  (elem (i32.const 1) $answer)
  (func $answer (export "answer") (result i32)
    global.get $calls
    i32.const 1
    i32.add
    global.set $calls
    i32.const 1048576
    i32.load8_u)
  ;; Sees to it that there are so many bytes, and writes to every 4 KiB of them.
  (func (export "touch") (param $bytes i32) (result i32)
    (local $at i32) (local $missing i32)
    local.get $bytes
    i32.const 65535
    i32.add
    i32.const 16
    i32.shr_u
    memory.size
    i32.sub
    local.tee $missing
    i32.const 0
    i32.gt_s
    if
      local.get $missing
      memory.grow
      i32.const -1
      i32.eq
      if
        unreachable
      end
    end
    loop $pages
      local.get $at
      i32.const 8
      i32.or
      i32.const 1
      i32.store
      local.get $at
      i32.const 4096
      i32.add
      local.tee $at
      local.get $bytes
      i32.lt_u
      br_if $pages
    end
    i32.const 1048576
    i32.load8_u))
