// SPDX-License-Identifier: MIT OR Apache-2.0

//! Integers of every width, floats, booleans and characters, both ways.

use wasm_bindgen::prelude::*;

macro_rules! echoes {
	($($name:ident $type:ty;)*) => {$(
		#[wasm_bindgen]
		pub fn $name(value: $type) -> $type {
			value
		}
	)*};
}

echoes! {
	echo_i8 i8;
	echo_u8 u8;
	echo_i16 i16;
	echo_u16 u16;
	echo_i32 i32;
	echo_u32 u32;
	echo_i64 i64;
	echo_u64 u64;
	echo_i128 i128;
	echo_u128 u128;
	echo_isize isize;
	echo_usize usize;
	echo_f32 f32;
	echo_f64 f64;
	echo_bool bool;
	echo_char char;
}

#[wasm_bindgen]
pub fn least_i64() -> i64 {
	i64::MIN
}

#[wasm_bindgen]
pub fn most_u64() -> u64 {
	u64::MAX
}

#[wasm_bindgen]
pub fn least_i128() -> i128 {
	i128::MIN
}

#[wasm_bindgen]
pub fn most_u128() -> u128 {
	u128::MAX
}

#[wasm_bindgen]
pub fn product_u128(a: u128, b: u128) -> u128 {
	a.wrapping_mul(b)
}

#[wasm_bindgen]
pub fn all_widths(a: i8, b: u64, c: f32, d: bool, e: i128, f: char, g: u16) -> String {
	format!("{a} {b} {c} {d} {e} {f} {g}")
}
