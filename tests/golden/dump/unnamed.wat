;; RUN:
;; WAT:
;; Without names an unreachable may be a panic.
(module
  (memory 1)
  (func (export "stop") unreachable)
  (func $inner (param i32) (result i32) local.get 0 call $deeper)
  (func $deeper (param i32) (result i32) local.get 0 if unreachable end i32.const 1)
  (func (export "inner") (param i32) (result i32) local.get 0 call $inner)
  (func (export "plain") (result i32) i32.const 2))
