// SPDX-License-Identifier: MIT OR Apache-2.0

//! Files of JavaScript that the crate brings, with names that are something else in
//! a URL, and what is imported from them.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/js/a b#c%20d.js")]
extern "C" {
	fn first() -> u32;
}

#[wasm_bindgen(inline_js = "export const second = () => 2; // \0 */")]
extern "C" {
	fn second() -> u32;
}

#[wasm_bindgen(module = "/js/names.js")]
extern "C" {
	#[wasm_bindgen(js_name = "a b")]
	fn spaced() -> u32;

	#[wasm_bindgen(js_name = "'};globalThis.PWNED = 1;//")]
	fn quoted() -> u32;

	#[wasm_bindgen(js_name = "delete")]
	fn deleted() -> u32;
}

#[wasm_bindgen]
pub fn sum() -> u32 {
	first() + second() + spaced() + quoted() + deleted()
}

#[wasm_bindgen]
pub fn link() -> String {
	wasm_bindgen::link_to!(module = "/js/a b#c%20d.js")
}
