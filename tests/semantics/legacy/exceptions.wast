;; SPDX-License-Identifier: MIT OR Apache-2.0
;; The legacy dialect of exceptions (try, catch, catch_all, delegate, rethrow), which the
;; specification's scripts do not have any more.

(module $thrower
  (tag $e (export "e") (param i64))
  (func (export "throw") (param i32) (throw $e (i64.extend_i32_s (local.get 0)))))
(register "thrower")

(module
  (tag $theirs (import "thrower" "e") (param i64))
  (func $throw (import "thrower" "throw") (param i32))
  (tag $i (param i32))
  (tag $two (param i32 i64))
  (tag $none)
  (tag $out (param f32))
  (memory (export "memory") 1)
  (global $count (export "count") (mut i32) (i32.const 0))

  (func $inc (global.set $count (i32.add (global.get $count) (i32.const 1))))

  (func (export "throw-if") (param i32) (result i32)
    (if (local.get 0) (then (throw $out (f32.convert_i32_s (local.get 0)))))
    (i32.const 0))

  (func (export "catch") (param i32) (result i32)
    (try (result i32)
      (do (throw $i (local.get 0)))
      (catch $i (i32.add (i32.const 1)))))

  (func (export "catch-two") (param i32 i64) (result i32 i64)
    (try (result i32 i64)
      (do (throw $two (local.get 0) (local.get 1)))
      (catch $none (i32.const -1) (i64.const -1))
      (catch $two)))

  (func (export "catch-which") (param i32) (result i32)
    (try (result i32)
      (do
        (if (i32.eq (local.get 0) (i32.const 0)) (then (throw $none)))
        (if (i32.eq (local.get 0) (i32.const 1)) (then (throw $i (i32.const 10))))
        (if (i32.eq (local.get 0) (i32.const 2))
          (then (throw $two (i32.const 20) (i64.const 21))))
        (i32.const 5))
      (catch $none (i32.const 7))
      (catch $i)
      (catch_all (i32.const 9))))

  (func (export "rethrow") (param i32) (result i32)
    (try (result i32)
      (do
        (try (result i32)
          (do (throw $i (local.get 0)))
          (catch_all
            (call $inc)
            (if (i32.eqz (local.get 0)) (then (rethrow 1)))
            (i32.const 23))))
      (catch $i (i32.add (i32.const 100)))))

  (func (export "rethrow-outer") (param i32) (result i32)
    (try (result i32)
      (do
        (try (result i32)
          (do (throw $i (i32.const 1)))
          (catch $i
            (drop)
            (try (result i32)
              (do (throw $two (i32.const 2) (i64.const 3)))
              (catch_all (if (local.get 0) (then (rethrow 2))) (rethrow 0))))))
      (catch $i (i32.add (i32.const 10)))
      (catch $two (drop) (i32.add (i32.const 20)))))

  (func (export "delegate") (param i32) (result i32)
    (try $outer (result i32)
      (do
        (try (result i32)
          (do
            (try (result i32)
              (do (throw $i (local.get 0)))
              (delegate $outer)))
          (catch_all (i32.const -1))))
      (catch $i (i32.add (i32.const 1)))))

  (func (export "delegate-caller") (param i32) (result i32)
    (try (result i32)
      (do
        (try (result i32)
          (do (throw $out (f32.const 1)))
          (delegate 1)))
      (catch_all (i32.const -1))))

  (func (export "cleanup") (param i32)
    (try
      (do
        (i32.store (i32.const 0) (local.get 0))
        (throw $none))
      (catch_all
        (i32.store (i32.const 4) (i32.load (i32.const 0)))
        (call $inc))))

  (func (export "catch-theirs") (param i32) (result i32)
    (try (result i32)
      (do (call $throw (local.get 0)) (i32.const -1))
      (catch $i (drop) (i32.const -2))
      (catch $theirs (i32.wrap_i64))))

  (func (export "not-theirs") (param i32) (result i32)
    (try (result i32)
      (do (call $throw (local.get 0)) (i32.const -1))
      (catch $i)))

  (func (export "trap-in-try") (result i32)
    (try (result i32)
      (do (unreachable))
      (catch_all (i32.const 1))))

  (func (export "trap-in-catch") (result i32)
    (try (result i32)
      (do (throw $none))
      (catch $none (i32.div_s (i32.const 1) (i32.const 0)))))

  (func $deep (param i32)
    (if (i32.eqz (local.get 0)) (then (throw $i (i32.const 77))))
    (try
      (do (call $deep (i32.sub (local.get 0) (i32.const 1))))
      (catch_all (call $inc) (rethrow 0))))
  (func (export "deep") (param i32) (result i32)
    (try (result i32)
      (do (call $deep (local.get 0)) (i32.const 0))
      (catch $i)))

  (func (export "loop") (param i32) (result i32) (local $sum i32)
    (loop $again
      (try
        (do (throw $i (local.get 0)))
        (catch $i (local.set $sum (i32.add (local.get $sum)))))
      (local.set 0 (i32.sub (local.get 0) (i32.const 1)))
      (br_if $again (local.get 0)))
    (local.get $sum))

  (func (export "counted") (result i32) (global.get $count)))

(assert_return (invoke "throw-if" (i32.const 0)) (i32.const 0))
(assert_return (invoke "catch" (i32.const 41)) (i32.const 42))
(assert_return (invoke "catch-two" (i32.const 1) (i64.const 2)) (i32.const 1) (i64.const 2))
(assert_return (invoke "catch-which" (i32.const 0)) (i32.const 7))
(assert_return (invoke "catch-which" (i32.const 1)) (i32.const 10))
(assert_return (invoke "catch-which" (i32.const 2)) (i32.const 9))
(assert_return (invoke "catch-which" (i32.const 3)) (i32.const 5))
(assert_return (invoke "rethrow" (i32.const 0)) (i32.const 100))
(assert_return (invoke "rethrow" (i32.const 1)) (i32.const 23))
(assert_return (invoke "counted") (i32.const 2))
(assert_return (invoke "rethrow-outer" (i32.const 1)) (i32.const 11))
(assert_return (invoke "rethrow-outer" (i32.const 0)) (i32.const 22))
(assert_return (invoke "delegate" (i32.const 4)) (i32.const 5))
(assert_return (invoke "cleanup" (i32.const 9)))
(assert_return (invoke "counted") (i32.const 3))
(assert_return (invoke "catch-theirs" (i32.const 6)) (i32.const 6))
(assert_return (invoke "deep" (i32.const 20)) (i32.const 77))
(assert_return (invoke "counted") (i32.const 23))
(assert_return (invoke "loop" (i32.const 10)) (i32.const 55))
(assert_exception (invoke "throw-if" (i32.const 1)))
(assert_return (invoke "throw-if" (i32.const 0)) (i32.const 0))
(assert_exception (invoke "delegate-caller" (i32.const 3)))
(assert_return (invoke "catch" (i32.const 1)) (i32.const 2))
(assert_exception (invoke "not-theirs" (i32.const 3)))
(assert_return (invoke "catch-theirs" (i32.const 8)) (i32.const 8))
(assert_trap (invoke "trap-in-try") "unreachable")
(assert_return (invoke "deep" (i32.const 3)) (i32.const 77))
(assert_trap (invoke "trap-in-catch") "integer divide by zero")
(assert_return (invoke "loop" (i32.const 3)) (i32.const 6))
