;; RUN:
;; As rustc makes it with panic=abort: names, a table, calls through it.
(module
  (type $unary (func (param i32) (result i32)))
  (import "env" "host" (func $host (param i32) (result i32)))
  (import "env" "log" (func $log (param i32)))
  (table 3 3 funcref)
  (elem (i32.const 1) $shop::cart::add $shop::cart::sum)
  (memory (export "memory") 17)
  (func $rust_begin_unwind (param i32)
    local.get 0
    call $log
    unreachable)
  (func $core::panicking::panic_fmt (param i32 i32)
    local.get 0
    call $rust_begin_unwind
    unreachable)
  (func $shop::cart::add (param i32) (result i32)
    local.get 0
    i32.eqz
    if
      i32.const 1
      i32.const 2
      call $core::panicking::panic_fmt
      unreachable
    end
    local.get 0)
  (func $shop::cart::sum (param i32) (result i32)
    local.get 0
    call $host)
  (func (export "add") (param i32) (result i32)
    local.get 0
    call $shop::cart::add)
  (func (export "call") (param i32 i32) (result i32)
    local.get 0
    local.get 1
    call_indirect (type $unary))
  (func (export "sum") (param i32) (result i32)
    local.get 0
    call $shop::cart::sum)
  (func (export "two") (result i32)
    i32.const 2))
