;; RUN: state,exits,escaping-funcs glue=no
;; The table is exported: its entries are entered by JavaScript too.
(module
  (table $table (export "table") 2 funcref)
  (elem $table (i32.const 0) $one $two $one)
  (func $one (param i32) (result i32) (local.get 0))
  (func $two)
  (func $inside (result i32)
    (call_indirect $table (param i32) (result i32)
      (i32.const 1) (i32.const 0))))
