;; SPDX-License-Identifier: MIT OR Apache-2.0
;; Two tags of one type: what C calls longjmp is no panic.
(module
  (tag $__c_longjmp (param i32))
  (tag $__cpp_exception (param i32))
  (memory (export "memory") 1)
  (data (i32.const 1024) "\00++CGNLC")
  (func $__wasm_longjmp (param i32) local.get 0 throw $__c_longjmp)
  (func $__cxa_throw (param i32) local.get 0 throw $__cpp_exception)
  (func (export "jumps") (param i32) local.get 0 call $__wasm_longjmp)
  (func (export "throws") (param i32) local.get 0 call $__cxa_throw)
  (func (export "lands") (result i32)
    try (result i32)
      i32.const 12
      call $__wasm_longjmp
      i32.const 0
    catch $__c_longjmp
    end)
  (func (export "cleans_up") (result i32)
    try (result i32)
      i32.const 1024
      call $__cxa_throw
      i32.const 0
    catch $__cpp_exception
    end)
  (func (export "ping") (result i32) i32.const 1))
