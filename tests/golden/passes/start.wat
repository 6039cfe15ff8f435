;; RUN: state,exits,start
(module
  (start $begin)
  (func $begin))
