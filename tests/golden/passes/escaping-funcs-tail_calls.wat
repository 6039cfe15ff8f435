;; RUN: state,exits,escaping-funcs glue=no
(module
  (table $table (export "table") 2 funcref)
  (elem $table (i32.const 0) $one)
  (func $one (param i32) (result i32)
    (return_call_indirect $table (param i32) (result i32)
      (local.get 0) (i32.const 0))))
