;; RUN: state,exits,export-trampolines eh=exnref
(module
  (memory 1)
  (global $__stack_pointer (mut i32) (i32.const 65536))
  (tag $exception (param i32))
  (func $throws (export "throws") (param i32) (result i32)
    (throw $exception (local.get 0)))
  (func $dies (export "dies") (throw $exception (i32.const 7))))
