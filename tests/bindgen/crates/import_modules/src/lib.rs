// SPDX-License-Identifier: MIT OR Apache-2.0

//! Imports from modules: files of the crate, text in the crate, and modules by
//! their names.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/js/tools.js")]
extern "C" {
	fn called() -> u32;
	#[wasm_bindgen(js_name = default)]
	fn default_of(text: &str) -> String;
	#[wasm_bindgen(thread_local_v2, js_name = constant)]
	static CONSTANT: JsValue;
	type Tool;
	#[wasm_bindgen(constructor)]
	fn new(name: &str) -> Tool;
	#[wasm_bindgen(method, js_name = use)]
	fn use_it(this: &Tool) -> String;
}

#[wasm_bindgen(module = "/js/deeper/tools.js")]
extern "C" {
	#[wasm_bindgen(js_name = called)]
	fn called_deeper() -> i32;
}

#[wasm_bindgen(inline_js = "export const which = () => 'first'; export { which as other };")]
extern "C" {
	fn which() -> String;
}

#[wasm_bindgen(inline_js = "export const which = () => 'second';")]
extern "C" {
	#[wasm_bindgen(js_name = which)]
	fn which_second() -> String;
}

#[wasm_bindgen(module = "node:path")]
extern "C" {
	fn basename(path: &str) -> String;
	#[wasm_bindgen(js_namespace = posix)]
	fn join(a: &str, b: &str) -> String;
	#[wasm_bindgen(thread_local_v2, js_name = sep)]
	static SEPARATOR: String;
}

#[wasm_bindgen(raw_module = "node:util")]
extern "C" {
	#[wasm_bindgen(variadic)]
	fn format(text: &str, values: &[JsValue]) -> String;
}

#[wasm_bindgen(module = "node:url")]
extern "C" {
	#[wasm_bindgen(js_name = URL)]
	type Address;
	#[wasm_bindgen(constructor, js_class = URL, catch)]
	fn new(text: &str) -> Result<Address, JsValue>;
	#[wasm_bindgen(method, getter, js_class = URL)]
	fn host(this: &Address) -> String;
}

#[wasm_bindgen]
pub fn snippets() -> Vec<JsValue> {
	vec![
		called().into(),
		called().into(),
		called_deeper().into(),
		default_of("ü").into(),
		CONSTANT.with(JsValue::clone),
		Tool::new("saw").use_it().into(),
		which().into(),
		which_second().into(),
	]
}

#[wasm_bindgen]
pub fn modules() -> Vec<String> {
	vec![
		basename("/a/b.txt"),
		join("a", "../b"),
		SEPARATOR.with(String::clone),
		format("%s is %d", &[JsValue::from("x"), JsValue::from(4)]),
		Address::new("http://[::1]:80/x").map_or("none".into(), |address| address.host()),
		Address::new("no address").map_or("none".into(), |address| address.host()),
	]
}
