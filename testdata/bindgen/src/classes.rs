// SPDX-License-Identifier: MIT OR Apache-2.0

//! Exported structs.

use wasm_bindgen::prelude::*;

/// A point in the plane.
#[wasm_bindgen(inspectable)]
#[derive(Clone, Default)]
pub struct Point {
    /// To the right.
    pub x: f64,
    #[wasm_bindgen(readonly)]
    pub y: f64,
    #[wasm_bindgen(js_name = "theLabel", getter_with_clone)]
    pub label: String,
    #[wasm_bindgen(skip)]
    pub skipped: u32,
    #[wasm_bindgen(getter_with_clone, skip_typescript)]
    pub points: Vec<Point>,
    pub maybe: Option<i64>,
}

#[wasm_bindgen]
impl Point {
    /// At the given place.
    #[wasm_bindgen(constructor)]
    pub fn new(x: f64, y: f64) -> Result<Point, JsValue> {
        Ok(Point { x, y, ..Default::default() })
    }

    pub fn distance(&self, other: &Point) -> f64 {
        (self.x - other.x).hypot(self.y - other.y)
    }

    #[wasm_bindgen(js_name = moveBy)]
    pub fn move_by(&mut self, x: f64, y: f64) {
        self.x += x;
        self.y += y;
    }

    pub fn consume(self) -> f64 {
        self.x
    }

    pub fn origin() -> Point {
        Point::default()
    }

    #[wasm_bindgen(getter)]
    pub fn length(&self) -> f64 {
        self.x.hypot(self.y)
    }

    #[wasm_bindgen(setter)]
    pub fn set_length(&mut self, length: f64) {
        self.x = length;
    }

    #[wasm_bindgen(getter, js_name = "renamedGetter")]
    pub fn renamed(&self) -> Option<Point> {
        Some(self.clone())
    }

    pub async fn later(&self, how: u32) -> Result<Point, JsValue> {
        Ok(Point { x: f64::from(how), ..self.clone() })
    }
}

#[wasm_bindgen(js_name = JsCounter)]
pub struct Counter {
    count: u32,
}

#[wasm_bindgen(js_class = JsCounter)]
impl Counter {
    pub fn count(&mut self) -> u32 {
        self.count += 1;
        self.count
    }

    pub fn merge(counter: &mut Counter, other: Option<Counter>) -> Counter {
        Counter { count: counter.count + other.map_or(0, |other| other.count) }
    }
}

#[wasm_bindgen(private)]
pub struct Private {
    pub value: u8,
}

#[wasm_bindgen(js_namespace = ["outer", "inner"])]
pub struct Spaced {
    pub value: u8,
}

#[cfg(feature = "newest")]
#[wasm_bindgen(js_namespace = ["outer", "inner"])]
impl Spaced {
    pub fn value_of(&self) -> u8 {
        self.value
    }
}

#[wasm_bindgen]
pub fn pass_points(all: Vec<Point>, private: Private, spaced: &Spaced) -> Box<[Point]> {
    let wanted = usize::from(private.value) + usize::from(spaced.value);
    all.into_iter().take(wanted).collect()
}
