// SPDX-License-Identifier: MIT OR Apache-2.0

//! All ways in which a call can end, and all that can be in use meanwhile. The
//! host is the global object `hooks`, which each test makes for itself.

mod asynchronous;
mod closures;
mod guest;
mod objects;

use std::cell::Cell;
use std::hint::black_box;
use std::panic::{catch_unwind, panic_any};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(js_namespace = hooks)]
extern "C" {
	pub fn call(x: u32) -> u32;
	pub fn note(text: &str);
	pub fn give_text(x: u32) -> String;
	#[wasm_bindgen(catch)]
	pub fn attempt(x: u32) -> Result<JsValue, JsValue>;
}

thread_local! {
	static COUNT: Cell<u32> = const { Cell::new(0) };
	static DROPS: Cell<u32> = const { Cell::new(0) };
}

/// Counts that it was dropped.
pub struct Held;

impl Drop for Held {
	fn drop(&mut self) {
		DROPS.set(DROPS.get() + 1);
	}
}

pub fn die() -> ! {
	core::arch::wasm32::unreachable()
}

// ---- calls that go well ----

#[wasm_bindgen]
pub fn add(a: u32, b: u32) -> u32 {
	a + b
}

#[wasm_bindgen]
pub fn negate(x: i64) -> i64 {
	-x
}

#[wasm_bindgen]
pub fn bump() -> u32 {
	COUNT.set(COUNT.get() + 1);
	COUNT.get()
}

#[wasm_bindgen]
pub fn count() -> u32 {
	COUNT.get()
}

#[wasm_bindgen]
pub fn drops() -> u32 {
	DROPS.get()
}

#[wasm_bindgen]
pub fn greet(name: &str) -> String {
	format!("hello {name}")
}

#[wasm_bindgen]
pub fn greet_owned(name: String) -> String {
	name + "!"
}

#[wasm_bindgen]
pub fn sum(values: &[u32]) -> u32 {
	values.iter().sum()
}

#[wasm_bindgen]
pub fn sum_floats(values: Vec<f64>) -> f64 {
	values.iter().sum()
}

#[wasm_bindgen]
pub fn double(values: &mut [u32]) {
	for value in values {
		*value *= 2;
	}
}

#[wasm_bindgen]
pub fn join(texts: Vec<String>) -> String {
	texts.join("+")
}

// ---- ways to fail ----

#[wasm_bindgen]
pub fn panics(text: &str) {
	let _held = Held;
	panic!("panicked: {text}");
}

#[wasm_bindgen]
pub fn panics_text(text: &str) -> String {
	let _held = Held;
	panic!("panicked: {text}");
}

#[wasm_bindgen]
pub fn panics_with_number() {
	panic_any(5_u32);
}

#[wasm_bindgen]
pub fn index(i: usize) -> u32 {
	[1, 2, 3][i]
}

/// A panic that was caught, and then maybe another one.
#[wasm_bindgen]
pub fn panics_twice(first: &str, second: Option<String>) -> String {
	let caught = catch_unwind(|| panic!("{first}")).unwrap_err();
	if let Some(second) = second {
		panic!("{second}");
	}
	*caught.downcast::<String>().unwrap()
}

struct PanicsToo;

impl Drop for PanicsToo {
	fn drop(&mut self) {
		panic!("in a destructor");
	}
}

#[wasm_bindgen]
pub fn panics_while_dropping() {
	let _too = PanicsToo;
	panic!("the first");
}

#[wasm_bindgen]
pub fn trap() {
	let _held = Held;
	die();
}

#[wasm_bindgen]
pub fn trap_text(name: &str) -> String {
	let _held = Held;
	if !name.is_empty() {
		die();
	}
	String::new()
}

#[wasm_bindgen]
pub fn recurse(n: u32) -> u32 {
	if black_box(n) == 0 {
		return 0;
	}
	recurse(n - 1) + black_box(1)
}

/// Runs out of the shadow stack long before the engine's own.
#[wasm_bindgen]
pub fn overflow(n: u32) -> u32 {
	let mut frame = [n; 4096];
	black_box(&mut frame);
	if n == 0 {
		return 0;
	}
	overflow(n - 1) + frame[(n % 4096) as usize]
}

#[wasm_bindgen]
pub fn exhaust() -> usize {
	black_box(Vec::<u8>::with_capacity(0x7fff_0000)).capacity() + black_box(Vec::<u8>::with_capacity(0x7fff_0000)).capacity()
}

/// Takes memory and keeps it; returns how much was not there.
#[wasm_bindgen]
pub fn hoard(bytes: usize) {
	std::mem::forget(black_box(Vec::<u8>::with_capacity(bytes)));
}

/// Goes on until the host has enough of it.
#[wasm_bindgen]
pub fn spin() {
	while black_box(true) {}
}

#[wasm_bindgen]
pub fn fails(text: &str) -> Result<u32, JsError> {
	let _held = Held;
	Err(JsError::new(text))
}

#[wasm_bindgen]
pub fn fails_with(value: JsValue) -> Result<String, JsValue> {
	Err(value)
}

#[wasm_bindgen]
pub fn throws(text: &str) {
	let _held = Held;
	wasm_bindgen::throw_str(text);
}

#[wasm_bindgen]
pub fn throws_value(value: JsValue) {
	let _held = Held;
	wasm_bindgen::throw_val(value);
}

// ---- calls of the host ----

#[wasm_bindgen]
pub fn calls(x: u32) -> u32 {
	let _held = Held;
	call(x) + 1
}

/// As `calls`, and whoever catches nothing loses the second call.
#[wasm_bindgen]
pub fn calls_twice(x: u32) -> u32 {
	call(x) + call(x + 1)
}

#[wasm_bindgen]
pub fn calls_text(x: u32) -> String {
	give_text(x) + "."
}

#[wasm_bindgen]
pub fn attempts(x: u32) -> JsValue {
	let _held = Held;
	match attempt(x) {
		Ok(value) => value,
		Err(error) => js_sys::Array::of1(&error).into(),
	}
}

#[wasm_bindgen]
pub fn sum_of(values: &js_sys::Iterator) -> Result<f64, JsValue> {
	let mut sum = 0.0;
	for value in values {
		sum += value?.as_f64().ok_or("no number")?;
	}
	Ok(sum)
}
