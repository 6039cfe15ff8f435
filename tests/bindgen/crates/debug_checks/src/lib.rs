// SPDX-License-Identifier: MIT OR Apache-2.0

//! What is looked at with `--debug` only.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
pub fn int(value: i32) -> i32 {
	value
}

#[wasm_bindgen]
pub fn float(value: f64) -> f64 {
	value
}

#[wasm_bindgen]
pub fn flag(value: bool) -> bool {
	value
}

#[wasm_bindgen]
pub fn long(value: i64) -> i64 {
	value
}

#[wasm_bindgen]
pub fn longer(value: u128) -> u128 {
	value
}

#[wasm_bindgen]
pub fn text(value: &str) -> String {
	value.into()
}

#[wasm_bindgen]
pub fn maybe_int(value: Option<u32>) -> Option<u32> {
	value
}

#[wasm_bindgen]
pub fn maybe_float(value: Option<f64>) -> Option<f64> {
	value
}

#[wasm_bindgen]
pub fn maybe_flag(value: Option<bool>) -> Option<bool> {
	value
}

#[wasm_bindgen]
pub fn maybe_long(value: Option<u64>) -> Option<u64> {
	value
}

#[wasm_bindgen]
pub fn count(values: &[u16]) -> usize {
	values.len()
}

#[wasm_bindgen]
pub fn count_any(values: Vec<JsValue>) -> usize {
	values.len()
}

#[wasm_bindgen]
pub fn clear(values: &mut [f32]) {
	values.fill(0.0);
}

#[wasm_bindgen]
#[derive(Clone, Copy)]
pub enum Side {
	Left,
	Right,
}

#[wasm_bindgen]
pub fn other(side: Side) -> Side {
	match side {
		Side::Left => Side::Right,
		Side::Right => Side::Left,
	}
}

#[wasm_bindgen]
pub struct Made(u32);

#[wasm_bindgen]
impl Made {
	pub fn make(value: u32) -> Made {
		Made(value)
	}

	pub fn value(&self) -> u32 {
		self.0
	}

	pub fn done(self) -> u32 {
		self.0
	}
}

#[wasm_bindgen]
pub fn look_at(made: &Made) -> u32 {
	made.0
}

#[wasm_bindgen]
extern "C" {
	#[wasm_bindgen(js_namespace = globalThis)]
	fn answer() -> i32;
}

#[wasm_bindgen]
pub fn ask() -> i32 {
	answer()
}
