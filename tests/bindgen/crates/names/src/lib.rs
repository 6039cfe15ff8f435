// SPDX-License-Identifier: MIT OR Apache-2.0

//! Names that are words of JavaScript, or of the glue.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
pub fn delete() -> u32 {
	1
}

#[wasm_bindgen(js_name = typeof)]
pub fn type_of() -> u32 {
	2
}

#[wasm_bindgen(js_name = toString)]
pub fn to_text() -> u32 {
	5
}

#[wasm_bindgen(js_name = "module")]
pub fn like_a_global(arguments: u32, r#yield: u32) -> u32 {
	arguments + r#yield
}

#[wasm_bindgen(js_name = Error)]
pub struct OwnError {
	pub code: u32,
}

#[wasm_bindgen(js_class = Error)]
impl OwnError {
	#[wasm_bindgen(constructor)]
	pub fn new(code: u32) -> OwnError {
		OwnError { code }
	}

	#[wasm_bindgen(js_name = function)]
	pub fn call(&self, class: u32, new: &str) -> String {
		format!("{class}{new}{}", self.code)
	}

	#[wasm_bindgen(getter, js_name = class)]
	pub fn class(&self) -> u32 {
		7
	}
}

#[wasm_bindgen]
pub enum r#Enum {
	r#Self_ = 1,
	Default = 2,
}

#[wasm_bindgen]
pub fn fails() -> Result<u32, JsError> {
	Err(JsError::new("of JavaScript"))
}
