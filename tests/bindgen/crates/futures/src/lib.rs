// SPDX-License-Identifier: MIT OR Apache-2.0

//! Asynchronous functions, both ways.

use std::cell::Cell;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{future_to_promise, spawn_local, JsFuture};

#[wasm_bindgen(inline_js = "
	const later = (value, ms = 0) => new Promise((resolve) => setTimeout(resolve, ms, value));
	export const give = (value) => later(value);
	export const give_text = async (text) => `<${text}>`;
	export const refuse = async (value) => { await later(); throw value; };
	export const wait = (ms) => later(undefined, ms);
	export const note = (text) => (globalThis.notes ??= []).push(text);
	export class Slow {
		static async create(n) { await later(); const slow = new Slow(); slow.n = n; return slow; }
		async grow(by) { await later(); this.n += by; return this.n; }
		async fail() { throw new RangeError('slow'); }
	}
")]
extern "C" {
	async fn give(value: JsValue) -> JsValue;
	async fn give_text(text: &str) -> JsValue;
	#[wasm_bindgen(catch)]
	async fn refuse(value: JsValue) -> Result<JsValue, JsValue>;
	#[wasm_bindgen(catch, js_name = give)]
	async fn give_checked(value: JsValue) -> Result<JsValue, JsValue>;
	async fn wait(ms: u32);
	fn note(text: &str);

	type Slow;
	#[wasm_bindgen(static_method_of = Slow)]
	async fn create(n: f64) -> JsValue;
	#[wasm_bindgen(method)]
	async fn grow(this: &Slow, by: f64) -> JsValue;
	#[wasm_bindgen(method, catch)]
	async fn fail(this: &Slow) -> Result<JsValue, JsValue>;
}

#[wasm_bindgen]
pub async fn nothing() {}

#[wasm_bindgen]
pub async fn add(a: u32, b: u32) -> u32 {
	wait(1).await;
	a + b
}

#[wasm_bindgen]
pub async fn greet(name: String) -> String {
	wait(0).await;
	format!("hello {name}")
}

#[wasm_bindgen]
pub async fn maybe(value: Option<f64>) -> Option<f64> {
	value
}

#[wasm_bindgen]
pub async fn numbers(n: u32) -> Vec<u32> {
	wait(0).await;
	(0..n).collect()
}

#[wasm_bindgen]
pub async fn check(good: bool) -> Result<String, JsValue> {
	wait(0).await;
	if good {
		Ok("good".into())
	} else {
		Err(JsValue::from("bad"))
	}
}

#[wasm_bindgen]
pub async fn check_error() -> Result<(), JsError> {
	Err(JsError::new("typed"))
}

#[wasm_bindgen]
pub async fn awaits(promise: js_sys::Promise) -> Result<JsValue, JsValue> {
	JsFuture::from(promise).await
}

#[wasm_bindgen]
pub async fn echo(value: JsValue) -> JsValue {
	give(value).await
}

#[wasm_bindgen]
pub async fn text(value: String) -> JsValue {
	give_text(&value).await
}

#[wasm_bindgen]
pub async fn caught(value: JsValue) -> JsValue {
	match refuse(value).await {
		Ok(_) => JsValue::from("no error"),
		Err(error) => error,
	}
}

#[wasm_bindgen]
pub async fn passed_on(value: JsValue) -> Result<JsValue, JsValue> {
	give_checked(JsValue::NULL).await?;
	refuse(value).await
}

#[wasm_bindgen]
pub async fn slow() -> Result<String, JsValue> {
	let slow: Slow = Slow::create(3.0).await.unchecked_into();
	let grown = slow.grow(4.0).await;
	let error = slow.fail().await.unwrap_err();
	Ok(format!("{:?} {}", grown, js_sys::Error::from(error).message()))
}

#[wasm_bindgen]
pub fn spawn(text: String) {
	spawn_local(async move {
		note(&format!("{text} started"));
		wait(2).await;
		note(&format!("{text} ended"));
	});
	note("spawned");
}

#[wasm_bindgen]
pub fn promise(good: bool) -> js_sys::Promise {
	future_to_promise(async move {
		wait(1).await;
		if good {
			Ok(JsValue::from(5))
		} else {
			Err(js_sys::Error::new("promised").into())
		}
	})
}

#[wasm_bindgen]
pub fn executor(value: JsValue, good: bool) -> js_sys::Promise {
	js_sys::Promise::new(&mut move |resolve, reject| {
		let f = if good { resolve } else { reject };
		f.call1(&JsValue::UNDEFINED, &value).unwrap();
	})
}

thread_local! {
	static DROPPED: Cell<u32> = const { Cell::new(0) };
}

struct CountsDrop;

impl Drop for CountsDrop {
	fn drop(&mut self) {
		DROPPED.set(DROPPED.get() + 1);
	}
}

#[wasm_bindgen]
pub async fn holds() {
	let _counted = CountsDrop;
	wait(1).await;
}

#[wasm_bindgen]
pub fn dropped() -> u32 {
	DROPPED.get()
}

#[wasm_bindgen]
pub struct Job {
	left: u32,
}

#[wasm_bindgen]
impl Job {
	#[wasm_bindgen(constructor)]
	pub fn new(left: u32) -> Job {
		Job { left }
	}

	pub async fn finish(self) -> String {
		wait(0).await;
		format!("{} left", self.left)
	}

	pub async fn make(left: u32) -> Job {
		wait(0).await;
		Job { left }
	}

	#[wasm_bindgen(getter)]
	pub fn left(&self) -> u32 {
		self.left
	}
}

/// Such a borrow over a suspension is refused where panics unwind.
#[cfg(not(panic = "unwind"))]
#[wasm_bindgen]
impl Job {
	pub async fn work(&mut self) -> u32 {
		while self.left > 0 {
			wait(0).await;
			self.left -= 1;
		}
		self.left
	}
}
