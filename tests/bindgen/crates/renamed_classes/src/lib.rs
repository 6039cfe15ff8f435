// SPDX-License-Identifier: MIT OR Apache-2.0

//! Classes with names of their own in JavaScript, whose methods and heirs name them
//! as Rust does. Some have the same name in another namespace.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(js_name = Thing, js_namespace = left)]
pub struct LeftThing {
	pub value: u32,
}

#[wasm_bindgen]
impl LeftThing {
	#[wasm_bindgen(constructor)]
	pub fn new(value: u32) -> LeftThing {
		LeftThing { value }
	}

	pub fn side(&self) -> String {
		format!("left {}", self.value)
	}

	pub fn many(count: u32) -> Vec<LeftThing> {
		(0..count).map(LeftThing::new).collect()
	}
}

#[wasm_bindgen(js_name = Thing, js_namespace = right)]
pub struct RightThing {
	pub value: u8,
}

#[wasm_bindgen]
impl RightThing {
	#[wasm_bindgen(constructor)]
	pub fn new(value: u8) -> RightThing {
		RightThing { value }
	}

	pub fn side(&self) -> String {
		format!("right {}", self.value)
	}

	#[wasm_bindgen(getter)]
	pub fn twice(&self) -> u32 {
		u32::from(self.value) * 2
	}
}

#[wasm_bindgen]
pub fn sum(things: Vec<LeftThing>) -> u32 {
	things.iter().map(|thing| thing.value).sum()
}

#[wasm_bindgen]
pub fn flip(thing: LeftThing) -> RightThing {
	RightThing::new(thing.value as u8)
}

#[wasm_bindgen]
pub fn flip_back(thing: Option<RightThing>) -> Option<LeftThing> {
	thing.map(|thing| LeftThing::new(thing.value.into()))
}

#[wasm_bindgen(js_name = Base)]
pub struct RustBase {
	pub n: u32,
}

#[wasm_bindgen]
impl RustBase {
	pub fn base(&self) -> String {
		format!("base {}", self.n)
	}
}

#[wasm_bindgen(js_name = Middle, extends = RustBase)]
pub struct RustMiddle {
	pub m: u32,
}

#[wasm_bindgen(js_class = Middle)]
impl RustMiddle {
	pub fn make(n: u32) -> RustMiddle {
		RustMiddle { parent: RustBase { n }.into(), m: n + 1 }
	}

	pub fn middle(&self) -> String {
		format!("middle {}", self.m)
	}
}

#[wasm_bindgen(extends = RustMiddle)]
pub struct Leaf {
	pub l: u32,
}

#[wasm_bindgen]
impl Leaf {
	#[wasm_bindgen(constructor)]
	pub fn new(n: u32) -> Leaf {
		Leaf { parent: RustMiddle::make(n).into(), l: n + 2 }
	}
}

#[wasm_bindgen]
pub fn of_base(base: &RustBase) -> u32 {
	base.n
}

#[wasm_bindgen(js_namespace = colours)]
#[derive(Clone, Copy)]
pub enum Colour {
	Red = 1,
	Blue = 7,
}

#[wasm_bindgen]
pub fn reversed(colours: Vec<Colour>) -> Vec<Colour> {
	colours.into_iter().rev().collect()
}

#[wasm_bindgen]
pub fn same(colour: Option<Colour>) -> Option<Colour> {
	colour
}
