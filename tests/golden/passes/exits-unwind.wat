;; RUN: state,exits
;; Not Rust by its names: nothing is counted or freed.
(module
  (memory 1)
  (tag $exception (param i32))
  (func $throws (throw $exception (i32.const 7))))
