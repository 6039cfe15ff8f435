;; RUN: state,panic-notes
;; The shape of std's panic hook since Rust 1.81: it calls the slots `get` and
;; `as_str` of the payload's vtable.
(module
  (type $slot (func (param i32 i32)))
  (memory 17)
  (table $table 4 funcref)
  (global $__stack_pointer (mut i32) (i32.const 1048576))
  (func $_RNvNtCs1_3std9panicking15panic_with_hook
    (param i32 i32 i32 i32 i32)
    (call_indirect $table (type $slot)
      (i32.const 1024) (local.get 0) (i32.load offset=20 (local.get 1)))
    (call_indirect $table (type $slot)
      (i32.const 1024) (local.get 0) (i32.load offset=24 (local.get 1)))
    (unreachable))
  (func $_RNvNtCs1_3std5alloc8rust_oom (param i32 i32)
    (unreachable)))
