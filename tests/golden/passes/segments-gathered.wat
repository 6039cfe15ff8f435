;; RUN: state,exits,start,segments
;; Segments at constant places become one; the others stay by themselves, and all are
;; applied in their order: $over lies on $first.
(module
  (import "env" "base" (global $base i32))
  (memory 1)
  (data $first (i32.const 8) "first")
  (data $second (i32.const 16) "second")
  (data $based (global.get $base) "based")
  (data $empty (i32.const 40) "")
  (data $over (i32.const 10) "over")
  (data $dropped (i32.const 50) "dropped")
  (data $last (i32.const -4) "last")
  (func (export "drops")
    (data.drop $dropped)))
