// SPDX-License-Identifier: MIT OR Apache-2.0

//! Exceptions of imports as values, for everything that an import can return;
//! and exceptions that Rust throws.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = "
	export function run(f) { return f(); }
	export function run_in(f, x) { return f(x); }
")]
extern "C" {
	#[wasm_bindgen(catch, js_name = run)]
	fn run_unit(f: &JsValue) -> Result<(), JsValue>;
	#[wasm_bindgen(catch, js_name = run)]
	fn run_u8(f: &JsValue) -> Result<u8, JsValue>;
	#[wasm_bindgen(catch, js_name = run)]
	fn run_i64(f: &JsValue) -> Result<i64, JsValue>;
	#[wasm_bindgen(catch, js_name = run)]
	fn run_f32(f: &JsValue) -> Result<f32, JsValue>;
	#[wasm_bindgen(catch, js_name = run)]
	fn run_f64(f: &JsValue) -> Result<f64, JsValue>;
	#[wasm_bindgen(catch, js_name = run)]
	fn run_bool(f: &JsValue) -> Result<bool, JsValue>;
	#[wasm_bindgen(catch, js_name = run)]
	fn run_char(f: &JsValue) -> Result<char, JsValue>;
	#[wasm_bindgen(catch, js_name = run)]
	fn run_string(f: &JsValue) -> Result<String, JsValue>;
	#[wasm_bindgen(catch, js_name = run)]
	fn run_maybe(f: &JsValue) -> Result<Option<f64>, JsValue>;
	#[wasm_bindgen(catch, js_name = run)]
	fn run_maybe_text(f: &JsValue) -> Result<Option<String>, JsValue>;
	#[wasm_bindgen(catch, js_name = run)]
	fn run_vec(f: &JsValue) -> Result<Vec<u32>, JsValue>;
	#[wasm_bindgen(catch, js_name = run)]
	fn run_value(f: &JsValue) -> Result<JsValue, JsValue>;
	#[wasm_bindgen(catch, js_name = run)]
	fn run_maybe_value(f: &JsValue) -> Result<Option<JsValue>, JsValue>;
	#[wasm_bindgen(catch, js_name = run)]
	fn run_typed(f: &JsValue) -> Result<JsValue, js_sys::Error>;
	#[wasm_bindgen(catch)]
	fn run_in(f: &JsValue, text: String) -> Result<String, JsValue>;
}

fn shown<T: std::fmt::Debug>(result: Result<T, JsValue>) -> JsValue {
	match result {
		Ok(value) => JsValue::from(format!("{value:?}")),
		Err(error) => error,
	}
}

#[wasm_bindgen]
pub fn run_as(kind: &str, f: &JsValue) -> JsValue {
	match kind {
		"unit" => shown(run_unit(f)),
		"u8" => shown(run_u8(f)),
		"i64" => shown(run_i64(f)),
		"f32" => shown(run_f32(f)),
		"f64" => shown(run_f64(f)),
		"bool" => shown(run_bool(f)),
		"char" => shown(run_char(f)),
		"string" => shown(run_string(f)),
		"maybe" => shown(run_maybe(f)),
		"maybe_text" => shown(run_maybe_text(f)),
		"vec" => shown(run_vec(f)),
		"value" => shown(run_value(f)),
		"maybe_value" => shown(run_maybe_value(f)),
		"typed" => run_typed(f).unwrap_or_else(|error| error.message().into()),
		_ => JsValue::UNDEFINED,
	}
}

#[wasm_bindgen]
pub fn passes_on(f: &JsValue, text: String) -> Result<String, JsValue> {
	run_in(f, text).map(|text| text + "!")
}

#[wasm_bindgen]
pub fn throws_text(text: &str) {
	wasm_bindgen::throw_str(text);
}

#[wasm_bindgen]
pub fn throws_value(value: JsValue) {
	wasm_bindgen::throw_val(value);
}

#[wasm_bindgen]
pub fn unwraps(value: Option<u32>) -> u32 {
	value.expect_throw("there was none")
}

#[wasm_bindgen]
pub fn unwraps_result(value: u32) -> u32 {
	let result = if value > 0 { Ok(value) } else { Err("zero") };
	result.unwrap_throw()
}

#[wasm_bindgen]
pub fn alive(n: u32) -> u32 {
	n + 1
}
