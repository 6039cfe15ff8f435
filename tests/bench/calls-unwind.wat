;; SPDX-License-Identifier: MIT OR Apache-2.0
;; calls.wat, in a module whose toolchain unwinds.
(module
  (import "env" "host" (func $host (param i32) (result i32)))
  (tag $__cpp_exception (param i32))
  (memory (export "memory") 1)
  (global $__stack_pointer (mut i32) (i32.const 65536))
  (func $__cxa_throw (param i32)
    local.get 0
    throw $__cpp_exception)
  (func (export "fail") (result i32)
    try (result i32)
      i32.const 8
      call $__cxa_throw
      i32.const 0
    catch $__cpp_exception
    end)
  (func (export "throws")
    i32.const 8
    call $__cxa_throw)
  (func (export "add") (param i32 i32) (result i32)
    local.get 0
    local.get 1
    i32.add)
  (func (export "run") (param $n i32) (result i32)
    (local $sum i32)
    loop $again
      local.get $sum
      call $host
      local.set $sum
      local.get $n
      i32.const 1
      i32.sub
      local.tee $n
      br_if $again
    end
    local.get $sum))
