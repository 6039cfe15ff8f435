// SPDX-License-Identifier: MIT OR Apache-2.0

//! After the guide's counter of characters: an object for each key of a keyboard.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
#[derive(Debug)]
pub struct Key {
	symbol: char,
	strokes: i64,
}

#[wasm_bindgen]
impl Key {
	#[wasm_bindgen(constructor)]
	pub fn new(symbol: char, strokes: i64) -> Key {
		Key { symbol, strokes }
	}

	#[wasm_bindgen(getter)]
	pub fn symbol(&self) -> char {
		self.symbol
	}

	#[wasm_bindgen(setter)]
	pub fn set_symbol(&mut self, symbol: char) {
		self.symbol = symbol;
	}

	pub fn press(&mut self) -> bool {
		self.strokes += 1;
		self.strokes % 10 == 0
	}

	#[wasm_bindgen(getter)]
	pub fn strokes(&self) -> i64 {
		self.strokes
	}

	pub fn wider(&self) -> Option<char> {
		self.symbol.to_uppercase().next().filter(|upper| *upper != self.symbol)
	}
}
