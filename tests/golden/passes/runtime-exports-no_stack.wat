;; RUN: state,runtime-exports
;; A counter is no stack pointer, though it is the first mutable i32.
(module
  (memory 1)
  (global $counter (mut i32) (i32.const 0))
  (func $count (global.set $counter
    (i32.add (global.get $counter) (i32.const 1)))))
