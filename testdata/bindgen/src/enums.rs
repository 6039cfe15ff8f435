// SPDX-License-Identifier: MIT OR Apache-2.0

//! Enums of numbers and of strings.

use wasm_bindgen::prelude::*;

/// A direction.
#[wasm_bindgen]
#[derive(Clone, Copy)]
pub enum Direction {
    /// Where the sun never is.
    North,
    East = 5,
    South,
}

#[wasm_bindgen(js_name = SignedName)]
#[derive(Clone, Copy)]
pub enum Signed {
    Below = -3,
    Above = 7,
}

#[wasm_bindgen(private, skip_typescript)]
#[derive(Clone, Copy)]
pub enum Hidden {
    Only = 1,
}

#[wasm_bindgen(js_namespace = shapes)]
#[derive(Clone, Copy)]
pub enum Shape {
    Round,
    Square,
}

/// How text is set.
#[wasm_bindgen]
#[derive(Clone, Copy)]
pub enum Alignment {
    Left = "left",
    Right = "to the right",
}

#[wasm_bindgen]
pub fn pass_enums(
    direction: Direction,
    signed: Option<Signed>,
    alignment: Alignment,
    maybe: Option<Alignment>,
) -> Option<Direction> {
    match (signed, alignment, maybe) {
        (Some(Signed::Below), Alignment::Left, None) => Some(direction),
        _ => None,
    }
}

#[wasm_bindgen]
pub fn pass_shapes(shape: Shape, hidden: Hidden, alignment: Alignment) -> Alignment {
    match (shape, hidden) {
        (Shape::Round, Hidden::Only) => alignment,
        _ => Alignment::Right,
    }
}
