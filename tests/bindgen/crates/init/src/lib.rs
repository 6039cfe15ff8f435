// SPDX-License-Identifier: MIT OR Apache-2.0

//! The ways to load a package, and what there is before it is loaded.

use std::cell::Cell;
use wasm_bindgen::prelude::*;

thread_local! {
	static CALLS: Cell<u32> = const { Cell::new(0) };
}

#[wasm_bindgen]
pub fn calls() -> u32 {
	CALLS.set(CALLS.get() + 1);
	CALLS.get()
}

#[wasm_bindgen]
pub enum Known {
	Before = 1,
}

#[wasm_bindgen]
pub struct Class {
	pub n: u32,
}

#[wasm_bindgen]
impl Class {
	#[wasm_bindgen(constructor)]
	pub fn new(n: u32) -> Class {
		Class { n }
	}
}
