// SPDX-License-Identifier: MIT OR Apache-2.0

//! What the crate itself does about aborts: wasm_bindgen::handler.

use crate::{call, die, note};
use std::hint::black_box;
use wasm_bindgen::handler;
use wasm_bindgen::prelude::*;

fn notes() {
	note("handler");
}

/// Works on the host before and after it asks for a fresh state.
fn schedules() {
	note("before");
	handler::schedule_reinit();
	note("after");
}

fn only_schedules() {
	handler::schedule_reinit();
}

fn tells_flag() {
	let flag = unsafe { wasm_bindgen::__rt::__instance_terminated };
	note(&format!("flag {flag}"));
}

fn traps() {
	note("trapping");
	die();
}

fn panics() {
	note("panicking");
	panic!("in the handler");
}

/// Needs the shadow stack, and much of it.
fn large_frame() {
	let mut frame = [1_u8; 60_000];
	black_box(&mut frame);
	note(&format!("frame {}", frame.iter().map(|&byte| u32::from(byte)).sum::<u32>()));
	handler::schedule_reinit();
}

fn calls_host() {
	note(&format!("got {}", call(7)));
}

const HANDLERS: [fn(); 8] = [
	notes,
	schedules,
	only_schedules,
	tells_flag,
	traps,
	panics,
	large_frame,
	calls_host,
];

/// Sets a handler by its number. Whether there was one.
#[wasm_bindgen]
pub fn set_handler(kind: usize) -> bool {
	handler::set_on_abort(HANDLERS[kind]).is_some()
}

#[wasm_bindgen]
pub fn reinit() {
	handler::schedule_reinit();
}

/// Asks for a fresh state, and goes on working on this one.
#[wasm_bindgen]
pub fn reinit_then_call(x: u32) -> u32 {
	crate::bump();
	handler::schedule_reinit();
	let got = call(x);
	crate::bump();
	crate::count() + got
}
