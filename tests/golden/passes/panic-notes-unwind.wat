;; RUN: state,panic-notes
;; The hook of Rust 1.80: the location is the fourth parameter. An exception
;; in the formatting is swallowed; where the panic is thrown, it is told.
(module
  (type $slot (func (param i32 i32)))
  (memory 17)
  (table $table 4 funcref)
  (global $__stack_pointer (mut i32) (i32.const 1048576))
  (tag $exception (param i32))
  (func $_ZN3std9panicking20rust_panic_with_hook17h0123456789abcdefE
    (param i32 i32 i32 i32 i32 i32)
    (call_indirect $table (type $slot)
      (i32.const 1024) (local.get 0) (i32.load offset=16 (local.get 1)))
    (call $raise (i32.const 2048)))
  (func $raise (param i32)
    (throw $exception (local.get 0))))
