;; RUN: state,exits,import-wrappers,export-trampolines,abort-door
(module
  (import "env" "log" (func $log))
  (memory 1)
  (global $__stack_pointer (mut i32) (i32.const 65536))
  (func $bump (export "bump") (call $log))
  (func $abort_handler (call $log)))
