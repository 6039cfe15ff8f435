// SPDX-License-Identifier: MIT OR Apache-2.0

//! Sequences of numbers: views, copies, what is written back.

use wasm_bindgen::prelude::*;
use wasm_bindgen::Clamped;

macro_rules! sequences {
	($($type:ty, $echo:ident, $boxed:ident, $reversed:ident, $double:ident, $maybe:ident;)*) => {$(
		#[wasm_bindgen]
		pub fn $echo(values: Vec<$type>) -> Vec<$type> {
			values
		}

		#[wasm_bindgen]
		pub fn $boxed(values: Box<[$type]>) -> Box<[$type]> {
			values
		}

		#[wasm_bindgen]
		pub fn $reversed(values: &[$type]) -> Vec<$type> {
			values.iter().rev().copied().collect()
		}

		#[wasm_bindgen]
		pub fn $double(values: &mut [$type]) {
			for value in values {
				*value += *value;
			}
		}

		#[wasm_bindgen]
		pub fn $maybe(values: Option<Vec<$type>>) -> Option<Vec<$type>> {
			values
		}
	)*};
}

sequences! {
	i8, echo_i8, boxed_i8, reversed_i8, double_i8, maybe_i8;
	u8, echo_u8, boxed_u8, reversed_u8, double_u8, maybe_u8;
	i16, echo_i16, boxed_i16, reversed_i16, double_i16, maybe_i16;
	u16, echo_u16, boxed_u16, reversed_u16, double_u16, maybe_u16;
	i32, echo_i32, boxed_i32, reversed_i32, double_i32, maybe_i32;
	u32, echo_u32, boxed_u32, reversed_u32, double_u32, maybe_u32;
	i64, echo_i64, boxed_i64, reversed_i64, double_i64, maybe_i64;
	u64, echo_u64, boxed_u64, reversed_u64, double_u64, maybe_u64;
	f32, echo_f32, boxed_f32, reversed_f32, double_f32, maybe_f32;
	f64, echo_f64, boxed_f64, reversed_f64, double_f64, maybe_f64;
	usize, echo_usize, boxed_usize, reversed_usize, double_usize, maybe_usize;
}

#[wasm_bindgen]
pub fn echo_clamped(values: Clamped<Vec<u8>>) -> Clamped<Vec<u8>> {
	values
}

#[wasm_bindgen]
pub fn both(from: &[u16], to: &mut [f64]) -> usize {
	for (from, to) in from.iter().zip(to.iter_mut()) {
		*to = f64::from(*from) / 2.0;
	}
	from.len()
}

#[wasm_bindgen(inline_js = "
	export function sum(values) { return values.reduce((a, b) => a + b, 0); }
	export function kind(values) { return values === undefined ? 'none' : `${values.constructor.name} ${values.length}`; }
	export function fill(values) { values.set([7, 8, 9]); }
	export function keep(values) { globalThis.kept = values; }
	export function make(n) { return Float64Array.from({ length: n }, (_, i) => i / 2); }
	export function maybe_make(n) { return n ? new Int16Array(n) : undefined; }
")]
extern "C" {
	fn sum(values: &[f32]) -> f32;
	#[wasm_bindgen(js_name = kind)]
	fn kind_view(values: &[u16]) -> String;
	#[wasm_bindgen(js_name = kind)]
	fn kind_owned(values: Vec<i64>) -> String;
	#[wasm_bindgen(js_name = kind)]
	fn kind_maybe(values: Option<Vec<u32>>) -> String;
	#[wasm_bindgen(js_name = fill)]
	fn fill_clamped(values: Clamped<&mut [u8]>);
	#[wasm_bindgen(js_name = kind)]
	fn kind_clamped(values: Clamped<&[u8]>) -> String;
	fn fill(values: &mut [u8]);
	fn keep(values: Vec<u8>);
	fn make(n: u32) -> Vec<f64>;
	fn maybe_make(n: u32) -> Option<Box<[i16]>>;
}

#[wasm_bindgen]
pub fn through_imports() -> Vec<String> {
	let mut bytes = [1, 2, 3, 4];
	fill(&mut bytes);
	let mut clamped = [0; 3];
	fill_clamped(Clamped(&mut clamped));
	keep(vec![4, 5, 6]);
	vec![
		sum(&[0.5, 1.25, -2.0]).to_string(),
		kind_view(&[1, 2]),
		kind_view(&[]),
		kind_owned(vec![1, 2, 3]),
		kind_maybe(None),
		kind_maybe(Some(vec![5])),
		kind_clamped(Clamped(&[1, 2, 3])),
		format!("{bytes:?} {clamped:?}"),
		format!("{:?}", make(4)),
		format!("{:?} {:?}", maybe_make(0), maybe_make(2)),
	]
}
