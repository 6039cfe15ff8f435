// SPDX-License-Identifier: MIT OR Apache-2.0

//! Imports that `#[wasm_bindgen]` knows nothing of, beside those that it has.

use wasm_bindgen::prelude::*;

#[link(wasm_import_module = "./beside.js")]
extern "C" {
	fn add(a: i32, b: i32) -> i32;
	#[link_name = "double it"]
	fn double(a: i64) -> i64;
}

#[link(wasm_import_module = "./deeper/other.js")]
extern "C" {
	fn half(a: f64) -> f64;
}

#[wasm_bindgen]
extern "C" {
	#[wasm_bindgen(js_name = String)]
	fn string(value: i32) -> String;
}

#[wasm_bindgen]
pub fn sum(a: i32, b: i32) -> String {
	string(unsafe { add(a, b) })
}

#[wasm_bindgen]
pub fn doubled(a: i64) -> i64 {
	unsafe { double(a) }
}

#[wasm_bindgen]
pub fn halved(a: f64) -> f64 {
	unsafe { half(a) }
}
