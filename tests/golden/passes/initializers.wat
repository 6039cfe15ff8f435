;; RUN: state,standalone-exits,export-trampolines,start,segments,initializers,reset-state,kept-tables,heal standalone=heal
(module
  (table $values (export "values") 2 externref)
  (start $begin)
  (func $begin)
  (func (export "_initialize"))
  (func (export "__wbindgen_start")))
