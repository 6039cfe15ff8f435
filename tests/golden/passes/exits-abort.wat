;; RUN: state,exits
(module
  (func (export "trap") (unreachable)))
