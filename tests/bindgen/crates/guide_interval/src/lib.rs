// SPDX-License-Identifier: MIT OR Apache-2.0

//! After the guide's closures: a clock that stops when it is dropped, and frames.

use std::cell::RefCell;
use std::panic::AssertUnwindSafe;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen::JsCast;

#[wasm_bindgen]
extern "C" {
	#[wasm_bindgen(js_name = setInterval)]
	fn set_interval(f: &Closure<dyn FnMut()>, ms: u32) -> JsValue;
	#[wasm_bindgen(js_name = clearInterval)]
	fn clear_interval(token: &JsValue);
	#[wasm_bindgen(js_name = requestAnimationFrame)]
	fn request_animation_frame(f: &js_sys::Function);
}

#[wasm_bindgen]
pub struct Clock {
	_closure: Closure<dyn FnMut()>,
	token: JsValue,
}

#[wasm_bindgen]
impl Clock {
	#[wasm_bindgen(constructor)]
	pub fn new(ms: u32, report: js_sys::Function) -> Clock {
		let mut ticks = 0;
		let closure = Closure::<dyn FnMut()>::own_assert_unwind_safe(move || {
			ticks += 1;
			report.call1(&JsValue::NULL, &JsValue::from(ticks)).unwrap();
		});
		let token = set_interval(&closure, ms);
		Clock { _closure: closure, token }
	}
}

impl Drop for Clock {
	fn drop(&mut self) {
		clear_interval(&self.token);
	}
}

type Frame = Closure<dyn FnMut()>;

/// A closure that asks for itself until it is done, and then drops itself.
#[wasm_bindgen]
pub fn frames(count: u32, report: js_sys::Function) {
	let own: Rc<RefCell<Option<Frame>>> = Rc::default();
	let other = own.clone();
	let mut frame = 0;
	let state = AssertUnwindSafe((own, report));
	*other.borrow_mut() = Some(Closure::own_assert_unwind_safe(move || {
		let (own, report) = &state.0;
		frame += 1;
		report.call1(&JsValue::NULL, &JsValue::from(frame)).unwrap();
		if frame == count {
			let _ = own.borrow_mut().take();
			return;
		}
		request_animation_frame(own.borrow().as_ref().unwrap().as_ref().unchecked_ref());
	}));
	request_animation_frame(other.borrow().as_ref().unwrap().as_ref().unchecked_ref());
}
