// SPDX-License-Identifier: MIT OR Apache-2.0

//! Values of Rust as any value of JavaScript and back, and casts between classes.

use std::convert::TryFrom;
use wasm_bindgen::convert::TryFromJsValue;
use wasm_bindgen::prelude::*;
use wasm_bindgen::{Clamped, JsCast};

#[wasm_bindgen]
#[derive(Clone, Debug)]
pub struct Thing {
	pub n: u32,
}

#[wasm_bindgen]
impl Thing {
	#[wasm_bindgen(constructor)]
	pub fn new(n: u32) -> Thing {
		Thing { n }
	}
}

#[wasm_bindgen]
#[derive(Clone, Copy, Debug)]
pub enum Level {
	Low = 2,
	High = 5,
}

#[wasm_bindgen]
pub fn values() -> Vec<JsValue> {
	vec![
		vec![1u8, 2].into(),
		vec![-1i16].into(),
		vec![0.5f32].into(),
		vec![u64::MAX].into(),
		Clamped(vec![3u8]).into(),
		vec![String::from("ä")].into(),
		vec![JsValue::NULL].into(),
		vec![Thing { n: 1 }].into(),
		Box::<[f64]>::from([0.25]).into(),
		Thing { n: 2 }.into(),
		Level::High.into(),
		Some("x").into(),
		None::<String>.into(),
		JsError::new("as an error").into(),
		usize::MAX.into(),
		isize::MIN.into(),
		Closure::<dyn Fn() -> u32>::new(|| 6).into_js_value(),
	]
}

fn shown<T: std::fmt::Debug>(value: Option<T>) -> String {
	format!("{value:?}")
}

#[wasm_bindgen]
pub fn read(value: &JsValue) -> Vec<String> {
	vec![
		shown(String::try_from_js_value_ref(value)),
		shown(bool::try_from_js_value_ref(value)),
		shown(u8::try_from_js_value_ref(value)),
		shown(i32::try_from_js_value_ref(value)),
		shown(f64::try_from_js_value_ref(value)),
		shown(i64::try_from_js_value_ref(value)),
		shown(u128::try_from_js_value_ref(value)),
		shown(Option::<u32>::try_from_js_value_ref(value)),
		shown(Vec::<f64>::try_from_js_value_ref(value)),
		shown(Level::try_from_js_value_ref(value)),
	]
}

#[wasm_bindgen]
pub fn numeric(value: &JsValue) -> String {
	let number = f64::try_from(value);
	format!("{:?} {}", number.is_ok(), number.unwrap_or(-1.0))
}

#[wasm_bindgen]
pub fn cast(value: JsValue) -> String {
	let value = match value.dyn_into::<js_sys::Array>() {
		Ok(array) => return format!("array {}", array.length()),
		Err(value) => value,
	};
	if let Some(date) = value.dyn_ref::<js_sys::Date>() {
		return format!("date {}", date.get_time());
	}
	if let Some(object) = value.dyn_ref::<js_sys::Object>() {
		return format!("object {}", js_sys::Object::keys(object).length());
	}
	format!("{value:?}")
}

#[wasm_bindgen]
pub fn unchecked(value: &JsValue) -> u32 {
	value.unchecked_ref::<js_sys::Array>().length()
}
