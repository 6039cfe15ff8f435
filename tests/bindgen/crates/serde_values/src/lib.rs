// SPDX-License-Identifier: MIT OR Apache-2.0

//! Any data, by way of serde.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

#[derive(Debug, Deserialize, PartialEq, Serialize)]
struct Order {
	id: u64,
	customer: Customer,
	lines: Vec<Line>,
	#[serde(default)]
	notes: Option<String>,
	tags: BTreeMap<String, f32>,
	state: State,
	corner: (i8, char, bool),
	#[serde(with = "serde_wasm_bindgen::preserve")]
	raw: JsValue,
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
struct Customer {
	name: String,
	vip: bool,
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Line {
	item_name: String,
	unit_price: f64,
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
enum State {
	Open,
	Paid { amount: u32 },
	Sent(String, i16),
}

#[wasm_bindgen]
pub fn round_trip(value: JsValue) -> Result<JsValue, JsValue> {
	let order: Order = serde_wasm_bindgen::from_value(value)?;
	Ok(serde_wasm_bindgen::to_value(&order)?)
}

#[wasm_bindgen]
pub fn total(value: JsValue) -> Result<f64, JsValue> {
	let order: Order = serde_wasm_bindgen::from_value(value)?;
	Ok(order.lines.iter().map(|line| line.unit_price).sum())
}

#[wasm_bindgen]
pub fn as_json_would(n: u32) -> Result<JsValue, JsValue> {
	let map: BTreeMap<String, Option<Vec<u8>>> =
		(0..n).map(|i| (format!("key {i}"), (i % 2 == 0).then(|| vec![i as u8]))).collect();
	Ok(map.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?)
}

#[wasm_bindgen]
pub fn big(value: JsValue) -> Result<JsValue, JsValue> {
	let numbers: Vec<i64> = serde_wasm_bindgen::from_value(value)?;
	let serializer = serde_wasm_bindgen::Serializer::new().serialize_large_number_types_as_bigints(true);
	Ok(numbers.serialize(&serializer)?)
}
