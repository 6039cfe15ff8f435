//- SPDX-License-Identifier: MIT OR Apache-2.0
//- The target web: the module is beside this file.
//#if finds_path
const besideThis = () => new URL('$wasm_url$', import.meta.url);

//#end
