// SPDX-License-Identifier: MIT OR Apache-2.0

//! What Rust throws into JavaScript without unwinding: with nothing done before,
//! and with something that a destructor would have had to undo.

use std::cell::RefCell;
use std::sync::Mutex;
use wasm_bindgen::prelude::*;
use wasm_bindgen::{throw_str, throw_val};

#[wasm_bindgen]
extern "C" {
	#[wasm_bindgen(js_namespace = hooks)]
	fn note(text: &str);
}

// ---- nothing done ----

#[wasm_bindgen]
pub fn throw_text() -> u32 {
	throw_str("a text")
}

#[wasm_bindgen]
pub fn throw_value(value: JsValue) {
	throw_val(value)
}

#[wasm_bindgen]
pub fn throw_new(text: bool) -> u32 {
	if text {
		throw_val(JsValue::from_str("made"))
	}
	throw_val(js_sys::TypeError::new("made").into())
}

#[wasm_bindgen]
pub fn twice(n: i32) -> i32 {
	if n < 0 {
		throw_str("negative")
	}
	n * 2
}

#[wasm_bindgen]
pub fn unwrapped(n: Option<u32>) -> u32 {
	n.unwrap_throw()
}

#[wasm_bindgen]
pub fn expected(text: &str) -> u32 {
	text.parse().expect_throw("no number")
}

/// Several words come back, and two values are lent.
#[wasm_bindgen]
pub fn lent(a: &JsValue, b: &JsValue) -> Result<String, JsValue> {
	if a.is_null() || b.is_null() {
		throw_str("null")
	}
	Ok(String::from("fine"))
}

#[inline(never)]
fn positive(n: i32) -> i32 {
	if n < 0 {
		throw_str("not positive")
	}
	n
}

#[wasm_bindgen]
pub fn deep(n: i32) -> i32 {
	positive(n) + 1
}

// ---- something done ----

thread_local! {
	static CELL: RefCell<i32> = const { RefCell::new(0) };
	static LIST: RefCell<Vec<i32>> = const { RefCell::new(Vec::new()) };
}

static LOCK: Mutex<i32> = Mutex::new(0);

#[wasm_bindgen]
pub fn behind_borrow(n: i32) -> i32 {
	CELL.with(|cell| {
		let mut held = cell.borrow_mut();
		*held += positive(n);
		*held
	})
}

#[wasm_bindgen]
pub fn behind_lock(n: i32) -> i32 {
	let mut held = LOCK.lock().unwrap();
	if n < 0 {
		throw_str("locked")
	}
	*held += n;
	*held
}

#[wasm_bindgen]
pub fn behind_push(n: i32) -> usize {
	LIST.with(|list| list.borrow_mut().push(n));
	if n < 0 {
		throw_str("pushed")
	}
	LIST.with(|list| list.borrow().len())
}

#[wasm_bindgen]
pub fn behind_import(n: i32) -> i32 {
	note("outside");
	positive(n)
}

/// Its destructor throws while another value waits for its own.
struct Thrower<'a>(&'a RefCell<i32>);

impl Drop for Thrower<'_> {
	#[inline(never)]
	fn drop(&mut self) {
		let _held = self.0.borrow_mut();
		throw_str("dropped")
	}
}

#[wasm_bindgen]
pub fn behind_drop(n: i32) -> i32 {
	CELL.with(|cell| {
		let thrower = Thrower(cell);
		if n > 0 {
			std::mem::forget(thrower);
			return n;
		}
		drop(thrower);
		throw_str("not reached")
	})
}

/// Whether nothing is held that the functions above hold.
#[wasm_bindgen]
pub fn is_free() -> bool {
	CELL.with(|cell| cell.try_borrow_mut().is_ok()) && LOCK.try_lock().is_ok()
}

// ---- objects ----

#[wasm_bindgen]
pub struct Counter {
	pub count: i32,
}

#[wasm_bindgen]
impl Counter {
	#[wasm_bindgen(constructor)]
	pub fn new(count: i32) -> Counter {
		positive(count);
		Counter { count }
	}

	pub fn add(&mut self, n: i32) -> i32 {
		self.count += n;
		self.count
	}

	pub fn get(&self) -> i32 {
		self.count
	}

	/// Calls `f` while it is in use.
	pub fn hold(&mut self, f: &js_sys::Function) -> JsValue {
		let result = f.call0(&JsValue::NULL).unwrap_throw();
		self.count += 1;
		result
	}

	/// As above, but what `f` throws is no concern of Rust's.
	pub fn pass(&mut self, f: &Callback) {
		f.run();
		self.count += 1;
	}
}

#[wasm_bindgen]
extern "C" {
	pub type Callback;
	#[wasm_bindgen(method)]
	fn run(this: &Callback);
}

#[wasm_bindgen]
pub fn count_of(counter: &Counter) -> i32 {
	counter.count
}

// ---- closures ----

#[wasm_bindgen]
pub fn once(text: String) -> JsValue {
	Closure::once(move || text).into_js_value()
}

/// A closure that has done something before it throws.
#[wasm_bindgen]
pub fn holding() -> JsValue {
	Closure::<dyn FnMut(i32) -> i32>::new(behind_borrow).into_js_value()
}

/// One that runs another, which throws, in the middle of something.
#[wasm_bindgen]
pub fn running() -> JsValue {
	let inner: Box<dyn Fn(i32) -> i32> = Box::new(move |n| {
		if n < 0 {
			throw_str("inner")
		}
		n
	});
	Closure::<dyn FnMut(i32) -> i32>::own_assert_unwind_safe(move |n| {
		CELL.with(|cell| {
			let mut held = cell.borrow_mut();
			*held = inner(n);
			*held
		})
	})
	.into_js_value()
}

#[wasm_bindgen]
pub fn checking() -> JsValue {
	Closure::<dyn FnMut(i32) -> i32>::new(|n| {
		if n < 0 {
			throw_str("checked")
		}
		n
	})
	.into_js_value()
}

// ---- what must not run away ----

#[wasm_bindgen]
#[inline(never)]
pub fn stack_address() -> usize {
	let local = 1;
	std::hint::black_box(&local as *const i32 as usize)
}

#[wasm_bindgen]
pub fn pages() -> usize {
	core::arch::wasm32::memory_size(0)
}

#[wasm_bindgen]
pub fn values() -> u32 {
	wasm_bindgen::externref_heap_live_count()
}
