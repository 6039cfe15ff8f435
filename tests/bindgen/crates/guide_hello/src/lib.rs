// SPDX-License-Identifier: MIT OR Apache-2.0

//! After the guide's first examples: a greeting, the console, and an addition.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
	fn alert(text: &str);

	#[wasm_bindgen(js_namespace = console)]
	fn log(text: &str);
	#[wasm_bindgen(js_namespace = console, js_name = log)]
	fn log_number(number: u32);
	#[wasm_bindgen(js_namespace = console, js_name = log)]
	fn log_two(first: &str, second: &str);
}

macro_rules! say {
	($($part:tt)*) => {
		log(&format!($($part)*))
	};
}

#[wasm_bindgen]
pub fn greet(whom: &str) {
	alert(&format!("Good morning, {whom}."));
}

#[wasm_bindgen]
pub fn chatter() {
	log("plain");
	log_number(42);
	log_two("first", "second");
	say!("{} and {:?}", 1 + 1, Some("so on"));
}

#[wasm_bindgen]
pub fn add(a: i32, b: i32) -> i32 {
	a.wrapping_add(b)
}
