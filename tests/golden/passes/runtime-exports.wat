;; RUN: state,runtime-exports
;; The stack lies above the data: both ends of it are known.
(module
  (memory 2)
  (data (i32.const 1024) "0123456789")
  (global $__stack_pointer (mut i32) (i32.const 66576))
  (tag $exception (param i32))
  (func $throws (throw $exception (i32.const 7))))
