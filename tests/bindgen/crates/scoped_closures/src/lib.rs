// SPDX-License-Identifier: MIT OR Apache-2.0

//! Closures that borrow, closures that do not unwind, and closures that are given
//! away.

use std::panic::AssertUnwindSafe;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = "
	let kept;
	export const register = (f) => { kept = f; globalThis.kept = f; };
	export const trigger = (...args) => kept(...args);
	export const call_later = (f, n) => { queueMicrotask(() => f(n)); };
	export const call = (f, ...args) => f(...args);
")]
extern "C" {
	fn register(f: &ScopedClosure<dyn FnMut(u32)>);
	#[wasm_bindgen(js_name = register)]
	fn register_shared(f: &ScopedClosure<dyn Fn(String) -> String>);
	fn trigger(n: u32);
	#[wasm_bindgen(js_name = trigger)]
	fn trigger_text(text: &str) -> String;
	fn call_later(f: ScopedClosure<'static, dyn FnMut(u32)>, n: u32);
	#[wasm_bindgen(js_name = call)]
	fn call_once(f: ScopedClosure<'static, dyn FnMut(String) -> u32>, text: &str) -> u32;
	#[wasm_bindgen(js_name = call)]
	fn call_owned(f: ScopedClosure<'static, dyn Fn(JsValue, Option<u32>) -> Vec<JsValue>>, value: &JsValue) -> Vec<JsValue>;
}

#[wasm_bindgen]
pub fn borrows() -> u32 {
	let mut sum = 0;
	{
		let mut add = AssertUnwindSafe(|n: u32| sum += n);
		let mut add = |n: u32| (add.0)(n);
		let closure = Closure::borrow_mut_assert_unwind_safe(&mut add);
		register(&closure);
		trigger(3);
		trigger(4);
	}
	sum
}

#[wasm_bindgen]
pub fn borrows_shared(prefix: &str) -> String {
	let prefixed = |text: String| format!("{prefix}{text}");
	let closure = Closure::borrow_assert_unwind_safe(&prefixed);
	register_shared(&closure);
	trigger_text("x") + &trigger_text("ü")
}

#[wasm_bindgen]
pub fn aborting() -> u32 {
	let mut sum = 0;
	{
		let mut add = |n: u32| sum += n * 2;
		let closure = Closure::borrow_mut_aborting(&mut add);
		register(&closure);
		trigger(5);
	}
	sum
}

#[wasm_bindgen]
pub fn given_away(report: js_sys::Function) {
	let closure = Closure::own_assert_unwind_safe(move |n: u32| {
		report.call1(&JsValue::NULL, &JsValue::from(n)).unwrap();
	});
	call_later(closure, 6);
}

#[wasm_bindgen]
pub fn once(text: String) -> u32 {
	call_once(Closure::once_assert_unwind_safe(move |more: String| (text + &more).len() as u32), "ü")
}

#[wasm_bindgen]
pub fn owned(value: JsValue) -> Vec<JsValue> {
	let own = value.clone();
	call_owned(
		Closure::own_aborting(move |value: JsValue, n: Option<u32>| vec![value, own.clone(), n.into()]),
		&value,
	)
}
