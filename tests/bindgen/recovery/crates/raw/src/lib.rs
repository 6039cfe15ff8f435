// SPDX-License-Identifier: MIT OR Apache-2.0

//! Imports and exports that nothing describes, as a library of C has them.

use std::cell::Cell;
use wasm_bindgen::prelude::*;

#[link(wasm_import_module = "env")]
extern "C-unwind" {
	fn raw_call(x: u32) -> u32;
}

thread_local! {
	static DROPS: Cell<u32> = const { Cell::new(0) };
}

struct Held;

impl Drop for Held {
	fn drop(&mut self) {
		DROPS.set(DROPS.get() + 1);
	}
}

#[wasm_bindgen]
pub fn calls(x: u32) -> u32 {
	let _held = Held;
	unsafe { raw_call(x) + 1 }
}

#[wasm_bindgen]
pub fn drops() -> u32 {
	DROPS.get()
}

#[wasm_bindgen]
pub fn greet(name: &str) -> String {
	format!("hello {name}")
}

/// The functions that the module calls by pointers, for anybody to call.
#[wasm_bindgen]
pub fn table() -> JsValue {
	wasm_bindgen::function_table()
}

/// Goes on until the host has enough of it.
#[wasm_bindgen]
pub fn spin() {
	while std::hint::black_box(true) {}
}

#[no_mangle]
pub extern "C" fn raw_add(a: u32, b: u32) -> u32 {
	a + b
}

#[no_mangle]
pub extern "C" fn raw_trap() {
	core::arch::wasm32::unreachable()
}
