// SPDX-License-Identifier: MIT OR Apache-2.0

//! Enums of numbers and enums of strings.

use wasm_bindgen::prelude::*;

/// How warm it is.
#[wasm_bindgen]
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Level {
	/// Not at all.
	Cold,
	Warm,
	Hot = 40,
	Hotter,
}

#[wasm_bindgen]
#[derive(Clone, Copy, Debug)]
pub enum Signed {
	Low = -5,
	Zero = 0,
	High = 5,
}

#[wasm_bindgen(js_name = "Renamed")]
#[derive(Clone, Copy)]
pub enum Original {
	Most = 2147483647,
	One = 1,
}

#[wasm_bindgen]
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape {
	Circle = "circle",
	Square = "a square",
	Other = "",
}

#[wasm_bindgen]
pub struct Holder {
	pub level: Level,
	pub shape: Shape,
	pub maybe: Option<Level>,
	pub maybe_shape: Option<Shape>,
}

#[wasm_bindgen]
impl Holder {
	#[wasm_bindgen(constructor)]
	pub fn new(level: Level, shape: Shape) -> Holder {
		Holder { level, shape, maybe: None, maybe_shape: None }
	}
}

#[wasm_bindgen]
pub fn warmer(level: Level) -> Level {
	match level {
		Level::Cold => Level::Warm,
		Level::Warm => Level::Hot,
		_ => Level::Hotter,
	}
}

#[wasm_bindgen]
pub fn negated(value: Signed) -> Signed {
	match value {
		Signed::Low => Signed::High,
		Signed::Zero => Signed::Zero,
		Signed::High => Signed::Low,
	}
}

#[wasm_bindgen]
pub fn maybe_signed(value: Option<Signed>) -> Option<Signed> {
	value
}

#[wasm_bindgen]
pub fn renamed(value: Original) -> Original {
	value
}

#[wasm_bindgen]
pub fn next_shape(shape: Shape) -> Shape {
	match shape {
		Shape::Circle => Shape::Square,
		Shape::Square => Shape::Other,
		_ => Shape::Circle,
	}
}

#[wasm_bindgen]
pub fn shape_name(shape: Shape) -> String {
	format!("{shape:?}")
}

#[wasm_bindgen]
pub fn maybe_shape(shape: Option<Shape>) -> Option<Shape> {
	shape
}

#[wasm_bindgen]
pub fn parse_shape(text: &str) -> Option<Shape> {
	Shape::from_str(text)
}

#[wasm_bindgen]
pub fn both(shape: Shape, level: Option<Level>, text: &str) -> String {
	format!("{shape:?} {level:?} {text}")
}

#[wasm_bindgen]
pub fn checked(level: Level) -> Result<Level, JsValue> {
	if level == Level::Cold {
		Err("too cold".into())
	} else {
		Ok(level)
	}
}

#[wasm_bindgen(inline_js = "
	export const next = (shape) => shape === 'circle' ? 'a square' : 'nonsense';
	export const hotter = (level) => level + 1;
	export const kind = (shape) => `${typeof shape} ${shape}`;
")]
extern "C" {
	fn next(shape: Shape) -> Shape;
	fn hotter(level: Level) -> Level;
	#[wasm_bindgen(js_name = kind)]
	fn kind_shape(shape: Option<Shape>) -> String;
	#[wasm_bindgen(js_name = kind)]
	fn kind_level(level: Level) -> String;
}

#[wasm_bindgen]
pub fn through_imports() -> Vec<String> {
	vec![
		format!("{:?}", next(Shape::Circle) == Shape::Square),
		format!("{:?}", next(Shape::Other) == Shape::__Invalid),
		format!("{:?}", hotter(Level::Hot)),
		kind_shape(Some(Shape::Other)),
		kind_shape(None),
		kind_level(Level::Hot),
		format!("{:?}", JsValue::from(Shape::Square)),
		format!("{:?}", JsValue::from(Signed::Low)),
		format!("{:?}", Shape::from_js_value(&JsValue::from("circle"))),
	]
}
