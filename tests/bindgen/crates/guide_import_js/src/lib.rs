// SPDX-License-Identifier: MIT OR Apache-2.0

//! After the guide's import of a class from a file of the crate.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/js/shelf.js")]
extern "C" {
	fn label() -> String;

	pub type Shelf;
	#[wasm_bindgen(constructor)]
	fn new() -> Shelf;
	#[wasm_bindgen(method, getter)]
	fn room(this: &Shelf) -> i32;
	#[wasm_bindgen(method, setter)]
	fn set_room(this: &Shelf, room: i32);
	#[wasm_bindgen(method)]
	fn print(this: &Shelf) -> String;
}

#[wasm_bindgen]
pub fn fill(n: i32) -> Vec<String> {
	let shelf = Shelf::new();
	let before = shelf.print();
	shelf.set_room(shelf.room() - n);
	vec![label(), before, shelf.print()]
}

#[wasm_bindgen]
pub fn empty() -> Shelf {
	Shelf::new()
}
