;; RUN: state,standalone-exits,export-trampolines standalone=contain
(module
  (tag $__cpp_exception (param i32))
  (global $__stack_pointer (mut i32) (i32.const 1048576))
  (memory 17)
  (func (export "add") (param i32 i32) (result i32)
    (throw $__cpp_exception (i32.const 1)))
  (func (export "_initialize")))
