// SPDX-License-Identifier: MIT OR Apache-2.0

//! Closures: JavaScript's that Rust calls, and Rust's that JavaScript calls, for
//! the time of a call, until they are dropped, once, or for ever.

use std::cell::RefCell;
use std::panic::AssertUnwindSafe;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = "
	export const each = (list, f) => list.forEach((x, i) => f(x, i));
	export const reduce = (list, f, start) => list.reduce((a, b) => f(a, b), start);
	export const call = (f, ...args) => f(...args);
	export const keep = (f) => { globalThis.kept = f; };
	export const keep_both = (f, g) => { globalThis.kept = [f, g]; };
")]
extern "C" {
	fn each(list: Vec<u32>, f: &mut dyn FnMut(u32, usize));
	fn reduce(list: &[f64], f: &dyn Fn(f64, f64) -> f64, start: f64) -> f64;
	#[wasm_bindgen(js_name = call)]
	fn call_none(f: &dyn Fn());
	#[wasm_bindgen(js_name = call)]
	fn call_text(f: &dyn Fn(String) -> String, text: &str) -> String;
	#[wasm_bindgen(js_name = call)]
	fn call_value(f: &mut dyn FnMut(JsValue) -> JsValue, value: &JsValue) -> JsValue;
	#[wasm_bindgen(js_name = call)]
	fn call_ref(f: &dyn Fn(&JsValue) -> bool, value: &JsValue) -> bool;
	#[wasm_bindgen(js_name = call)]
	fn call_maybe(f: &dyn Fn(Option<u32>) -> Option<String>, n: Option<u32>) -> Option<String>;
	#[wasm_bindgen(js_name = call)]
	fn call_vec(f: &dyn Fn(Vec<i32>) -> Vec<i32>, list: Vec<i32>) -> Vec<i32>;
	#[wasm_bindgen(js_name = call, catch)]
	fn call_result(f: &dyn Fn(bool) -> Result<u32, JsValue>, good: bool) -> Result<u32, JsValue>;
	#[wasm_bindgen(js_name = call)]
	#[allow(clippy::too_many_arguments)]
	fn call_many(
		f: &dyn Fn(u8, i64, f32, bool, char, String, JsValue) -> String,
		a: u8,
		b: i64,
		c: f32,
		d: bool,
		e: char,
		g: &str,
		h: &JsValue,
	) -> String;
	#[wasm_bindgen(js_name = call)]
	fn call_point(f: &dyn Fn(Point) -> Point, point: Point) -> Point;
	#[wasm_bindgen(js_name = keep)]
	fn keep_counter(f: &Closure<dyn FnMut() -> u32>);
	#[wasm_bindgen(js_name = keep)]
	fn keep_shared(f: &Closure<dyn Fn(String) -> String>);
	#[wasm_bindgen(js_name = keep)]
	fn keep_owned(f: Closure<dyn FnMut(JsValue) -> JsValue>);
	#[wasm_bindgen(js_name = keep_both)]
	fn keep_both(f: &Closure<dyn Fn(u32) -> u32>, g: &Closure<dyn Fn(u32) -> u32>);
}

#[wasm_bindgen]
pub struct Point {
	pub x: i32,
}

#[wasm_bindgen]
impl Point {
	#[wasm_bindgen(constructor)]
	pub fn new(x: i32) -> Point {
		Point { x }
	}
}

#[wasm_bindgen]
pub fn borrowed(value: JsValue) -> Vec<JsValue> {
	let mut seen = Vec::new();
	let mut pushing = AssertUnwindSafe(&mut seen);
	each(vec![7, 8], &mut move |x, i| pushing.push(format!("{i}:{x}")));
	let factor = 2.0;
	let sum = reduce(&[1.0, 2.5], &move |a, b| a + b * factor, 0.5);
	call_none(&|| ());
	let mut times = 0;
	let doubled = call_value(
		&mut move |value| {
			times += 1;
			let list = js_sys::Array::of2(&value, &value);
			list.push(&JsValue::from(times));
			list.into()
		},
		&value,
	);
	let point = call_point(&|point| Point { x: point.x + 1 }, Point { x: 41 });
	vec![
		seen.join(" ").into(),
		sum.into(),
		call_text(&|text| text.to_uppercase(), "ä").into(),
		doubled,
		call_ref(&|value| value.is_object(), &value).into(),
		call_maybe(&|n| n.map(|n| n.to_string()), Some(0)).into(),
		call_maybe(&|n| n.map(|n| n.to_string()), None).into(),
		call_vec(&|list| list.into_iter().map(|n| -n).collect(), vec![1, -2]).into(),
		point.x.into(),
	]
}

