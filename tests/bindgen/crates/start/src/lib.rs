// SPDX-License-Identifier: MIT OR Apache-2.0

//! Functions that run when the package is loaded.

use std::cell::Cell;
use wasm_bindgen::prelude::*;

thread_local! {
	static RUNS: Cell<u32> = const { Cell::new(0) };
}

#[wasm_bindgen]
extern "C" {
	#[wasm_bindgen(js_name = suiteStarted)]
	fn started(text: &str);
}

#[wasm_bindgen(start)]
pub fn begin() {
	RUNS.set(RUNS.get() + 1);
	started("begin");
}

#[wasm_bindgen]
pub fn runs() -> u32 {
	RUNS.get()
}
