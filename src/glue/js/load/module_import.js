//- SPDX-License-Identifier: MIT OR Apache-2.0
//- Apart from module.js, since it is the newest syntax of all.
//= import source wasmModule from '$wasm_url$';

