// SPDX-License-Identifier: MIT OR Apache-2.0

//! What may be null: unlike an `Option`, which is undefined when it is none. And
//! both, one in the other.

use wasm_bindgen::prelude::*;

macro_rules! nullables {
	($($type:ty, $name:ident, $maybe:ident;)*) => {$(
		#[wasm_bindgen]
		pub fn $name(value: Nullable<$type>) -> Nullable<$type> {
			value
		}

		#[wasm_bindgen]
		pub fn $maybe(value: Option<Nullable<$type>>) -> Option<Nullable<$type>> {
			value
		}
	)*};
}

#[wasm_bindgen]
#[derive(Clone, Copy)]
pub enum Level {
	Low,
	High = 9,
}

#[wasm_bindgen]
#[derive(Clone, Copy)]
pub enum Side {
	Left = "left",
	Right = "right",
}

#[wasm_bindgen]
pub struct Thing {
	pub n: u32,
}

#[wasm_bindgen]
impl Thing {
	#[wasm_bindgen(constructor)]
	pub fn new(n: u32) -> Thing {
		Thing { n }
	}
}

nullables! {
	i8, null_i8, maybe_i8;
	u16, null_u16, maybe_u16;
	i32, null_i32, maybe_i32;
	u32, null_u32, maybe_u32;
	i64, null_i64, maybe_i64;
	u128, null_u128, maybe_u128;
	f32, null_f32, maybe_f32;
	f64, null_f64, maybe_f64;
	bool, null_bool, maybe_bool;
	char, null_char, maybe_char;
	String, null_string, maybe_string;
	Vec<u8>, null_bytes, maybe_bytes;
	Level, null_level, maybe_level;
	Side, null_side, maybe_side;
	Thing, null_thing, maybe_thing;
}

#[wasm_bindgen(inline_js = "export const back = (value) => value;")]
extern "C" {
	#[wasm_bindgen(js_name = back)]
	fn back_u8(value: Nullable<u8>) -> Nullable<u8>;
	#[wasm_bindgen(js_name = back)]
	fn back_text(value: Nullable<&str>) -> Nullable<String>;
	#[wasm_bindgen(js_name = back)]
	fn back_both(value: Option<Nullable<f64>>) -> Option<Nullable<f64>>;
}

#[wasm_bindgen]
pub fn through_imports() -> String {
	format!(
		"{:?} {:?} {:?} {:?} {:?} {:?} {:?}",
		back_u8(Nullable::Value(255)),
		back_u8(Nullable::Null),
		back_text(Nullable::Value("ä")),
		back_text(Nullable::Null),
		back_both(None),
		back_both(Some(Nullable::Null)),
		back_both(Some(Nullable::Value(0.5)))
	)
}
