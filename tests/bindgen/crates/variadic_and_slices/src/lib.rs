// SPDX-License-Identifier: MIT OR Apache-2.0

//! Arguments that are spread, and slices that JavaScript gets as arrays.

use std::borrow::Cow;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = "
	export const shown = (...args) => args.map((arg) => Array.isArray(arg) ? `[${arg}]`
		: ArrayBuffer.isView(arg) ? `${arg.constructor.name}(${arg})` : String(arg)).join(' ');
	export class Bag {
		constructor(...things) { this.things = things; }
		add(first, ...rest) { this.things.push(first, ...rest); return this.things.length; }
		static of(...numbers) { return new Bag(...numbers); }
	}
")]
extern "C" {
	#[wasm_bindgen(variadic, js_name = shown)]
	fn spread_numbers(numbers: &[i32]) -> String;
	#[wasm_bindgen(variadic, js_name = shown)]
	fn spread_texts(first: &str, rest: Vec<String>) -> String;
	#[wasm_bindgen(variadic, js_name = shown)]
	fn spread_values(values: &[JsValue]) -> String;
	#[wasm_bindgen(variadic, js_name = shown)]
	fn spread_array(first: u32, rest: &js_sys::Array) -> String;
	#[wasm_bindgen(js_name = shown, slice_to_array)]
	fn arrays(a: &[u8], b: &[f64], c: Option<&[u16]>, d: &[i64]) -> String;
	#[wasm_bindgen(js_name = shown, slice_to_array)]
	fn array_of_texts(a: &[String], b: &[JsValue]) -> String;
	#[wasm_bindgen(js_name = shown)]
	fn views(a: &[u8], b: &[f64], c: Option<&[u16]>) -> String;
	#[wasm_bindgen(js_name = shown)]
	fn texts(a: &[String], b: &[js_sys::JsString]) -> String;
	#[wasm_bindgen(js_name = shown)]
	fn lent(a: &String, b: &Box<str>, c: &Cow<'static, str>, d: &u8, e: &i64, f: &char, g: &bool) -> String;

	pub type Bag;
	#[wasm_bindgen(constructor, variadic)]
	fn new(things: &[JsValue]) -> Bag;
	#[wasm_bindgen(method, variadic)]
	fn add(this: &Bag, first: u32, rest: Vec<JsValue>) -> u32;
	#[wasm_bindgen(static_method_of = Bag, variadic)]
	fn of(numbers: &[f32]) -> Bag;
}

#[wasm_bindgen]
pub fn all() -> Vec<String> {
	vec![
		spread_numbers(&[1, -2, 3]),
		spread_numbers(&[]),
		spread_texts("a", vec!["ä".to_owned(), String::new()]),
		spread_values(&[JsValue::NULL, JsValue::from(2)]),
		spread_array(1, &js_sys::Array::of2(&2.into(), &3.into())),
		arrays(&[1, 2], &[0.5], Some(&[7]), &[-5]),
		arrays(&[], &[], None, &[]),
		array_of_texts(&["x".to_owned()], &[JsValue::TRUE, JsValue::from("y")]),
		views(&[1, 2], &[0.5], Some(&[7])),
		views(&[], &[], None),
		texts(&["ö".to_owned()], &["ü".into()]),
		lent(&"a".to_owned(), &"b".into(), &"c".into(), &255, &-7, &'€', &true),
	]
}

#[wasm_bindgen]
pub fn bags(value: JsValue) -> Vec<JsValue> {
	let bag = Bag::new(&[value.clone(), JsValue::from(1)]);
	let length = bag.add(5, vec![value, JsValue::UNDEFINED]);
	vec![bag.into(), length.into(), Bag::of(&[0.5, -1.0]).into()]
}

#[wasm_bindgen(variadic)]
pub fn count_all(first: u32, rest: js_sys::Array) -> String {
	format!("{first}+{}", rest.length())
}

#[wasm_bindgen(variadic)]
pub fn sum_all(numbers: Vec<f64>) -> f64 {
	numbers.iter().sum()
}
