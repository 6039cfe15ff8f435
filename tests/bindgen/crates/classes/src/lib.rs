// SPDX-License-Identifier: MIT OR Apache-2.0

//! Classes: constructors, methods of every kind, fields, names, and what happens
//! to objects that were given away.

use wasm_bindgen::prelude::*;

/// Counts.
#[wasm_bindgen]
pub struct Counter {
	/// May be written.
	pub count: i32,
	#[wasm_bindgen(readonly)]
	pub step: i32,
	#[wasm_bindgen(skip)]
	pub secret: Vec<u8>,
	#[wasm_bindgen(getter_with_clone)]
	pub label: String,
	#[wasm_bindgen(js_name = someNumbers, getter_with_clone)]
	pub numbers: Vec<f64>,
	hidden: u32,
}

#[wasm_bindgen]
impl Counter {
	#[wasm_bindgen(constructor)]
	pub fn new(step: i32, label: Option<String>) -> Counter {
		Counter {
			count: 0,
			step,
			secret: vec![1],
			label: label.unwrap_or_else(|| "unnamed".to_owned()),
			numbers: vec![0.5],
			hidden: 0,
		}
	}

	/// Not the constructor.
	pub fn of(count: i32) -> Counter {
		Counter { count, ..Counter::new(1, None) }
	}

	pub fn increment(&mut self) -> i32 {
		self.count += self.step;
		self.hidden += 1;
		self.count
	}

	pub fn describe(&self, prefix: &str) -> String {
		format!("{prefix}{}: {} by {} ({})", self.label, self.count, self.step, self.secret.len())
	}

	#[wasm_bindgen(getter)]
	pub fn calls(&self) -> u32 {
		self.hidden
	}

	#[wasm_bindgen(setter)]
	pub fn set_calls(&mut self, calls: u32) {
		self.hidden = calls;
	}

	#[wasm_bindgen(getter = twice)]
	pub fn get_double(&self) -> i32 {
		self.count * 2
	}

	#[wasm_bindgen(setter = twice)]
	pub fn put_double(&mut self, value: i32) {
		self.count = value / 2;
	}

	#[wasm_bindgen(js_name = addAll)]
	pub fn add_all(&mut self, values: &[i32]) -> i32 {
		self.count += values.iter().sum::<i32>();
		self.count
	}

	pub fn finish(self) -> String {
		format!("{} calls", self.hidden)
	}

	pub fn same(self) -> Counter {
		self
	}

	#[wasm_bindgen(js_name = isGreater)]
	pub fn is_greater(&self, other: &Counter) -> bool {
		self.count > other.count
	}

	pub fn absorb(&mut self, other: Counter) {
		self.count += other.count;
	}

	pub fn take_from(&mut self, other: &mut Counter) {
		self.count += std::mem::take(&mut other.count);
	}

	#[wasm_bindgen(js_name = callWith)]
	pub fn call_with(&mut self, f: &js_sys::Function, this: &JsValue) -> Result<JsValue, JsValue> {
		f.call1(this, &JsValue::from(self.count))
	}

	#[wasm_bindgen(getter, js_name = limit)]
	pub fn limit() -> u32 {
		99
	}
}

#[wasm_bindgen(js_name = Person)]
pub struct Human {
	name: String,
}

#[wasm_bindgen(js_class = Person)]
impl Human {
	#[wasm_bindgen(constructor)]
	pub fn new(name: String) -> Human {
		Human { name }
	}

	pub fn name(&self) -> String {
		self.name.clone()
	}

	#[wasm_bindgen(js_name = toString)]
	pub fn text(&self) -> String {
		format!("Person {}", self.name)
	}
}

/// Only Rust makes these.
#[wasm_bindgen]
pub struct Token(u32);

#[wasm_bindgen]
impl Token {
	pub fn value(&self) -> u32 {
		self.0
	}
}

/// A field that is not named.
#[wasm_bindgen]
pub struct Pair(pub u32, pub f32);

#[wasm_bindgen]
pub fn token(value: u32) -> Token {
	Token(value)
}

#[wasm_bindgen]
pub fn pair() -> Pair {
	Pair(3, 0.5)
}

#[wasm_bindgen]
pub fn rename(human: Human, name: &str) -> Human {
	Human { name: format!("{name} née {}", human.name) }
}

#[wasm_bindgen]
pub fn both(a: &Counter, b: &Counter) -> i32 {
	a.count + b.count
}
