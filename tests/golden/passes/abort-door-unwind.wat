;; RUN: state,exits,abort-door
(module
  (memory 1)
  (global $__stack_pointer (mut i32) (i32.const 65536))
  (tag $exception (param i32))
  (func $throws (export "throws") (throw $exception (i32.const 7)))
  (func $abort_handler (call $throws)))
