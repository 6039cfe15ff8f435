// SPDX-License-Identifier: MIT OR Apache-2.0

//! Panics, and the hook that prints them.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
pub fn set_hook() {
	console_error_panic_hook::set_once();
}

#[wasm_bindgen]
pub fn panics(text: &str) {
	panic!("panicked on purpose: {text}");
}

#[wasm_bindgen]
pub fn out_of_bounds(index: usize) -> u8 {
	[1, 2, 3][index]
}

#[wasm_bindgen]
pub fn alive() -> u32 {
	42
}