#[wasm_bindgen]
pub fn results(value: &JsValue) -> Vec<JsValue> {
	let refuse = |good: bool| if good { Ok(9) } else { Err(JsValue::from("refused")) };
	vec![
		call_result(&refuse, true).unwrap().into(),
		call_result(&refuse, false).unwrap_err(),
		call_many(
			&|a, b, c, d, e, f, g| format!("{a} {b} {c} {d} {e} {f} {g:?}"),
			255,
			i64::MIN,
			0.5,
			true,
			'€',
			"tëxt",
			value,
		)
		.into(),
	]
}

type Kept = RefCell<Vec<Box<dyn std::any::Any>>>;

thread_local! {
	static KEPT: Kept = const { RefCell::new(Vec::new()) };
}

fn kept<T: 'static>(closure: T) {
	KEPT.with_borrow_mut(|all| all.push(Box::new(closure)));
}

#[wasm_bindgen]
pub fn counter(start: u32) {
	let mut count = start;
	let closure = Closure::<dyn FnMut() -> u32>::new(move || {
		count += 1;
		count
	});
	keep_counter(&closure);
	kept(closure);
}

#[wasm_bindgen]
pub fn shared(prefix: String) {
	let closure = Closure::<dyn Fn(String) -> String>::new(move |text: String| format!("{prefix}{text}"));
	keep_shared(&closure);
	kept(closure);
}

#[wasm_bindgen]
pub fn two() {
	let f = Closure::<dyn Fn(u32) -> u32>::new(|n| n + 1);
	let g = Closure::<dyn Fn(u32) -> u32>::new(|n| n * 2);
	keep_both(&f, &g);
	kept((f, g));
}

#[wasm_bindgen]
pub fn owned() {
	let mut last = JsValue::NULL;
	keep_owned(Closure::new(move |value| std::mem::replace(&mut last, value)));
}

#[wasm_bindgen]
pub fn drop_all() -> usize {
	KEPT.take().len()
}

#[wasm_bindgen]
pub fn forgotten(n: u32) -> JsValue {
	let closure = Closure::<dyn Fn() -> u32>::new(move || n);
	let function = closure.as_ref().clone();
	closure.forget();
	function
}

#[wasm_bindgen]
pub fn into_value(text: String) -> JsValue {
	Closure::<dyn Fn(u32) -> String>::new(move |n| format!("{text}{n}")).into_js_value()
}

#[wasm_bindgen]
pub fn once(text: String) -> JsValue {
	Closure::once_into_js(move |n: u32| format!("{text}{n}"))
}

#[wasm_bindgen]
pub fn once_kept(text: String) -> JsValue {
	let closure = Closure::once(move || text);
	let function = closure.as_ref().clone();
	kept(closure);
	function
}

/// Enters itself, which only `Fn` may.
#[wasm_bindgen]
pub fn recursive(again: js_sys::Function) -> JsValue {
	Closure::<dyn Fn(u32) -> u32>::own_assert_unwind_safe(move |n: u32| -> u32 {
		if n == 0 {
			return 0;
		}
		let rest = again.call1(&JsValue::NULL, &JsValue::from(n - 1)).unwrap();
		n + rest.as_f64().unwrap() as u32
	})
	.into_js_value()
}

#[wasm_bindgen]
pub fn not_recursive(again: js_sys::Function) -> JsValue {
	let mut depth = 0;
	Closure::<dyn FnMut() -> Result<JsValue, JsValue>>::own_assert_unwind_safe(move || {
		depth += 1;
		again.call1(&JsValue::NULL, &JsValue::from(depth))
	})
	.into_js_value()
}

#[wasm_bindgen]
pub fn apply(f: &js_sys::Function, this: &JsValue, args: js_sys::Array) -> Result<JsValue, JsValue> {
	f.apply(this, &args)
}

#[wasm_bindgen]
pub fn compose(f: js_sys::Function, g: js_sys::Function) -> JsValue {
	Closure::<dyn Fn(JsValue) -> Result<JsValue, JsValue>>::own_assert_unwind_safe(move |x: JsValue| {
		g.call1(&JsValue::NULL, &f.call1(&JsValue::NULL, &x)?)
	})
	.into_js_value()
}
