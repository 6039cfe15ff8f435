;; RUN:
;; WAT: --debug-names --enable-threads
;; Everything that can be imported and exported, of many types.
(module
  (type $none (func))
  (import "env" "f" (func $f (param i32 i64 f32 f64 v128)))
  (import "env" "table" (table $t 1 16 externref))
  (import "env" "memory" (memory $m 1 2 shared))
  (import "env" "global" (global $g i64))
  (import "env" "mutable" (global $h (mut externref)))
  (import "env" "tag" (tag $e (param i32)))
  (table $own (export "own table") 2 funcref)
  (elem (table $own) (i32.const 0) func $f $local)
  (global $i (export "own global") (mut f64) (f64.const 1))
  (tag $a (export "own tag") (param i32 f32))
  (func $local (export "many") (param funcref externref) (result i32 i32)
    i32.const 1
    i32.const 2)
  (func $begin)
  (start $begin)
  (export "f" (func $f))
  (export "table" (table $t))
  (export "memory" (memory $m))
  (export "global" (global $g))
  (export "tag" (tag $e)))
