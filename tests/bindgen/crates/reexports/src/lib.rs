// SPDX-License-Identifier: MIT OR Apache-2.0

//! Imports that are exports too.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = "
	export function helper(n) { return n * 3; }
	export class Tool { constructor(n) { this.n = n; } }
	export const value = { fixed: true };
")]
extern "C" {
	#[wasm_bindgen(reexport)]
	fn helper(n: u32) -> u32;
	#[wasm_bindgen(reexport = "Instrument")]
	pub type Tool;
	#[wasm_bindgen(constructor)]
	fn new(n: u32) -> Tool;
	#[wasm_bindgen(method, getter)]
	fn n(this: &Tool) -> u32;
}

#[wasm_bindgen(module = "node:path")]
extern "C" {
	#[wasm_bindgen(reexport = "lastPart", js_name = basename)]
	fn last_part(path: &str) -> String;
}

#[wasm_bindgen]
pub fn helped(n: u32) -> u32 {
	helper(n) + 1
}

#[wasm_bindgen]
pub fn make(n: u32) -> Tool {
	Tool::new(n)
}

#[wasm_bindgen]
pub fn number(tool: &Tool) -> u32 {
	tool.n() + last_part("a/bc").len() as u32
}
