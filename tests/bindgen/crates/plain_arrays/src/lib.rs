// SPDX-License-Identifier: MIT OR Apache-2.0

//! Slices that JavaScript gets as plain arrays.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = "
	export const shown = (...args) => args.map((arg) => Array.isArray(arg) ? `[${arg}]`
		: ArrayBuffer.isView(arg) ? `${arg.constructor.name}(${arg})` : String(arg)).join(' ');
")]
extern "C" {
	#[wasm_bindgen(js_name = shown, slice_to_array)]
	fn numbers(a: &[u8], b: &[f64], c: Option<&[u16]>, d: &[i64]) -> String;
	#[wasm_bindgen(js_name = shown, slice_to_array)]
	fn values(a: &[String], b: &[JsValue]) -> String;
	#[wasm_bindgen(js_name = shown, slice_to_array)]
	fn maybe(a: Option<&[JsValue]>) -> String;
	#[wasm_bindgen(js_name = shown)]
	fn views(a: &[u8], b: Option<&[u16]>) -> String;
	#[wasm_bindgen(js_name = shown, variadic)]
	fn spread(a: &[i32]) -> String;
}

#[wasm_bindgen]
pub fn all() -> Vec<String> {
	vec![
		numbers(&[1, 2], &[0.5], Some(&[7]), &[-5]),
		numbers(&[], &[], None, &[]),
		values(&["x".to_owned()], &[JsValue::TRUE, JsValue::from("y")]),
		maybe(Some(&[JsValue::TRUE])),
		maybe(None),
		views(&[1, 2], Some(&[7])),
		spread(&[1, -2]),
	]
}

/// What is given to JavaScript is freed, and what is lent is not.
#[wasm_bindgen]
pub fn repeat(times: u32) {
	let kept = vec![7; 1000];
	for _ in 0..times {
		values(&["x".repeat(1000)], &[JsValue::TRUE]);
		numbers(&kept, &[0.5; 100], None, &[]);
	}
}
