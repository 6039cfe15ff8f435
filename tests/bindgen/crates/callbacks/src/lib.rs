// SPDX-License-Identifier: MIT OR Apache-2.0

//! Closures with what every version of wasm-bindgen has.

use std::cell::RefCell;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = "
	const kept = [];
	export const call = (f, ...args) => f(...args);
	export const keep = (f) => kept.push(f);
	export const call_kept = (i, ...args) => kept[i - 1](...args);
")]
extern "C" {
	#[wasm_bindgen(js_name = call)]
	fn call_shared(f: &dyn Fn(i32) -> i32, n: i32) -> i32;
	#[wasm_bindgen(js_name = call)]
	fn call_mutable(f: &mut dyn FnMut(String), text: &str);
	#[wasm_bindgen(js_name = call)]
	fn call_bytes(f: &dyn Fn(Vec<u8>) -> Option<f32>, bytes: &[u8]) -> Option<f32>;
	#[wasm_bindgen(js_name = call)]
	fn call_wide(f: &dyn Fn(i64, u64) -> i64, a: i64, b: u64) -> i64;
	fn keep(f: &Closure<dyn FnMut(u32) -> u32>) -> u32;
	#[wasm_bindgen(js_name = call_kept, catch)]
	fn call_kept(i: u32, n: u32) -> Result<u32, JsValue>;
}

thread_local! {
	static KEPT: RefCell<Vec<Closure<dyn FnMut(u32) -> u32>>> = const { RefCell::new(Vec::new()) };
}

#[wasm_bindgen]
pub fn lent() -> String {
	thread_local!(static SEEN: RefCell<String> = const { RefCell::new(String::new()) });
	call_mutable(&mut |text| SEEN.with_borrow_mut(|seen| seen.push_str(&text)), "ä");
	call_mutable(&mut |text| SEEN.with_borrow_mut(|seen| seen.push_str(&text)), "b");
	format!(
		"{} {} {:?} {:?} {}",
		call_shared(&|n| -n, i32::MAX),
		SEEN.take(),
		call_bytes(&|bytes| bytes.first().map(|byte| f32::from(*byte) / 2.0), &[3]),
		call_bytes(&|bytes| bytes.first().map(|byte| f32::from(*byte)), &[]),
		call_wide(&|a, b| a.wrapping_add(b as i64), i64::MIN, 5)
	)
}

#[wasm_bindgen]
pub fn adder(by: u32) -> u32 {
	let mut total = 0;
	let closure = Closure::<dyn FnMut(u32) -> u32>::new(move |n| {
		total += n * by;
		total
	});
	let index = keep(&closure);
	KEPT.with_borrow_mut(|kept| kept.push(closure));
	index
}

#[wasm_bindgen]
pub fn call(index: u32, n: u32) -> Result<u32, JsValue> {
	call_kept(index, n)
}

#[wasm_bindgen]
pub fn forget_all() {
	KEPT.take();
}

#[wasm_bindgen]
pub fn once(text: String) -> JsValue {
	Closure::once_into_js(move || text)
}

#[wasm_bindgen]
pub fn forever(n: u32) -> JsValue {
	Closure::<dyn Fn(u32) -> u32>::new(move |m| n * m).into_js_value()
}
