// SPDX-License-Identifier: MIT OR Apache-2.0

//! Closures that JavaScript keeps.

use crate::{call, die, Held};
use std::cell::Cell;
use std::panic::AssertUnwindSafe;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(js_namespace = hooks)]
extern "C" {
	fn keep(closure: &Closure<dyn FnMut(u32) -> u32>);
	fn later(closure: &Closure<dyn FnMut(u32) -> u32>, ms: u32);
	fn run(closure: &mut dyn FnMut(u32) -> u32) -> u32;
}

thread_local! {
	static RAN: Cell<u32> = const { Cell::new(0) };
}

/// How often the code of any closure began.
#[wasm_bindgen]
pub fn ran() -> u32 {
	RAN.get()
}

// What a closure does is said by its argument.
fn act(x: u32) -> u32 {
	let _held = Held;
	RAN.set(RAN.get() + 1);
	match x {
		1 => panic!("in a closure"),
		2 => die(),
		3 => call(x),
		_ => RAN.get(),
	}
}

fn make() -> Closure<dyn FnMut(u32) -> u32> {
	Closure::new(act)
}

#[wasm_bindgen]
pub fn keeps() {
	let closure = make();
	keep(&closure);
	closure.forget();
}

/// Gives one to the host that is dropped when the call ends.
#[wasm_bindgen]
pub fn keeps_short() {
	keep(&make());
}

#[wasm_bindgen]
pub fn closure_value() -> JsValue {
	make().into_js_value()
}

#[wasm_bindgen]
pub fn after(ms: u32) {
	let closure = make();
	later(&closure, ms);
	closure.forget();
}

#[wasm_bindgen]
pub fn lends() -> u32 {
	let mut times = AssertUnwindSafe(0);
	run(&mut move |x| {
		*times += 1;
		act(x) + *times
	})
}
