// SPDX-License-Identifier: MIT OR Apache-2.0

//! Rust calls JavaScript calls Rust: depth, order, and who is in use meanwhile.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = "
	export const call = (f, ...args) => f(...args);
	export const call_with = (object, f) => f(object);
")]
extern "C" {
	fn call(f: &js_sys::Function, n: u32) -> u32;
	#[wasm_bindgen(catch, js_name = call)]
	fn try_call(f: &js_sys::Function, n: u32) -> Result<u32, JsValue>;
	fn call_with(object: Account, f: &js_sys::Function) -> u32;
}

#[wasm_bindgen]
pub fn down(n: u32, f: &js_sys::Function) -> u32 {
	if n == 0 {
		0
	} else {
		call(f, n - 1) + 1
	}
}

#[wasm_bindgen]
pub fn try_down(n: u32, f: &js_sys::Function) -> Result<u32, JsValue> {
	try_call(f, n).map(|result| result * 2)
}

#[wasm_bindgen]
pub struct Account {
	balance: i32,
}

#[wasm_bindgen]
impl Account {
	#[wasm_bindgen(constructor)]
	pub fn new(balance: i32) -> Account {
		Account { balance }
	}

	#[wasm_bindgen(getter)]
	pub fn balance(&self) -> i32 {
		self.balance
	}

	pub fn pay(&mut self, amount: i32, f: &js_sys::Function) -> Result<JsValue, JsValue> {
		let result = f.call0(&JsValue::NULL);
		self.balance += amount;
		result
	}

	pub fn watch(&self, f: &js_sys::Function) -> Result<JsValue, JsValue> {
		f.call1(&JsValue::NULL, &JsValue::from(self.balance))
	}

	#[wasm_bindgen(js_name = lendOut)]
	pub fn lend_out(self, f: &js_sys::Function) -> u32 {
		call_with(self, f)
	}
}

#[wasm_bindgen]
pub fn text_around(text: String, f: &js_sys::Function) -> String {
	let inner = f.call1(&JsValue::NULL, &JsValue::from(&text)).unwrap();
	format!("{text}[{}]{text}", inner.as_string().unwrap())
}
