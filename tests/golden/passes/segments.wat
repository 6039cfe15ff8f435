;; RUN: state,exits,start,segments
;; Applied again after a reset: active segments; $used is dropped by the module,
;; and to it $first has been dropped from the start. Elements stay as they are,
;; nobody changes the table.
(module
  (import "env" "base" (global $base i32))
  (import "env" "counter" (global $counter (mut i32)))
  (memory 1)
  (table 1 funcref)
  (elem (i32.const 0) $begin)
  (data $first (i32.const 0) "first")
  (data $second (global.get $base) "second")
  (data $used "used")
  (data $kept "kept")
  (start $begin)
  (func $begin
    (memory.init $used (i32.const 16) (i32.const 0) (i32.const 4))
    (memory.init $kept (i32.const 24) (i32.const 0) (i32.const 4))
    (memory.init $first (i32.const 32) (i32.const 0) (i32.const 0))
    (data.drop $first)
    (data.drop $used)))
