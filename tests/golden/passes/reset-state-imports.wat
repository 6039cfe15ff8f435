;; RUN: state,logical-sizes,exits,segments,reset-state
;; The host puts back what is its own.
(module
  (import "env" "memory" (memory $memory 1))
  (import "env" "table" (table $table 2 funcref))
  (import "env" "counter" (global $counter (mut i32)))
  (data (i32.const 8) "data")
  (func (export "grow") (result i32)
    (memory.grow (i32.const 1))))
