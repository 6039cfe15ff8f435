;; RUN: state,segments
(module
  (table $table (export "table") 4 funcref)
  (elem $some (table $table) (i32.const 1) func $one $one)
  (elem $other func $one)
  (func $one
    (table.init $table $other (i32.const 0) (i32.const 0) (i32.const 1))
    (elem.drop $other)))
