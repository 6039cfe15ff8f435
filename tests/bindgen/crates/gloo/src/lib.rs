// SPDX-License-Identifier: MIT OR Apache-2.0

//! Crates that are built on bindings: timers, listeners, values.

use std::cell::RefCell;

use gloo_events::EventListener;
use gloo_timers::callback::{Interval, Timeout};
use gloo_timers::future::{sleep, TimeoutFuture};
use gloo_utils::format::JsValueSerdeExt;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

thread_local! {
	static INTERVAL: RefCell<Option<Interval>> = const { RefCell::new(None) };
	static LISTENER: RefCell<Option<EventListener>> = const { RefCell::new(None) };
	static LOG: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

fn log(text: impl Into<String>) {
	LOG.with_borrow_mut(|log| log.push(text.into()));
}

#[wasm_bindgen]
pub fn taken() -> Vec<String> {
	LOG.take()
}

#[wasm_bindgen]
pub fn in_a_while(ms: u32) {
	Timeout::new(ms, || log("timeout")).forget();
	drop(Timeout::new(ms, || log("never")));
	Timeout::new(ms, || log("never either")).cancel();
}

#[wasm_bindgen]
pub fn start_interval(ms: u32) {
	INTERVAL.set(Some(Interval::new(ms, || log("tick"))));
}

#[wasm_bindgen]
pub fn stop_interval() {
	INTERVAL.take();
}

#[wasm_bindgen]
pub async fn sleeps() -> String {
	TimeoutFuture::new(1).await;
	sleep(std::time::Duration::from_millis(1)).await;
	"slept".to_owned()
}

#[wasm_bindgen]
pub fn spawns() {
	spawn_local(async {
		sleeps().await;
		log("spawned");
	});
}

#[wasm_bindgen]
pub fn listen(target: &web_sys::EventTarget) {
	let listener = EventListener::new(target, "ping", |event| log(format!("heard {}", event.type_())));
	LISTENER.set(Some(listener));
	EventListener::once(target, "ping", |_| log("once")).forget();
}

#[wasm_bindgen]
pub fn unlisten() {
	LISTENER.take();
}

#[derive(Deserialize, Serialize)]
struct Pair {
	a: u32,
	b: Option<String>,
}

#[wasm_bindgen]
pub fn through_json(value: JsValue) -> Result<JsValue, JsError> {
	let mut pair: Pair = value.into_serde()?;
	pair.a += 1;
	Ok(JsValue::from_serde(&pair)?)
}
