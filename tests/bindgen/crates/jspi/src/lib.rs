// SPDX-License-Identifier: MIT OR Apache-2.0

//! Functions that wait for promises in the middle, on a stack of their own.

#![allow(deprecated)]

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::jspi_block_on_promise;

#[wasm_bindgen(inline_js = "
	export const later = (value) => new Promise((resolve) => setTimeout(resolve, 1, value));
	export const refuse = async (value) => { throw value; };
")]
extern "C" {
	#[wasm_bindgen(suspending, js_name = later)]
	fn later_number(n: u32) -> u32;
	#[wasm_bindgen(suspending, js_name = later)]
	fn later_text(text: &str) -> String;
	#[wasm_bindgen(suspending, js_name = later)]
	fn later_value(value: &JsValue) -> JsValue;
	#[wasm_bindgen(suspending, js_name = later)]
	fn later_maybe(value: Option<f64>) -> Option<f64>;
	#[wasm_bindgen(suspending, catch)]
	fn refuse(value: &JsValue) -> Result<JsValue, JsValue>;
}

#[wasm_bindgen(jspi)]
pub fn sum(n: u32) -> u32 {
	(1..=n).map(later_number).sum()
}

#[wasm_bindgen(jspi)]
pub fn text(text: String) -> String {
	later_text(&text) + &later_text("!")
}

#[wasm_bindgen(jspi)]
pub fn values(value: JsValue) -> Vec<JsValue> {
	vec![later_value(&value), later_maybe(None).into(), later_maybe(Some(0.5)).into()]
}

#[wasm_bindgen(jspi)]
pub fn caught(value: JsValue) -> JsValue {
	refuse(&value).unwrap_err()
}

#[wasm_bindgen(jspi)]
pub fn fails(value: JsValue) -> Result<u32, JsValue> {
	later_number(1);
	Err(value)
}

#[wasm_bindgen(jspi)]
pub fn waits(promise: js_sys::Promise) -> Result<JsValue, JsValue> {
	jspi_block_on_promise(&promise)
}
