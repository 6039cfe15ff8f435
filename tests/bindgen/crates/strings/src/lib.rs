// SPDX-License-Identifier: MIT OR Apache-2.0

//! Strings: owned, borrowed, missing, in vectors, long and empty.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
pub fn echo(text: String) -> String {
	text
}

#[wasm_bindgen]
pub fn echo_borrowed(text: &str) -> String {
	text.to_owned()
}

#[wasm_bindgen]
pub fn join(a: &str, b: String, c: &str) -> String {
	format!("{a}|{b}|{c}")
}

#[wasm_bindgen]
pub fn bytes(text: &str) -> Vec<u8> {
	text.as_bytes().to_vec()
}

#[wasm_bindgen]
pub fn length(text: &str) -> usize {
	text.len()
}

#[wasm_bindgen]
pub fn chars(text: &str) -> Vec<String> {
	text.chars().map(String::from).collect()
}

#[wasm_bindgen]
pub fn repeat(text: &str, times: usize) -> String {
	text.repeat(times)
}

#[wasm_bindgen]
pub fn maybe(text: Option<String>) -> Option<String> {
	text
}

#[wasm_bindgen]
pub fn describe(text: Option<String>) -> String {
	format!("{text:?}")
}

#[wasm_bindgen]
pub fn maybe_length(text: Option<String>) -> Option<usize> {
	text.map(|text| text.len())
}

#[wasm_bindgen]
pub fn sorted(mut texts: Vec<String>) -> Vec<String> {
	texts.sort();
	texts
}

#[wasm_bindgen]
pub fn maybe_all(texts: Option<Vec<String>>) -> Option<Vec<String>> {
	texts
}

#[wasm_bindgen]
pub fn fixed() -> JsValue {
	JsValue::from_str("fixed")
}

#[wasm_bindgen(inline_js = "
	export const shout = (text) => text.toUpperCase() + '!';
	export const maybe_shout = (text) => text === undefined ? undefined : text + '?';
	export const lengths = (a, b) => `${a.length},${b === undefined ? 'none' : b.length}`;
	export const collect = (list) => list.join('+');
	export const listed = (n) => Array.from({ length: n }, (_, i) => `item ${i}`);
")]
extern "C" {
	fn shout(text: &str) -> String;
	fn maybe_shout(text: Option<&str>) -> Option<String>;
	fn lengths(a: String, b: Option<String>) -> String;
	fn collect(list: Vec<String>) -> String;
	fn listed(n: u32) -> Vec<String>;
}

#[wasm_bindgen]
pub fn through_imports(text: &str) -> String {
	format!(
		"{} {:?} {:?} {} {} {} {:?}",
		shout(text),
		maybe_shout(Some(text)),
		maybe_shout(None),
		lengths(text.to_owned(), None),
		lengths(String::new(), Some(text.to_owned())),
		collect(vec![text.to_owned(), String::new(), "z".to_owned()]),
		listed(3),
	)
}
