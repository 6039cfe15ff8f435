// SPDX-License-Identifier: MIT OR Apache-2.0

//! Generic imports: one binding for all types, or one for each; and typed
//! containers of js-sys.

use js_sys::{Array, JsString, Map, Number, Object, Promise};
use wasm_bindgen::convert::{FromWasmAbi, IntoWasmAbi};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = "
	export const show = (value) => `${typeof value}:${Array.isArray(value) || ArrayBuffer.isView(value) ? [...value] : value}`;
	export const same = (value) => value;
	export const pair = (a, b) => [a, b];
	export const later = async (value) => value;
	export const fails = () => { throw new TypeError('generic'); };
	export class Cell {
		constructor(value) { this.value = value; }
		put(value) { this.value = value; return typeof value; }
		take() { return this.value; }
	}
")]
extern "C" {
	#[wasm_bindgen(experimental_generic_mono)]
	fn show<T: IntoWasmAbi>(value: T) -> String;
	#[wasm_bindgen(experimental_generic_mono)]
	fn same<T: FromWasmAbi + IntoWasmAbi>(value: T) -> T;
	#[wasm_bindgen(experimental_generic_mono, js_name = pair)]
	fn pair_of<A: IntoWasmAbi, B: IntoWasmAbi>(a: A, b: B) -> Vec<JsValue>;
	#[wasm_bindgen(experimental_generic_mono, catch)]
	fn fails<T: FromWasmAbi>() -> Result<T, JsValue>;

	#[wasm_bindgen(js_name = same)]
	fn erased<T>(value: &T) -> T;

	pub type Cell;
	#[wasm_bindgen(constructor, experimental_generic_mono)]
	fn new<T: IntoWasmAbi>(value: T) -> Cell;
	#[wasm_bindgen(method, experimental_generic_mono)]
	fn put<T: IntoWasmAbi>(this: &Cell, value: T) -> String;
	#[wasm_bindgen(method, experimental_generic_mono)]
	fn take<T: FromWasmAbi>(this: &Cell) -> T;
}

#[wasm_bindgen]
pub fn shown(value: JsValue) -> Vec<String> {
	vec![
		show(42u32),
		show(-1i64),
		show("täxt"),
		show(String::from("owned")),
		show(true),
		show('€'),
		show(vec![1u8, 2]),
		show(Some(0.5f64)),
		show(None::<u32>),
		show(value),
	]
}

#[wasm_bindgen]
pub fn kept() -> String {
	format!(
		"{} {} {} {:?} {:?}",
		same(u64::MAX),
		same(String::from("ä")),
		same(-0.5f32),
		same(Some(7u8)),
		same(vec![1i16, -1])
	)
}

#[wasm_bindgen]
pub fn pairs(value: JsValue) -> Vec<JsValue> {
	let mut all = pair_of(1u8, "x");
	all.extend(pair_of(value, 2i64));
	all
}

#[wasm_bindgen]
pub fn boxes() -> String {
	let boxed = Cell::new(5u32);
	let number: u32 = boxed.take();
	let kind = boxed.put("text");
	let text: String = boxed.take();
	format!("{number} {kind} {text}")
}

#[wasm_bindgen]
pub fn failing() -> JsValue {
	let number: Result<u32, JsValue> = fails();
	let text: Result<String, JsValue> = fails();
	assert!(text.is_err());
	number.unwrap_err()
}

#[wasm_bindgen]
pub fn erasing(value: &Array<Number>) -> bool {
	let back: Array<Number> = erased(value);
	back.length() == value.length()
}

#[wasm_bindgen]
pub fn sum(values: Array<Number>) -> f64 {
	values.iter().map(|value| value.value_of()).sum()
}

#[wasm_bindgen]
pub fn numbers(n: u32) -> Array<Number> {
	let numbers = Array::<Number>::new_typed();
	for i in 0..n {
		numbers.push(&Number::from(i));
	}
	numbers
}

#[wasm_bindgen]
pub fn lengths(words: &Array<JsString>) -> Map<JsString, Number> {
	let map = Map::<JsString, Number>::new_typed();
	for word in words.iter() {
		map.set(&word, &Number::from(word.length()));
	}
	map
}

#[wasm_bindgen]
pub async fn awaited(promise: Promise<Number>) -> Result<f64, JsValue> {
	promise.await.map(|number| number.value_of())
}

#[wasm_bindgen]
pub fn widened(values: Array<Number>) -> Object {
	values.upcast_into()
}
