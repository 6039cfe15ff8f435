// SPDX-License-Identifier: MIT OR Apache-2.0

//! Things that can be gone through, of JavaScript and of Rust.

use js_sys::{Array, AsyncIterator, Iterator, IteratorNext};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
pub fn collected(value: &JsValue) -> Result<Option<Vec<JsValue>>, JsValue> {
	match js_sys::try_iter(value)? {
		Some(values) => values.collect::<Result<Vec<_>, _>>().map(Some),
		None => Ok(None),
	}
}

#[wasm_bindgen]
pub fn first(values: &JsValue, n: usize) -> Result<Array, JsValue> {
	let found = Array::new();
	for value in js_sys::try_iter(values)?.ok_or("cannot be gone through")?.take(n) {
		found.push(&value?);
	}
	Ok(found)
}

#[wasm_bindgen]
pub fn sum(values: &Iterator) -> Result<f64, JsValue> {
	let mut sum = 0.0;
	for value in values {
		sum += value?.as_f64().ok_or("no number")?;
	}
	Ok(sum)
}

#[wasm_bindgen]
pub async fn sum_later(values: AsyncIterator) -> Result<f64, JsValue> {
	let mut sum = 0.0;
	loop {
		let next: IteratorNext = JsFuture::from(values.next()?).await?.unchecked_into();
		if next.done() {
			return Ok(sum);
		}
		sum += next.value().as_f64().ok_or("no number")?;
	}
}

#[wasm_bindgen]
pub fn evens(values: Array) -> Array {
	values.iter().filter(|value| value.as_f64().is_some_and(|value| value % 2.0 == 0.0)).collect()
}

#[wasm_bindgen]
pub fn entries(map: &js_sys::Map) -> Result<Vec<String>, JsValue> {
	let mut found = Vec::new();
	for entry in map.entries() {
		let entry: Array = entry?.unchecked_into();
		found.push(format!("{:?}={:?}", entry.get(0), entry.get(1)));
	}
	Ok(found)
}

#[wasm_bindgen]
pub fn values_of(array: &Array) -> Iterator {
	array.values()
}
