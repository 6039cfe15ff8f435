;; RUN: state,standalone-exits,indirect-calls,escaping-funcs standalone=contain
(module
  (type $unary (func (param i32) (result i32)))
  (table $closed (export "closed") 2 2 funcref)
  (table $open (export "open") 2 funcref)
  (elem (table $closed) (i32.const 0) func $same)
  (func $same (type $unary) (local.get 0))
  (func (export "calls") (param i32) (result i32)
    (call_indirect $closed (type $unary)
      (call_indirect $closed (type $unary) (local.get 0) (i32.const 0))
      (call $same (local.get 0))))
  (func (export "calls_open") (param i32) (result i32)
    (call_indirect $open (type $unary) (local.get 0) (i32.const 5))))
