// SPDX-License-Identifier: MIT OR Apache-2.0

//! Classes that show their fields, and classes that do not.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(inspectable)]
pub struct Shown {
	pub number: u32,
	#[wasm_bindgen(getter_with_clone)]
	pub text: String,
	#[wasm_bindgen(js_name = renamedField)]
	pub renamed: bool,
	#[wasm_bindgen(skip)]
	pub skipped: u32,
	hidden: u32,
}

#[wasm_bindgen]
impl Shown {
	#[wasm_bindgen(constructor)]
	pub fn new(number: u32) -> Shown {
		Shown { number, text: "täxt".to_owned(), renamed: true, skipped: 1, hidden: 2 }
	}

	#[wasm_bindgen(getter)]
	pub fn computed(&self) -> u32 {
		self.number + self.hidden
	}
}

#[wasm_bindgen(inspectable)]
pub struct Own {
	pub number: u32,
}

#[wasm_bindgen]
impl Own {
	#[wasm_bindgen(constructor)]
	pub fn new() -> Own {
		Own { number: 1 }
	}

	#[wasm_bindgen(js_name = toJSON)]
	pub fn to_json(&self) -> String {
		"own json".to_owned()
	}

	#[wasm_bindgen(js_name = toString)]
	pub fn text(&self) -> String {
		"own text".to_owned()
	}
}

#[wasm_bindgen]
pub struct Plain {
	pub number: u32,
}

#[wasm_bindgen]
impl Plain {
	#[wasm_bindgen(constructor)]
	pub fn new() -> Plain {
		Plain { number: 1 }
	}
}
