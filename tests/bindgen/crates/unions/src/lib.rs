// SPDX-License-Identifier: MIT OR Apache-2.0

//! Values that are one of several things.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
#[derive(Clone)]
pub struct Item {
	pub id: u32,
}

#[wasm_bindgen]
impl Item {
	#[wasm_bindgen(constructor)]
	pub fn new(id: u32) -> Item {
		Item { id }
	}
}

#[wasm_bindgen]
extern "C" {
	#[wasm_bindgen(js_name = Date)]
	pub type Moment;
	#[wasm_bindgen(method, js_class = Date, js_name = getTime)]
	fn time(this: &Moment) -> f64;

	#[wasm_bindgen(typescript_type = "{ any: unknown }")]
	pub type Loose;
}

/// Something to show.
#[wasm_bindgen]
pub enum Shown {
	Nothing = "nothing",
	Everything = "every thing",
	One(Item),
	Then(Moment),
	Flag(bool),
	Number(f64),
	Text(String),
}

#[wasm_bindgen(fallback)]
pub enum Open {
	Closed = "closed",
	Item(Item),
	Rest(Loose),
}

#[wasm_bindgen]
pub enum Outer {
	Inner(Shown),
	Big(i64),
}

#[wasm_bindgen]
pub fn same(value: Shown) -> Shown {
	value
}

#[wasm_bindgen]
pub fn maybe(value: Option<Shown>) -> Option<Shown> {
	value
}

#[wasm_bindgen]
pub fn describe(value: Shown) -> String {
	match value {
		Shown::Nothing => "nothing".to_owned(),
		Shown::Everything => "everything".to_owned(),
		Shown::One(item) => format!("item {}", item.id),
		Shown::Then(moment) => format!("time {}", moment.time()),
		Shown::Flag(flag) => format!("flag {flag}"),
		Shown::Number(number) => format!("number {number}"),
		Shown::Text(text) => format!("text {text}"),
	}
}

#[wasm_bindgen]
pub fn describe_open(value: Open) -> String {
	match value {
		Open::Closed => "closed".to_owned(),
		Open::Item(item) => format!("item {}", item.id),
		Open::Rest(rest) => format!("rest {:?}", JsValue::from(rest)),
	}
}

#[wasm_bindgen]
pub fn open(value: Open) -> Open {
	value
}

#[wasm_bindgen]
pub fn make(kind: u32) -> Shown {
	match kind {
		0 => Shown::Nothing,
		1 => Shown::Everything,
		2 => Shown::One(Item { id: 5 }),
		3 => Shown::Flag(false),
		4 => Shown::Number(-0.5),
		_ => Shown::Text("täxt".to_owned()),
	}
}

#[wasm_bindgen]
pub fn outer(value: Outer) -> String {
	match value {
		Outer::Inner(inner) => format!("inner {}", describe(inner)),
		Outer::Big(big) => format!("big {big}"),
	}
}

#[wasm_bindgen]
pub async fn later(value: Shown) -> Shown {
	value
}

#[wasm_bindgen(inline_js = "export const swap = (value) => value === 'nothing' ? 7 : 'nothing';")]
extern "C" {
	fn swap(value: Shown) -> Shown;
}

#[wasm_bindgen]
pub fn through_imports() -> Vec<String> {
	vec![describe(swap(Shown::Nothing)), describe(swap(Shown::Number(1.0)))]
}
