// SPDX-License-Identifier: MIT OR Apache-2.0

//! What may be missing: everything that has an `Option`.

use wasm_bindgen::prelude::*;

macro_rules! options {
	($($name:ident $type:ty;)*) => {$(
		#[wasm_bindgen]
		pub fn $name(value: Option<$type>) -> Option<$type> {
			value
		}
	)*};
}

#[wasm_bindgen]
#[derive(Clone, Copy, Debug)]
pub enum Size {
	Small = 1,
	Large = 7,
}

#[wasm_bindgen]
#[derive(Clone, Copy, Debug)]
pub enum Side {
	Left = "left",
	Right = "right",
}

#[wasm_bindgen]
#[derive(Clone, Debug)]
pub struct Point {
	pub x: f64,
	pub note: Option<u8>,
}

#[wasm_bindgen]
impl Point {
	#[wasm_bindgen(constructor)]
	pub fn new(x: Option<f64>) -> Point {
		Point { x: x.unwrap_or(-1.0), note: None }
	}
}

options! {
	opt_i8 i8;
	opt_u8 u8;
	opt_i16 i16;
	opt_u16 u16;
	opt_i32 i32;
	opt_u32 u32;
	opt_i64 i64;
	opt_u64 u64;
	opt_i128 i128;
	opt_u128 u128;
	opt_isize isize;
	opt_usize usize;
	opt_f32 f32;
	opt_f64 f64;
	opt_bool bool;
	opt_char char;
	opt_string String;
	opt_value JsValue;
	opt_size Size;
	opt_side Side;
	opt_point Point;
	opt_points Vec<Point>;
	opt_values Vec<JsValue>;
	opt_floats Vec<f32>;
}

#[wasm_bindgen]
pub fn describe(a: Option<u32>, b: Option<String>, c: Option<bool>, d: Option<i64>) -> String {
	format!("{a:?} {b:?} {c:?} {d:?}")
}

#[wasm_bindgen]
pub fn count_first(n: u32, values: Option<Box<[JsValue]>>) -> i32 {
	values.map_or(-1, |values| values.len() as i32 + n as i32)
}

#[wasm_bindgen(inline_js = "
	export const back = (value) => value;
	export const nothing = () => undefined;
	export const null_ = () => null;
	export const kind = (value) => value === null ? 'null' : typeof value;
")]
extern "C" {
	#[wasm_bindgen(js_name = back)]
	fn back_u8(value: Option<u8>) -> Option<u8>;
	#[wasm_bindgen(js_name = back)]
	fn back_u32(value: Option<u32>) -> Option<u32>;
	#[wasm_bindgen(js_name = back)]
	fn back_i64(value: Option<i64>) -> Option<i64>;
	#[wasm_bindgen(js_name = back)]
	fn back_u128(value: Option<u128>) -> Option<u128>;
	#[wasm_bindgen(js_name = back)]
	fn back_f32(value: Option<f32>) -> Option<f32>;
	#[wasm_bindgen(js_name = back)]
	fn back_f64(value: Option<f64>) -> Option<f64>;
	#[wasm_bindgen(js_name = back)]
	fn back_bool(value: Option<bool>) -> Option<bool>;
	#[wasm_bindgen(js_name = back)]
	fn back_char(value: Option<char>) -> Option<char>;
	#[wasm_bindgen(js_name = back)]
	fn back_size(value: Option<Size>) -> Option<Size>;
	#[wasm_bindgen(js_name = back)]
	fn back_side(value: Option<Side>) -> Option<Side>;
	#[wasm_bindgen(js_name = back)]
	fn back_value(value: Option<JsValue>) -> Option<JsValue>;
	#[wasm_bindgen(js_name = nothing)]
	fn no_string() -> Option<String>;
	#[wasm_bindgen(js_name = null_)]
	fn null_number() -> Option<f64>;
	#[wasm_bindgen(js_name = null_)]
	fn null_value() -> Option<JsValue>;
	#[wasm_bindgen(js_name = kind)]
	fn kind_string(value: Option<&str>) -> String;
	#[wasm_bindgen(js_name = kind)]
	fn kind_value(value: Option<&JsValue>) -> String;
	#[wasm_bindgen(js_name = kind)]
	fn kind_point(value: Option<Point>) -> String;
}

#[wasm_bindgen]
pub fn through_imports() -> Vec<String> {
	vec![
		format!("{:?} {:?} {:?}", back_u8(Some(0)), back_u8(Some(255)), back_u8(None)),
		format!("{:?} {:?}", back_u32(Some(u32::MAX)), back_u32(None)),
		format!("{:?} {:?}", back_i64(Some(i64::MIN)), back_i64(None)),
		format!("{:?} {:?}", back_u128(Some(u128::MAX)), back_u128(None)),
		format!("{:?} {:?}", back_f32(Some(-0.5)), back_f32(None)),
		format!("{:?} {:?}", back_f64(Some(f64::INFINITY)), back_f64(None)),
		format!("{:?} {:?} {:?}", back_bool(Some(false)), back_bool(Some(true)), back_bool(None)),
		format!("{:?} {:?}", back_char(Some('😀')), back_char(None)),
		format!("{:?} {:?}", back_size(Some(Size::Large)), back_size(None)),
		format!("{:?} {:?}", back_side(Some(Side::Right)), back_side(None)),
		format!("{:?} {:?}", back_value(Some(JsValue::from(3))), back_value(None)),
		format!("{:?} {:?} {:?}", no_string(), null_number(), null_value()),
		format!("{} {}", kind_string(Some("")), kind_string(None)),
		format!("{} {}", kind_value(Some(&JsValue::NULL)), kind_value(None)),
		format!("{} {}", kind_point(Some(Point::new(None))), kind_point(None)),
	]
}
