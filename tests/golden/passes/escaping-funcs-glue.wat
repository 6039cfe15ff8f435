;; RUN: state,exits,import-wrappers,escaping-funcs,runtime-exports
;; The glue guards what tables hand out: functions stay as they are. Who calls them
;; by another way is no frame of ours, and the host runs on when an import returns.
(module
  (import "env" "get" (func $get (param i32) (result i32)))
  (table $table (export "table") 2 funcref)
  (elem $table (i32.const 0) $one $two)
  (func $one (param i32) (result i32) (call $get (local.get 0)))
  (func $two))
