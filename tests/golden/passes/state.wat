;; RUN: state
(module
  (tag $exception (param i32))
  (func $throws (throw $exception (i32.const 7))))
