;; RUN: state,exits,abort-door
(module
  (memory 1)
  (func $bump (export "bump")))
