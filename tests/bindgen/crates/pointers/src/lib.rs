// SPDX-License-Identifier: MIT OR Apache-2.0

//! Addresses as numbers, and the memory that they are in.

use std::ptr::{self, NonNull};
use wasm_bindgen::prelude::*;

static TABLE: [u8; 4] = [11, 22, 33, 44];

#[wasm_bindgen]
pub fn whole_memory() -> JsValue {
	wasm_bindgen::memory()
}

#[wasm_bindgen]
pub fn table() -> *const u8 {
	TABLE.as_ptr()
}

#[wasm_bindgen]
pub fn null_pointer() -> *mut u32 {
	ptr::null_mut()
}

#[wasm_bindgen]
pub fn boxed(value: u32) -> *mut u32 {
	Box::into_raw(Box::new(value))
}

#[wasm_bindgen]
pub fn unboxed(pointer: *mut u32) -> u32 {
	if pointer.is_null() {
		return 0;
	}
	*unsafe { Box::from_raw(pointer) }
}

#[wasm_bindgen]
pub fn filled(value: Option<f64>) -> Option<NonNull<f64>> {
	value.map(|value| NonNull::from(Box::leak(Box::new(value))))
}

#[wasm_bindgen]
pub fn emptied(pointer: Option<NonNull<f64>>) -> Option<f64> {
	pointer.map(|pointer| *unsafe { Box::from_raw(pointer.as_ptr()) })
}

#[wasm_bindgen]
pub fn maybe_pointer(pointer: Option<*const u8>) -> Option<*const u8> {
	pointer
}

#[wasm_bindgen(inline_js = "export const same = (pointer) => pointer;")]
extern "C" {
	#[wasm_bindgen(js_name = same)]
	fn through(pointer: *const u8) -> *const u8;
}

#[wasm_bindgen]
pub fn through_import() -> bool {
	through(TABLE.as_ptr()) == TABLE.as_ptr()
}

#[wasm_bindgen]
pub fn environment() -> Vec<JsValue> {
	vec![wasm_bindgen::exports(), wasm_bindgen::function_table()]
}
