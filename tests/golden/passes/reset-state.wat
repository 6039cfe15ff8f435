;; RUN: state,logical-sizes,exits,start,segments,reset-state
(module
  (memory 1)
  (data (i32.const 8) "data")
  (global $counter (export "counter") (mut i64) (i64.const 5))
  (global $object (mut externref) (ref.null noextern))
  (table $table 2 funcref)
  (elem (i32.const 0) $begin)
  (start $begin)
  (func $begin
    (global.set $counter (i64.const 6))
    (table.set $table (i32.const 1) (ref.func $begin))
    (drop (memory.grow (i32.const 1)))))
