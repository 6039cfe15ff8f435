//- SPDX-License-Identifier: MIT OR Apache-2.0
//- What the start of a module with references calls.
__wbindgen_init_externref_table() {
  initRefs();
},
