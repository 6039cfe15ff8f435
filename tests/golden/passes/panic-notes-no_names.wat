;; RUN: state,panic-notes
;; Nothing is known by name: nothing is noted.
(module
  (memory 1)
  (func (param i32 i32) (unreachable)))
