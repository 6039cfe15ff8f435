// SPDX-License-Identifier: MIT OR Apache-2.0

//! Objects as values: in lists, as any value, cloned, inside each other.

use wasm_bindgen::convert::TryFromJsValue;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
#[derive(Clone, Debug)]
pub struct Inner {
	pub value: i32,
}

#[wasm_bindgen]
impl Inner {
	#[wasm_bindgen(constructor)]
	pub fn new(value: i32) -> Inner {
		Inner { value }
	}
}

#[wasm_bindgen]
pub struct Outer {
	#[wasm_bindgen(getter_with_clone)]
	pub inner: Inner,
	#[wasm_bindgen(getter_with_clone)]
	pub maybe: Option<Inner>,
	#[wasm_bindgen(getter_with_clone)]
	pub list: Vec<Inner>,
	#[wasm_bindgen(getter_with_clone)]
	pub any: JsValue,
	#[wasm_bindgen(getter_with_clone)]
	pub texts: Vec<String>,
}

#[wasm_bindgen]
impl Outer {
	#[wasm_bindgen(constructor)]
	pub fn new(inner: Inner) -> Outer {
		Outer { inner, maybe: None, list: Vec::new(), any: JsValue::NULL, texts: Vec::new() }
	}

	#[wasm_bindgen(js_name = withInner)]
	pub fn with_inner(mut self, value: i32) -> Outer {
		self.inner.value = value;
		self
	}
}

#[wasm_bindgen]
pub fn sum(list: Vec<Inner>) -> i32 {
	list.iter().map(|inner| inner.value).sum()
}

#[wasm_bindgen]
pub fn range(from: i32, to: i32) -> Vec<Inner> {
	(from..to).map(Inner::new).collect()
}

#[wasm_bindgen]
pub fn maybe_list(list: Option<Vec<Inner>>) -> Option<Vec<Inner>> {
	list
}

#[wasm_bindgen]
pub fn as_any(inner: Inner) -> JsValue {
	inner.into()
}

#[wasm_bindgen]
pub fn from_any(value: JsValue) -> Result<i32, JsValue> {
	Inner::try_from_js_value(value).map(|inner| inner.value)
}

#[wasm_bindgen]
pub fn mixed() -> Vec<JsValue> {
	vec![Inner::new(1).into(), JsValue::from(2), Outer::new(Inner::new(3)).into()]
}

#[wasm_bindgen(inline_js = "
	export const value_of = (inner) => inner.value;
	export const bigger = (inner) => { inner.value += 1; return inner; };
	export const values_of = (list) => list.map((inner) => inner.value).join();
")]
extern "C" {
	fn value_of(inner: Inner) -> i32;
	fn bigger(inner: Inner) -> Inner;
	fn values_of(list: Vec<Inner>) -> String;
}

#[wasm_bindgen]
pub fn through_imports() -> String {
	format!("{} {} {}", value_of(Inner::new(7)), bigger(Inner::new(8)).value, values_of(range(1, 4)))
}
