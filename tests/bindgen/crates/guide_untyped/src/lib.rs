// SPDX-License-Identifier: MIT OR Apache-2.0

//! After the guide's objects without a type: properties by their names, static
//! objects, and what is behind an enum of strings.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = "export const PALETTE = { red: '#f00', sky: '#9cf', depth: { max: 3 } };")]
extern "C" {
	#[wasm_bindgen(thread_local_v2)]
	static PALETTE: Object;
}

#[wasm_bindgen]
pub fn colour(name: &str) -> Result<Option<String>, JsValue> {
	PALETTE.with(|palette| Ok(Reflect::get(palette, &name.into())?.as_string()))
}

#[wasm_bindgen]
pub fn deepest() -> Result<f64, JsValue> {
	let depth = PALETTE.with(|palette| Reflect::get(palette, &"depth".into()))?;
	Reflect::get(&depth, &"max".into())?.as_f64().ok_or_else(|| "no number".into())
}

#[wasm_bindgen]
pub fn moved(point: &JsValue, by: f64) -> Result<JsValue, JsValue> {
	let out = Object::new();
	for key in ["x", "y"] {
		let value = Reflect::get(point, &key.into())?.as_f64().unwrap_or(0.0);
		Reflect::set(&out, &key.into(), &JsValue::from(value + by))?;
	}
	Ok(out.into())
}

#[wasm_bindgen]
pub fn set_all(object: &JsValue, keys: &Array, value: &JsValue) -> Result<u32, JsValue> {
	let mut set = 0;
	for key in keys.iter() {
		set += u32::from(Reflect::set(object, &key, value)?);
	}
	Ok(set)
}

#[wasm_bindgen]
pub fn names(object: &JsValue) -> Result<Array, JsValue> {
	Reflect::own_keys(object).map(|keys| keys.iter().map(|key| JsValue::from(key)).collect())
}
