;; RUN: state,exits,import-wrappers eh=exnref
(module
  (import "env" "get" (func $get (param i32) (result i32)))
  (tag $exception (param i32))
  (func $run (export "run") (result i32)
    (try $try (result i32)
      (do (call $get (i32.const 1)))
      (catch_all (rethrow $try))))
  (func $throws (throw $exception (i32.const 7))))
