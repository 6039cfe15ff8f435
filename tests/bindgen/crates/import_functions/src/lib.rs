// SPDX-License-Identifier: MIT OR Apache-2.0

//! Functions that JavaScript has: global ones, renamed, in namespaces, variadic.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
	#[wasm_bindgen(js_name = parseInt)]
	fn parse_int(text: &str, radix: u32) -> f64;
	fn isNaN(value: f64) -> bool;
	#[wasm_bindgen(js_namespace = Math)]
	fn hypot(a: f64, b: f64) -> f64;
	#[wasm_bindgen(js_namespace = Math, variadic)]
	fn max(values: &[f64]) -> f64;
	#[wasm_bindgen(js_namespace = Math, js_name = min, variadic)]
	fn least(first: f64, rest: Vec<i32>) -> f64;
	#[wasm_bindgen(js_namespace = String, js_name = fromCodePoint, variadic)]
	fn from_code_points(points: Box<[JsValue]>) -> String;
	#[wasm_bindgen(js_namespace = ["suite", "deep", "er"])]
	fn nested(value: &JsValue) -> JsValue;
	#[wasm_bindgen(js_namespace = suite, js_name = "not an identifier")]
	fn odd_name(n: i32) -> i32;
	#[wasm_bindgen(js_namespace = suite, js_name = default)]
	fn default_name() -> String;
	#[wasm_bindgen(js_namespace = suite)]
	fn this_of() -> JsValue;
	#[wasm_bindgen(js_name = suiteGlobal)]
	fn suite_global(a: u8, b: Option<bool>, c: char) -> String;
	#[wasm_bindgen(js_name = suiteGlobal)]
	fn suite_global_two(a: i64, b: &str) -> String;
	fn suiteUnit(n: u64);
	#[wasm_bindgen(js_namespace = console)]
	fn warn(text: &str);
	#[wasm_bindgen(js_namespace = console, js_name = warn)]
	fn warn_two(a: &JsValue, b: u32);
	#[wasm_bindgen(js_namespace = suite, js_name = numbers)]
	fn wide(a: i64, b: u64, c: i128, d: u128, e: f32, f: i8) -> f64;
	#[wasm_bindgen(js_namespace = suite, js_name = negative)]
	fn negative_u8() -> u8;
	#[wasm_bindgen(js_namespace = suite, js_name = negative)]
	fn negative_u32() -> u32;
	#[wasm_bindgen(js_namespace = suite, js_name = big)]
	fn big_i64() -> i64;
	#[wasm_bindgen(js_namespace = suite, js_name = big)]
	fn big_u64() -> u64;
	#[wasm_bindgen(js_namespace = suite, js_name = big)]
	fn big_u128() -> u128;
	#[wasm_bindgen(js_namespace = suite, js_name = letter)]
	fn letter() -> char;
	#[wasm_bindgen(js_namespace = suite, js_name = truth)]
	fn truth() -> bool;
}

#[wasm_bindgen]
pub fn globals() -> Vec<JsValue> {
	vec![
		parse_int("ff", 16).into(),
		isNaN(f64::NAN).into(),
		hypot(3.0, 4.0).into(),
		max(&[1.0, 7.5, -2.0]).into(),
		max(&[]).into(),
		least(5.0, vec![9, 3]).into(),
		least(5.0, vec![]).into(),
		from_code_points(vec![JsValue::from(0x1f600), JsValue::from(97)].into_boxed_slice()).into(),
	]
}

#[wasm_bindgen]
pub fn namespaces(value: &JsValue) -> Vec<JsValue> {
	vec![nested(value), odd_name(-4).into(), default_name().into(), this_of()]
}

#[wasm_bindgen]
pub fn same_name() -> Vec<String> {
	vec![
		suite_global(255, Some(false), '€'),
		suite_global(0, None, 'a'),
		suite_global_two(i64::MIN, "text"),
	]
}

#[wasm_bindgen]
pub fn unit(n: u64) {
	suiteUnit(n);
}

#[wasm_bindgen]
pub fn warns(value: &JsValue) {
	warn("wärning");
	warn_two(value, u32::MAX);
}

#[wasm_bindgen]
pub fn wide_numbers() -> f64 {
	wide(i64::MIN, u64::MAX, i128::MIN, u128::MAX, 0.5, -128)
}

#[wasm_bindgen]
pub fn returned() -> String {
	format!(
		"{} {} {} {} {} {} {}",
		negative_u8(),
		negative_u32(),
		big_i64(),
		big_u64(),
		big_u128(),
		letter(),
		truth()
	)
}
