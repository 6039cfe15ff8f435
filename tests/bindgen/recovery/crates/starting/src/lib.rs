// SPDX-License-Identifier: MIT OR Apache-2.0

//! A start function that does what the host says.

use std::cell::Cell;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(js_namespace = hooks)]
extern "C" {
	fn at_start() -> u32;
}

thread_local! {
	static COUNT: Cell<u32> = const { Cell::new(0) };
}

#[wasm_bindgen(start)]
fn start() -> Result<(), JsValue> {
	COUNT.set(100);
	match at_start() {
		1 => panic!("at the start"),
		2 => core::arch::wasm32::unreachable(),
		3 => Err("refused".into()),
		_ => Ok(()),
	}
}

#[wasm_bindgen]
pub fn bump() -> u32 {
	COUNT.set(COUNT.get() + 1);
	COUNT.get()
}

#[wasm_bindgen]
pub fn greet(name: &str) -> String {
	format!("hello {name}")
}

#[wasm_bindgen]
pub fn trap() {
	core::arch::wasm32::unreachable()
}
