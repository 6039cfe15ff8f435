;; RUN: state,exits,export-trampolines unwind=trust
;; No exceptions of its own, but the user vouches for its frames.
(module
  (func $run (export "run") (param i32) (result i32) (local.get 0)))
