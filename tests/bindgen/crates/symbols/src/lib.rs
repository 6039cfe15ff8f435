// SPDX-License-Identifier: MIT OR Apache-2.0

//! Members that are named by symbols, in both directions.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
pub struct Range {
	from: u32,
	to: u32,
}

#[wasm_bindgen]
pub struct Steps {
	next: u32,
	to: u32,
}

#[wasm_bindgen]
impl Range {
	#[wasm_bindgen(constructor)]
	pub fn new(from: u32, to: u32) -> Range {
		Range { from, to }
	}

	#[wasm_bindgen(js_name = "[Symbol.iterator]")]
	pub fn iterate(&self) -> Steps {
		Steps { next: self.from, to: self.to }
	}

	#[wasm_bindgen(js_name = "[Symbol.toPrimitive]")]
	pub fn primitive(&self, hint: &str) -> JsValue {
		match hint {
			"number" => JsValue::from(self.to - self.from),
			_ => JsValue::from(format!("{}..{}", self.from, self.to)),
		}
	}

	#[wasm_bindgen(getter = "[Symbol.toStringTag]")]
	pub fn tag(&self) -> String {
		"Range".to_owned()
	}

	#[wasm_bindgen(js_name = "[Symbol.hasInstance]")]
	pub fn has_instance(value: &JsValue) -> bool {
		value.as_f64().is_some()
	}
}

#[wasm_bindgen]
impl Steps {
	pub fn next(&mut self) -> js_sys::Object {
		let step = js_sys::Object::new();
		let done = self.next >= self.to;
		let set = |key: &str, value: JsValue| js_sys::Reflect::set(&step, &key.into(), &value).unwrap();
		set("done", done.into());
		if !done {
			set("value", self.next.into());
			self.next += 1;
		}
		step
	}
}

#[wasm_bindgen]
extern "C" {
	pub type Foreign;
	#[wasm_bindgen(method, js_name = "[Symbol.iterator]")]
	fn iterator(this: &Foreign) -> js_sys::Iterator;
	#[wasm_bindgen(method, getter = "[Symbol.toStringTag]")]
	fn tag(this: &Foreign) -> Option<String>;
}

#[wasm_bindgen]
pub fn tag_of(foreign: &Foreign) -> Option<String> {
	foreign.tag()
}

#[wasm_bindgen]
pub fn total(foreign: &Foreign) -> Result<f64, JsValue> {
	let mut total = 0.0;
	for value in &foreign.iterator() {
		total += value?.as_f64().unwrap_or(f64::NAN);
	}
	Ok(total)
}
