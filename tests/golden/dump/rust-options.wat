;; RUN: --unwind never --reset none --abort-export a* --unwind-safe-import host
;; The same as rust-unwind.wat, with options that decide otherwise.
(module
  (import "env" "host" (func $host (param i32) (result i32)))
  (memory (export "memory") 17 32)
  (tag $__cpp_exception (param i32))
  (func $core::panicking::panic_cannot_unwind
    unreachable)
  (func $_Unwind_RaiseException (param i32) (result i32)
    local.get 0
    throw $__cpp_exception)
  (func $core::panicking::panic_fmt (param i32 i32)
    local.get 0
    call $_Unwind_RaiseException
    drop)
  (func $_ZN4shop4cart3add17h0123456789abcdefE (param i32)
    local.get 0
    i32.const 0
    call $core::panicking::panic_fmt)
  (func (export "add") (param i32)
    local.get 0
    call $_ZN4shop4cart3add17h0123456789abcdefE)
  (func (export "add_c") (param i32)
    try
      local.get 0
      call $_ZN4shop4cart3add17h0123456789abcdefE
    catch_all
      call $core::panicking::panic_cannot_unwind
      unreachable
    end)
  (func (export "ask") (param i32) (result i32)
    local.get 0
    call $host))
