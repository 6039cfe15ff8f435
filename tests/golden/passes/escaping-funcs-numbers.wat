;; RUN: state,exits,escaping-funcs
;; The glue could not tell what to make of arguments: one function takes more than
;; numbers, so all guard themselves.
(module
  (table $table (export "table") 1 funcref)
  (elem $table (i32.const 0) $one)
  (func $one (param i32))
  (func $other (param externref)))
