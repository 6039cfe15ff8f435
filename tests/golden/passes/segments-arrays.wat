;; RUN: state,segments
;; Arrays are made of segments: to the module $first has been dropped from the start,
;; $used may be, $kept never is.
(module
  (type $bytes (array (mut i8)))
  (type $funcs (array (mut funcref)))
  (memory 1)
  (data $first (i32.const 0) "first")
  (data $used "used")
  (data $kept "kept")
  (elem $some func $go)
  (func $go (param $a (ref $bytes)) (param $f (ref $funcs))
    (drop (array.new_data $bytes $first (i32.const 0) (i32.const 0)))
    (array.init_data $bytes $used (local.get $a) (i32.const 1) (i32.const 2) (i32.const 3))
    (drop (array.new_data $bytes $kept (i32.const 0) (i32.const 4)))
    (drop (array.new_elem $funcs $some (i32.const 0) (i32.const 1)))
    (array.init_elem $funcs $some (local.get $f) (i32.const 4) (i32.const 5) (i32.const 6))
    (data.drop $used)
    (elem.drop $some)))
