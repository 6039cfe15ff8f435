// SPDX-License-Identifier: MIT OR Apache-2.0

//! Calls that end later, and tasks that nobody waits for.

use crate::{die, note, Held};
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{spawn_local, JsFuture};

#[wasm_bindgen]
pub async fn wait(promise: Promise) -> Result<JsValue, JsValue> {
	let _held = Held;
	JsFuture::from(promise).await
}

#[wasm_bindgen]
pub async fn wait_text(promise: Promise, text: String) -> String {
	let _ = JsFuture::from(promise).await;
	format!("waited for {text}")
}

#[wasm_bindgen]
pub async fn wait_panic(promise: Promise, text: String) -> u32 {
	let _held = Held;
	let _ = JsFuture::from(promise).await;
	panic!("{text}");
}

#[wasm_bindgen]
pub async fn wait_trap(promise: Promise) -> u32 {
	let _held = Held;
	let _ = JsFuture::from(promise).await;
	die();
}

async fn task(id: u32, promise: Option<Promise>, fate: u32) {
	note(&format!("{id} began"));
	if let Some(promise) = promise {
		let _ = JsFuture::from(promise).await;
	}
	match fate {
		1 => panic!("task {id}"),
		2 => die(),
		_ => note(&format!("{id} ended")),
	}
}

/// A task; what happens to it: 0 it ends, 1 it panics, 2 it traps.
#[wasm_bindgen]
pub fn spawn(id: u32, promise: Option<Promise>, fate: u32) {
	spawn_local(task(id, promise, fate));
}

/// Several in one go, of which one fails.
#[wasm_bindgen]
pub fn spawn_all(count: u32, bad: u32, fate: u32) {
	for id in 0..count {
		spawn_local(task(id, None, if id == bad { fate } else { 0 }));
	}
}
