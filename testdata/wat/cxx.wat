;; SPDX-License-Identifier: MIT OR Apache-2.0
;; As clang -fwasm-exceptions makes it: a C++ exception that nobody caught.
;; The payload of the tag points to the unwind header, whose first eight bytes
;; are the class of the exception.
(module
  (import "env" "host" (func $host (param i32) (result i32)))
  (tag $__cpp_exception (param i32))
  (memory (export "memory") 1)
  (global $__stack_pointer (mut i32) (i32.const 65536))
  (global $cleanups (mut i32) (i32.const 0))
  ;; "CLNGC++\0" as the number that libc++abi writes, and as text.
  (data (i32.const 1024) "\00++CGNLC\de\ad\be\ef\ff\ff\ff\ff\ff\ff\ff\ff")
  (data (i32.const 2048) "CLNGC++\00\de\ad\be\ef\ff\ff\ff\ff\ff\ff\ff\ff")
  ;; The class of another language's exceptions.
  (data (i32.const 3072) "\01\02\03\04\05\06\07\08\ff\ff\ff\ff\ff\ff\ff\ff")
  ;; Rust's class, and then nothing that could be a Rust payload.
  (data (i32.const 4096) "TSUR\00ZOM\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff")
  (data (i32.const 5120) "MOZ\00RUST\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff")
  (func $__cxa_throw (param $object i32)
    local.get $object
    throw $__cpp_exception)
  (func $cleanup
    global.get $cleanups
    i32.const 1
    i32.add
    global.set $cleanups)
  (func (export "throws") (param $object i32)
    global.get $__stack_pointer
    i32.const 64
    i32.sub
    global.set $__stack_pointer
    try
      local.get $object
      call $__cxa_throw
    catch_all
      call $cleanup
      rethrow 0
    end)
  (func (export "catches") (param $object i32) (result i32)
    try (result i32)
      local.get $object
      call $__cxa_throw
      i32.const 0
    catch $__cpp_exception
    end)
  (func (export "call") (param i32) (result i32)
    try (result i32)
      local.get 0
      call $host
    catch_all
      call $cleanup
      rethrow 0
    end)
  (func (export "cleanups") (result i32) global.get $cleanups)
  (func (export "stack") (result i32) global.get $__stack_pointer)
  (func (export "trap") unreachable))
