;; RUN: dialect eh=exnref
(module
  (tag $exception (param i32))
  (func $run (result i32)
    (try (result i32)
      (do (throw $exception (i32.const 7)))
      (catch $exception (pop i32)))))
