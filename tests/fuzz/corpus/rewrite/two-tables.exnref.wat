;; OPTIONS: 15000700
;; Vtables are of the table of functions, even where another comes first.
(module
  (memory 17)
  (table 1 externref)
  (table 4 funcref)
  (global $__stack_pointer (mut i32) (i32.const 1048576))
  (tag $exception (param i32))
  (func $_RNvNtNtCs1_3std9panicking11panic_count8increase
    (param i32) (result i32)
    (i32.store offset=1048600 (i32.const 0)
      (i32.add (i32.load offset=1048600 (i32.const 0)) (i32.const 1)))
    (i32.const 2))
  (func $_RNvCs1_7___rustc14___rust_dealloc (param i32 i32 i32))
  (func $throws (throw $exception (i32.const 7))))
