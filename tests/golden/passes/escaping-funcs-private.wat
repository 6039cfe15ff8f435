;; RUN: state,exits,escaping-funcs
;; Nobody outside can get at the table: it stays as it is.
(module
  (table $table 2 funcref)
  (elem $table (i32.const 0) $one)
  (func $one (param i32) (result i32) (local.get 0)))
