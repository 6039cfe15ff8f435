// SPDX-License-Identifier: MIT OR Apache-2.0

//! After the guide's management of resources: what an object takes up is given
//! back at the end of its scope.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};
use wasm_bindgen::prelude::*;

struct Counting;

static IN_USE: AtomicUsize = AtomicUsize::new(0);

unsafe impl GlobalAlloc for Counting {
	unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
		IN_USE.fetch_add(layout.size(), Ordering::Relaxed);
		unsafe { System.alloc(layout) }
	}

	unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
		IN_USE.fetch_sub(layout.size(), Ordering::Relaxed);
		unsafe { System.dealloc(pointer, layout) }
	}
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

#[wasm_bindgen]
pub fn in_use() -> usize {
	IN_USE.load(Ordering::Relaxed)
}

#[wasm_bindgen]
pub struct Picture {
	pixels: Vec<u32>,
	title: String,
}

#[wasm_bindgen]
impl Picture {
	#[wasm_bindgen(constructor)]
	pub fn new(title: String, size: usize) -> Picture {
		Picture { pixels: vec![7; size], title }
	}

	pub fn sum(&self) -> u32 {
		self.pixels.iter().sum()
	}

	pub fn title(&self) -> String {
		self.title.clone()
	}
}

#[wasm_bindgen]
pub fn text_of(values: &[f64], texts: Vec<String>, value: &JsValue) -> String {
	format!("{} {} {:?}", values.len(), texts.len(), value.as_f64())
}

#[wasm_bindgen]
pub fn check(good: bool, text: String) -> Result<Vec<String>, String> {
	if good {
		Ok(vec![text.clone(), text])
	} else {
		Err(text)
	}
}
