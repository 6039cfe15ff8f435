;; RUN: state,exits,export-trampolines unwind=never
(module
  (tag $exception (param i32))
  (func $throws (export "throws") (throw $exception (i32.const 7))))
