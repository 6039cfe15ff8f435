// SPDX-License-Identifier: MIT OR Apache-2.0

//! Exports in namespaces, and exports with unusual names.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(js_namespace = geometry)]
pub fn area(a: f64, b: f64) -> f64 {
	a * b
}

#[wasm_bindgen(js_namespace = geometry)]
pub struct Square {
	pub side: f64,
}

#[wasm_bindgen(js_namespace = geometry)]
impl Square {
	#[wasm_bindgen(constructor)]
	pub fn new(side: f64) -> Square {
		Square { side }
	}

	pub fn area(&self) -> f64 {
		self.side * self.side
	}

	pub fn unit() -> Square {
		Square::new(1.0)
	}
}

#[wasm_bindgen(js_namespace = geometry)]
#[derive(Clone, Copy)]
pub enum Unit {
	Metre = 1,
	Foot = 3,
}

#[wasm_bindgen(js_namespace = ["text", "tools"])]
pub fn join(a: &str, b: &str) -> String {
	format!("{a}{b}")
}

#[wasm_bindgen(js_namespace = ["text", "tools"], js_name = upperCase)]
pub fn upper_case(text: &str) -> String {
	text.to_uppercase()
}

#[wasm_bindgen(js_namespace = text)]
pub fn unit(unit: Unit) -> Unit {
	match unit {
		Unit::Metre => Unit::Foot,
		Unit::Foot => Unit::Metre,
	}
}

#[wasm_bindgen(js_namespace = other, js_name = area)]
pub fn other_area() -> String {
	"another".to_owned()
}

#[wasm_bindgen]
pub fn plain(square: &Square) -> f64 {
	square.side
}

#[wasm_bindgen(this)]
pub fn with_this(this: &JsValue, n: u32) -> String {
	format!("{this:?} {n}")
}

#[wasm_bindgen(js_namespace = geometry, this)]
pub fn this_in_namespace(this: JsValue) -> JsValue {
	this
}
