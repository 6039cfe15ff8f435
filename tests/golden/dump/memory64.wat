;; RUN:
;; WAT: --enable-memory64
;; What cannot be rewritten is described all the same.
(module
  (memory (export "memory") i64 1 65536)
  (func (export "get") (param i64) (result i32)
    local.get 0
    i32.load))
