// SPDX-License-Identifier: MIT OR Apache-2.0

//! When objects are dropped: by hand, by scope, by the collector, and never twice.

use std::cell::RefCell;
use wasm_bindgen::prelude::*;

thread_local! {
	static DROPPED: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) };
}

#[wasm_bindgen]
pub struct Guard {
	id: u32,
}

impl Drop for Guard {
	fn drop(&mut self) {
		DROPPED.with_borrow_mut(|dropped| dropped.push(self.id));
	}
}

#[wasm_bindgen]
impl Guard {
	#[wasm_bindgen(constructor)]
	pub fn new(id: u32) -> Guard {
		Guard { id }
	}

	pub fn id(&self) -> u32 {
		self.id
	}

	pub fn consume(self) -> u32 {
		self.id
	}

	pub fn reborn(self) -> Guard {
		self
	}
}

#[wasm_bindgen]
pub fn dropped() -> Vec<u32> {
	DROPPED.take()
}

#[wasm_bindgen]
pub fn make_many(n: u32) -> Vec<Guard> {
	(0..n).map(Guard::new).collect()
}

#[wasm_bindgen]
pub fn take_many(guards: Vec<Guard>) -> u32 {
	guards.iter().map(|guard| guard.id).sum()
}

#[wasm_bindgen]
pub fn live_references() -> u32 {
	wasm_bindgen::externref_heap_live_count()
}
