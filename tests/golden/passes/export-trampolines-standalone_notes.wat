;; RUN: state,standalone-exits,import-wrappers,export-trampolines standalone=contain eh=exnref
(module
  (import "env" "host" (func $host (param i32) (result i32)))
  (tag $__cpp_exception (param i32))
  (tag $own)
  (func (export "call") (param i32) (result i32)
    (if (local.get 0) (then (throw $own)))
    (if (local.get 0) (then (throw $__cpp_exception (i32.const 1))))
    (call $host (local.get 0))))
