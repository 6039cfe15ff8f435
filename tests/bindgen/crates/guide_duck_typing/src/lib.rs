// SPDX-License-Identifier: MIT OR Apache-2.0

//! After the guide's interfaces: whatever has the methods will do.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
	/// Something that keeps score.
	pub type Scoring;
	#[wasm_bindgen(method, structural)]
	fn add(this: &Scoring, points: u32);
	#[wasm_bindgen(method, structural, getter)]
	fn total(this: &Scoring) -> u32;
	#[wasm_bindgen(method, structural, setter)]
	fn set_total(this: &Scoring, total: u32);
	#[wasm_bindgen(method, structural, catch)]
	fn finish(this: &Scoring, name: &str) -> Result<String, JsValue>;
}

#[wasm_bindgen]
pub fn play(scoring: &Scoring, rounds: u32) -> u32 {
	for round in 1..=rounds {
		scoring.add(round);
	}
	scoring.total()
}

#[wasm_bindgen]
pub fn cheat(scoring: &Scoring) {
	scoring.set_total(scoring.total() * 2);
}

#[wasm_bindgen]
pub fn finish(scoring: &Scoring, name: &str) -> String {
	scoring.finish(name).unwrap_or_else(|_| "cannot be finished".to_owned())
}
