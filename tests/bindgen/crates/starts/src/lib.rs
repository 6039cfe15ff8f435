// SPDX-License-Identifier: MIT OR Apache-2.0

//! Several functions that run at the start: private, asynchronous, fallible.

use std::cell::RefCell;
use wasm_bindgen::prelude::*;

thread_local! {
	static RAN: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

fn ran(name: &str) {
	RAN.with_borrow_mut(|all| all.push(name.to_owned()));
}

#[wasm_bindgen(start)]
pub fn first() {
	ran("first");
}

#[wasm_bindgen(start, private)]
pub fn hidden() -> Result<(), JsValue> {
	ran("hidden");
	Ok(())
}

#[wasm_bindgen(start, private)]
pub async fn later() {
	ran("later");
}

#[wasm_bindgen]
pub fn all() -> Vec<String> {
	RAN.with_borrow(Vec::clone)
}
