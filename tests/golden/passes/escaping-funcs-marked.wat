;; RUN: state,standalone-exits,indirect-calls,escaping-funcs standalone=contain
;; The module says when it calls by a table: who is called by its index as well needs
;; a trampoline of its own.
(module
  (table $table (export "table") 3 funcref)
  (elem $table (i32.const 0) $pointed $called $pointed)
  (func $pointed (param i64) (result f32 f32)
    (f32.const 1) (f32.const 2))
  (func $called (param f32))
  (func (export "calls")
    (call $called (f32.const 1))))
