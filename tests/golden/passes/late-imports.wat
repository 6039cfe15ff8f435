;; RUN: state,exits,import-wrappers,late-imports
(module
  (import "env" "log" (func $log (param i32)))
  (import "other" "log" (func $other (param i32)))
  (func (export "run") (call $log (i32.const 1)) (call $other (i32.const 2))))
