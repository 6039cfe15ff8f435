// SPDX-License-Identifier: MIT OR Apache-2.0

//! Functions that may fail: what they return, and what JavaScript catches.

use std::fmt;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
pub struct Made {
	pub number: u32,
}

#[wasm_bindgen]
impl Made {
	#[wasm_bindgen(constructor)]
	pub fn new(number: u32) -> Result<Made, JsValue> {
		check(number != 0, Made { number })
	}

	pub fn half(&self) -> Result<u32, JsError> {
		if self.number % 2 == 0 {
			Ok(self.number / 2)
		} else {
			Err(JsError::new("odd"))
		}
	}

	#[wasm_bindgen(getter)]
	pub fn checked(&self) -> Result<String, JsValue> {
		check(self.number < 100, "fine".to_owned())
	}

	#[wasm_bindgen(setter)]
	pub fn set_checked(&mut self, number: u32) -> Result<(), JsValue> {
		self.number = check(number < 100, number)?;
		Ok(())
	}

	pub fn take(self) -> Result<u32, JsValue> {
		check(self.number != 13, self.number)
	}
}

fn check<T>(good: bool, value: T) -> Result<T, JsValue> {
	if good {
		Ok(value)
	} else {
		Err(JsValue::from_str("refused"))
	}
}

macro_rules! failing {
	($($name:ident $type:ty = $value:expr;)*) => {$(
		#[wasm_bindgen]
		pub fn $name(good: bool) -> Result<$type, JsValue> {
			check(good, $value)
		}
	)*};
}

failing! {
	fail_unit () = ();
	fail_u8 u8 = 255;
	fail_i32 i32 = -5;
	fail_u32 u32 = u32::MAX;
	fail_i64 i64 = i64::MIN;
	fail_u128 u128 = u128::MAX;
	fail_f32 f32 = 0.5;
	fail_f64 f64 = 0.1;
	fail_bool bool = false;
	fail_char char = '€';
	fail_string String = "text".to_owned();
	fail_vec Vec<u16> = vec![1, 2];
	fail_strings Vec<String> = vec!["a".to_owned()];
	fail_value JsValue = JsValue::NULL;
	fail_made Made = Made { number: 9 };
	fail_option_none Option<u32> = None;
	fail_option_some Option<u32> = Some(0);
	fail_option_text Option<String> = Some(String::new());
	fail_option_f64 Option<f64> = Some(2.5);
	fail_option_made Option<Made> = None;
}

#[wasm_bindgen]
pub fn throw_this(value: JsValue) -> Result<(), JsValue> {
	Err(value)
}

#[wasm_bindgen]
pub fn throw_text(text: String) -> Result<u64, String> {
	Err(text)
}

#[derive(Debug)]
struct Trouble(u32);

impl fmt::Display for Trouble {
	fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
		write!(out, "trouble {}", self.0)
	}
}

impl std::error::Error for Trouble {}

#[wasm_bindgen]
pub fn throw_trouble(number: u32) -> Result<JsValue, JsError> {
	Err(Trouble(number))?
}

#[wasm_bindgen]
pub fn parse(text: &str) -> Result<i32, JsError> {
	Ok(text.parse()?)
}

#[wasm_bindgen]
pub fn type_error() -> Result<(), js_sys::TypeError> {
	Err(js_sys::TypeError::new("of this kind"))
}

#[wasm_bindgen]
pub fn call(f: &js_sys::Function) -> Result<JsValue, JsValue> {
	f.call0(&JsValue::UNDEFINED)
}

#[wasm_bindgen]
pub fn call_and_recover(f: &js_sys::Function) -> String {
	match f.call0(&JsValue::UNDEFINED) {
		Ok(value) => format!("ok {value:?}"),
		Err(error) => format!("error {}", error.as_string().unwrap_or_default()),
	}
}
