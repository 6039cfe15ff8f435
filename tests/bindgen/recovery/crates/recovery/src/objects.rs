// SPDX-License-Identifier: MIT OR Apache-2.0

//! Objects with state.

use crate::{call, die, Held};
use std::cell::Cell;
use wasm_bindgen::prelude::*;

thread_local! {
	static FREED: Cell<u32> = const { Cell::new(0) };
}

#[wasm_bindgen]
pub struct Counter {
	value: u32,
	name: String,
}

impl Drop for Counter {
	fn drop(&mut self) {
		FREED.set(FREED.get() + 1);
	}
}

#[wasm_bindgen]
pub fn freed() -> u32 {
	FREED.get()
}

#[wasm_bindgen]
impl Counter {
	#[wasm_bindgen(constructor)]
	pub fn new(value: u32, name: String) -> Counter {
		Counter { value, name }
	}

	pub fn make(value: u32) -> Counter {
		Counter { value, name: "made".into() }
	}

	pub fn bump(&mut self) -> u32 {
		self.value += 1;
		self.value
	}

	#[wasm_bindgen(getter)]
	pub fn value(&self) -> u32 {
		self.value
	}

	#[wasm_bindgen(setter)]
	pub fn set_value(&mut self, value: u32) {
		self.value = value;
	}

	#[wasm_bindgen(getter)]
	pub fn name(&self) -> String {
		self.name.clone()
	}

	pub fn rename(&mut self, name: &str) {
		self.name = name.into();
	}

	pub fn add(&mut self, other: &Counter) -> u32 {
		self.value += other.value;
		self.value
	}

	pub fn into_value(self) -> u32 {
		self.value
	}

	pub fn trap(&mut self) {
		let _held = Held;
		self.value += 1;
		die();
	}

	pub fn panics(&mut self, text: &str) {
		let _held = Held;
		self.value += 1;
		panic!("{text}");
	}

	/// Is borrowed while the host runs.
	pub fn calls(&mut self, x: u32) -> u32 {
		self.value += call(x);
		self.value
	}
}

#[wasm_bindgen]
pub fn total(a: &Counter, b: Counter) -> u32 {
	a.value + b.value
}

#[wasm_bindgen]
pub fn total_of(counters: Vec<Counter>) -> u32 {
	counters.iter().map(|counter| counter.value).sum()
}

#[wasm_bindgen]
pub fn labelled(label: &str, counter: Option<Counter>) -> String {
	format!("{label} {}", counter.map_or(0, |counter| counter.value))
}
