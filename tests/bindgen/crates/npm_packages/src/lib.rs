// SPDX-License-Identifier: MIT OR Apache-2.0

//! Functions of npm packages, which package.json names.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "padding")]
extern "C" {
	fn pad(text: &str, size: u32) -> String;
}

#[wasm_bindgen(module = "@scope/shout")]
extern "C" {
	fn shout(text: &str) -> String;
}

#[wasm_bindgen]
pub fn title(text: &str) -> String {
	shout(&pad(text, 6))
}
