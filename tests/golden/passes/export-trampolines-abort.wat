;; RUN: state,exits,export-trampolines
;; Two results of different types; one function under two names.
(module
  (func $swap (export "swap") (export "again") (param i64 f32) (result f32 i64)
    (tuple.make 2 (local.get 1) (local.get 0)))
  (func $calls (export "calls")
    (tuple.drop 2 (call $swap (i64.const 1) (f32.const 2)))))
