;; RUN:
;; As clang makes it of C++, in the newer dialect.
(module
  (import "env" "print" (func $print (param i32)))
  (memory $memory 2)
  (tag $__cpp_exception (param i32))
  (export "memory" (memory $memory))
  (export "guarded" (func $guarded))
  (export "open" (func $open))
  (func $__cxa_throw (param $thrown i32) (param $type i32) (param $destructor i32)
    (throw $__cpp_exception (local.get $thrown)))
  (func $__clang_call_terminate (param $thrown i32)
    (unreachable))
  (func $_ZN4shop3addEi (param $price i32)
    (call $__cxa_throw (local.get $price) (i32.const 0) (i32.const 0)))
  (func $open (param $price i32)
    (call $print (local.get $price))
    (call $_ZN4shop3addEi (local.get $price)))
  (func $guarded (param $price i32)
    (call $__clang_call_terminate
      (block $caught (result i32)
        (try_table (catch $__cpp_exception $caught)
          (call $_ZN4shop3addEi (local.get $price)))
        (return)))))
