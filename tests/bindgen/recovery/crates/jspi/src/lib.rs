// SPDX-License-Identifier: MIT OR Apache-2.0

//! Calls that wait for promises on their own stacks.

#![allow(deprecated)]

use std::cell::Cell;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(js_namespace = hooks)]
extern "C" {
	#[wasm_bindgen(suspending)]
	fn pause(ms: u32) -> JsValue;
}

thread_local! {
	static COUNT: Cell<u32> = const { Cell::new(0) };
}

#[wasm_bindgen(jspi)]
pub fn waits(ms: u32) -> u32 {
	pause(ms);
	bump()
}

#[wasm_bindgen]
pub fn bump() -> u32 {
	COUNT.set(COUNT.get() + 1);
	COUNT.get()
}
