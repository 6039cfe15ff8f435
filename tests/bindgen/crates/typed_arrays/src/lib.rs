// SPDX-License-Identifier: MIT OR Apache-2.0

//! Typed arrays, buffers and views, also while the memory grows.

use js_sys::{ArrayBuffer, DataView, Float32Array, Uint16Array, Uint8Array, WebAssembly};
use wasm_bindgen::prelude::*;
use wasm_bindgen::JsCast;

#[wasm_bindgen]
pub fn copied(values: &Float32Array) -> Vec<f32> {
	let mut out = vec![0.0; values.length() as usize];
	values.copy_to(&mut out);
	out
}

#[wasm_bindgen]
pub fn filled(to: &Uint8Array) {
	to.fill(7, 1, 3);
	to.subarray(3, 5).copy_from(&[1, 2]);
	to.set_index(0, 255);
}

#[wasm_bindgen]
pub fn made(n: u8) -> Uint8Array {
	let bytes: Vec<u8> = (0..n).collect();
	Uint8Array::from(&bytes[..])
}

#[wasm_bindgen]
pub fn on_buffer(buffer: &ArrayBuffer) -> Result<Uint16Array, JsValue> {
	let view = DataView::new(buffer, 0, 4);
	view.set_uint16_endian(0, 0x0102, true);
	view.set_int16_endian(2, -2, false);
	Ok(Uint16Array::new_with_byte_offset(buffer, 2))
}

#[wasm_bindgen(inline_js = "
	export const sum_of = (view) => view.reduce((a, b) => a + b, 0);
	export const same_buffer = (view, memory) => view.buffer === memory.buffer;
	export function during(view, grow) {
		const before = view.length;
		grow();
		return [before, view.length];
	}
	export function write_into(view) { view.fill(9); }
")]
extern "C" {
	fn sum_of(view: &Uint8Array) -> f64;
	fn same_buffer(view: &Uint8Array, memory: &JsValue) -> bool;
	fn during(view: &[u8], grow: &mut dyn FnMut()) -> Vec<u32>;
	fn write_into(view: &mut [u8]);
}

#[wasm_bindgen]
pub fn views(bytes: &[u8]) -> Vec<JsValue> {
	let view = unsafe { Uint8Array::view(bytes) };
	vec![sum_of(&view).into(), same_buffer(&view, &wasm_bindgen::memory()).into()]
}

fn grow_memory(pages: u32) {
	wasm_bindgen::memory().unchecked_into::<WebAssembly::Memory>().grow(pages);
}

#[wasm_bindgen]
pub fn grows_during(bytes: &[u8]) -> Vec<u32> {
	during(bytes, &mut || grow_memory(1))
}

#[wasm_bindgen]
pub fn grown_write(mut bytes: Vec<u8>, pages: u32) -> Vec<u8> {
	grow_memory(pages);
	write_into(&mut bytes);
	bytes
}

#[wasm_bindgen]
pub fn allocate(megabytes: usize) -> usize {
	let big = vec![1u8; megabytes << 20];
	big.iter().step_by(4096).map(|byte| usize::from(*byte)).sum()
}

#[wasm_bindgen]
pub fn appended(text: &str, values: &mut [f64], megabytes: usize) -> String {
	let big = vec![0u8; megabytes << 20];
	values[0] = big.len() as f64;
	format!("{text}{}", values.len())
}

#[wasm_bindgen]
pub fn pages() -> f64 {
	let memory = wasm_bindgen::memory().unchecked_into::<WebAssembly::Memory>();
	let buffer = memory.buffer().unchecked_into::<ArrayBuffer>();
	f64::from(buffer.byte_length()) / 65536.0
}
