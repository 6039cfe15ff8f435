;; SPDX-License-Identifier: MIT OR Apache-2.0
;; An export that has the name of one of the package's own.
(module
  (func (export "default") (result i32) i32.const 1)
  (func (export "ping") (result i32) i32.const 2))
