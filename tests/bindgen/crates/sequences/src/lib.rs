// SPDX-License-Identifier: MIT OR Apache-2.0

//! How JavaScript gets the sequences that it is given: as a view of the memory, as
//! a copy, or as a plain array.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = "
	export const kind = (...all) => all.map((one) => one === undefined ? 'none'
		: `${one.constructor.name}(${one})${one.buffer && one.buffer.byteLength === one.byteLength ? ' own' : ''}`).join(' ');
")]
extern "C" {
	#[wasm_bindgen(js_name = kind, slice = copy)]
	fn copies(a: &[u8], b: Option<&[f64]>) -> String;
	#[wasm_bindgen(js_name = kind, slice = array)]
	fn arrays(a: &[u8], b: Option<&[f64]>) -> String;
	#[wasm_bindgen(js_name = kind, slice = view)]
	fn views(a: &[u8], b: Option<&[f64]>) -> String;
	#[wasm_bindgen(js_name = kind, vec = array)]
	fn vector_arrays(a: Vec<i16>, b: Option<Vec<u64>>) -> String;
	#[wasm_bindgen(js_name = kind, vec = copy)]
	fn vector_copies(a: Vec<i16>, b: Option<Vec<u64>>) -> String;
	#[wasm_bindgen(js_name = kind, slice = copy, vec = array)]
	fn both(a: &[u32], b: Vec<u32>) -> String;
}

#[wasm_bindgen]
pub fn all() -> Vec<String> {
	vec![
		copies(&[1, 2], Some(&[0.5])),
		copies(&[], None),
		arrays(&[1, 2], Some(&[0.5])),
		arrays(&[], None),
		views(&[1, 2], Some(&[0.5])),
		vector_arrays(vec![-1, 2], Some(vec![u64::MAX])),
		vector_arrays(vec![], None),
		vector_copies(vec![-1, 2], None),
		both(&[1], vec![2]),
	]
}
