;; SPDX-License-Identifier: MIT OR Apache-2.0
;; An import that is exported again, and nothing else.
(module
  (import "env" "host" (func $host (param i32) (result i32)))
  (export "again" (func $host)))
