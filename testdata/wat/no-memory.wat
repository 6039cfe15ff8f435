;; SPDX-License-Identifier: MIT OR Apache-2.0
;; No memory, no table, one import.
(module
  (import "env" "host" (func $host (param i32) (result i32)))
  (func (export "call") (param i32) (result i32) local.get 0 call $host)
  (func (export "trap") unreachable)
  (func (export "ping") (result i32) i32.const 1))
