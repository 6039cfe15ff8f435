;; RUN: state,logical-sizes
;; Two memories, of which one is grown; a table that is grown.
(module
  (memory $grown 1 4)
  (memory $fixed 1)
  (table $table 2 8 externref)
  (func (export "sizes") (result i32 i32 i32)
    (tuple.make 3
      (memory.size $grown) (memory.size $fixed) (table.size $table)))
  (func (export "grow") (param i32) (result i32)
    (drop (table.grow $table (ref.null noextern) (local.get 0)))
    (memory.grow $grown (local.get 0))))
