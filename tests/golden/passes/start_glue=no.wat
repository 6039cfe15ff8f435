;; RUN: state,exits,start glue=no
(module
  (start $begin)
  (func $begin))
