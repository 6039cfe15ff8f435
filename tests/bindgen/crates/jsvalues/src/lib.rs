// SPDX-License-Identifier: MIT OR Apache-2.0

//! Any value of JavaScript: identity, kinds, conversions, lists, and that none is
//! kept or lost.

use std::cell::RefCell;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
pub fn same(value: JsValue) -> JsValue {
	value
}

#[wasm_bindgen]
pub fn cloned(value: &JsValue) -> JsValue {
	value.clone()
}

#[wasm_bindgen]
pub fn kinds(value: &JsValue) -> String {
	let mut kinds = Vec::new();
	let mut say = |is: bool, name: &'static str| {
		if is {
			kinds.push(name);
		}
	};
	say(value.is_undefined(), "undefined");
	say(value.is_null(), "null");
	say(value.is_string(), "string");
	say(value.is_symbol(), "symbol");
	say(value.is_bigint(), "bigint");
	say(value.is_object(), "object");
	say(value.is_function(), "function");
	say(value.is_array(), "array");
	say(value.as_bool().is_some(), "bool");
	say(value.as_f64().is_some(), "number");
	say(value.is_truthy(), "truthy");
	say(value.is_falsy(), "falsy");
	kinds.join(" ")
}

#[wasm_bindgen]
pub fn type_name(value: &JsValue) -> JsValue {
	value.js_typeof()
}

#[wasm_bindgen]
pub fn compare(a: &JsValue, b: &JsValue) -> String {
	format!("{} {} {} {} {} {}", a == b, a.loose_eq(b), a.lt(b), a.le(b), a.gt(b), a.ge(b))
}

#[wasm_bindgen]
pub fn arithmetic(a: &JsValue, b: &JsValue) -> Vec<JsValue> {
	vec![
		a + b,
		a - b,
		a * b,
		a / b,
		a % b,
		a & b,
		a | b,
		a ^ b,
		a << b,
		a >> b,
		a.unsigned_shr(b).into(),
		-a,
		JsValue::from(!a),
		a.bit_not(),
		a.pow(b),
	]
}

#[wasm_bindgen]
pub fn checked_div(a: &JsValue, b: &JsValue) -> JsValue {
	a.checked_div(b)
}

#[wasm_bindgen]
pub fn has(key: &JsValue, object: &JsValue) -> bool {
	key.js_in(object)
}

#[wasm_bindgen]
pub fn debug(value: &JsValue) -> String {
	format!("{value:?}")
}

#[wasm_bindgen]
pub fn made() -> Vec<JsValue> {
	vec![
		JsValue::UNDEFINED,
		JsValue::NULL,
		JsValue::TRUE,
		JsValue::FALSE,
		JsValue::from(1u8),
		JsValue::from(-2.5f64),
		JsValue::from(-3i64),
		JsValue::from(u64::MAX),
		JsValue::from(i128::MIN),
		JsValue::from(u128::MAX),
		JsValue::from(String::from('ü')),
		JsValue::from("text"),
		JsValue::from(String::from("owned")),
		JsValue::bigint_from_str("123456789012345678901234567890"),
		JsValue::from(Some(4)),
		JsValue::from(None::<f64>),
	]
}

#[wasm_bindgen]
pub fn symbol(text: Option<String>) -> JsValue {
	JsValue::symbol(text.as_deref())
}

#[wasm_bindgen]
pub fn as_text(value: &JsValue) -> Option<String> {
	value.as_string()
}

#[wasm_bindgen]
pub fn as_number(value: &JsValue) -> Option<f64> {
	value.as_f64()
}

#[wasm_bindgen]
pub fn to_i64(value: JsValue) -> Option<i64> {
	i64::try_from(value).ok()
}

#[wasm_bindgen]
pub fn to_u128(value: JsValue) -> Option<u128> {
	u128::try_from(value).ok()
}

#[wasm_bindgen]
pub fn to_text(value: JsValue) -> Result<String, JsValue> {
	String::try_from(value)
}

#[wasm_bindgen]
pub fn reversed(values: Box<[JsValue]>) -> Box<[JsValue]> {
	values.iter().rev().cloned().collect()
}

#[wasm_bindgen]
pub fn doubled(mut values: Vec<JsValue>) -> Vec<JsValue> {
	values.extend(values.clone());
	values
}

#[wasm_bindgen]
pub fn maybe(value: Option<JsValue>) -> bool {
	value.is_some()
}

thread_local! {
	static STORE: RefCell<Vec<JsValue>> = const { RefCell::new(Vec::new()) };
}

#[wasm_bindgen]
pub fn put(value: JsValue) -> usize {
	STORE.with_borrow_mut(|store| {
		store.push(value);
		store.len() - 1
	})
}

#[wasm_bindgen]
pub fn get(index: usize) -> JsValue {
	STORE.with_borrow(|store| store.get(index).cloned().unwrap_or_default())
}

#[wasm_bindgen]
pub fn clear() {
	STORE.take();
}
