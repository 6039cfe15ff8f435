;; RUN: state,standalone-exits,import-wrappers,export-trampolines standalone=contain eh=legacy unwind-safe-import=host
(module
  (import "env" "host" (func $host (param i32) (result i32)))
  (import "env" "log" (func $log))
  (func (export "call") (param i32) (result i32)
    (call $log)
    (call $host (local.get 0))))
