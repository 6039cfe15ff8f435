// SPDX-License-Identifier: MIT OR Apache-2.0

//! Values of JavaScript that Rust sees as statics.

use js_sys::{JsString, Object};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
	#[wasm_bindgen(thread_local_v2, js_name = suiteConfig)]
	static CONFIG: JsValue;
	#[wasm_bindgen(thread_local_v2, js_name = suiteNumber)]
	static NUMBER: f64;
	#[wasm_bindgen(thread_local_v2, js_name = suiteText)]
	static TEXT: String;
	#[wasm_bindgen(thread_local_v2, js_name = suiteFlags)]
	static FLAGS: Vec<u8>;
	#[wasm_bindgen(thread_local_v2, js_namespace = ["suiteSpace", "inner"], js_name = value)]
	static INNER: Object;
	#[wasm_bindgen(thread_local_v2, js_name = suiteAbsent)]
	static ABSENT: Option<Object>;
	#[wasm_bindgen(thread_local_v2, js_namespace = ["suiteAbsent", "more"], js_name = x)]
	static ABSENT_SPACE: Option<JsValue>;
	#[wasm_bindgen(thread_local_v2, js_name = suiteNull)]
	static NULL: Option<JsValue>;
	#[wasm_bindgen(thread_local_v2, js_name = suiteConfig)]
	static PRESENT: Option<Object>;
	#[wasm_bindgen(thread_local_v2, js_name = globalThis)]
	static GLOBAL: Object;
	#[wasm_bindgen(thread_local_v2, static_string)]
	static GREETING: JsString = "grüß 'dich' \"\\ \n`${x}`";
	#[wasm_bindgen(thread_local_v2, static_string)]
	static EMPTY: JsString = "";

	type Helper;
	#[wasm_bindgen(thread_local_v2, js_name = suiteHelper)]
	static HELPER: Helper;
	#[wasm_bindgen(method)]
	fn help(this: &Helper, n: u32) -> u32;
}

#[wasm_bindgen]
pub fn config() -> JsValue {
	CONFIG.with(JsValue::clone)
}

#[wasm_bindgen]
pub fn number() -> f64 {
	NUMBER.with(|number| *number)
}

#[wasm_bindgen]
pub fn text() -> String {
	TEXT.with(String::clone)
}

#[wasm_bindgen]
pub fn flags() -> Vec<u8> {
	FLAGS.with(Vec::clone)
}

#[wasm_bindgen]
pub fn inner() -> Object {
	INNER.with(Object::clone)
}

#[wasm_bindgen]
pub fn present() -> String {
	format!(
		"{} {} {} {}",
		ABSENT.with(Option::is_some),
		ABSENT_SPACE.with(Option::is_some),
		NULL.with(Option::is_some),
		PRESENT.with(Option::is_some)
	)
}

#[wasm_bindgen]
pub fn global() -> Object {
	GLOBAL.with(Object::clone)
}

#[wasm_bindgen]
pub fn strings() -> Vec<JsString> {
	vec![GREETING.with(JsString::clone), EMPTY.with(JsString::clone)]
}

#[wasm_bindgen]
pub fn help(n: u32) -> u32 {
	HELPER.with(|helper| helper.help(n))
}
