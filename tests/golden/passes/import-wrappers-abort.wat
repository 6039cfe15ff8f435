;; RUN: state,exits,import-wrappers
(module
  (import "env" "log" (func $log (param i32)))
  (import "env" "pair" (func $pair (param i64 f32) (result f64 externref)))
  (table 1 funcref)
  (elem (i32.const 0) $log)
  (func $run (export "run")
    (call $log (i32.const 1))))
