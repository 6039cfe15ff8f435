// SPDX-License-Identifier: MIT OR Apache-2.0

//! Exported functions: every type, both ways.

use js_sys::{Array, Function, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen::Clamped;

macro_rules! both_ways {
    ($($name:ident: $type:ty,)*) => {$(
        #[wasm_bindgen]
        pub fn $name(value: $type, maybe: Option<$type>) -> Option<$type> {
            maybe.or(Some(value))
        }
    )*};
}

both_ways! {
    pass_i8: i8, pass_u8: u8, pass_i16: i16, pass_u16: u16,
    pass_i32: i32, pass_u32: u32, pass_i64: i64, pass_u64: u64,
    pass_i128: i128, pass_u128: u128, pass_isize: isize, pass_usize: usize,
    pass_f32: f32, pass_f64: f64, pass_bool: bool, pass_char: char,
    pass_string: String, pass_value: JsValue, pass_array: Array,
    pass_bytes: Vec<u8>, pass_longs: Vec<i64>, pass_floats: Box<[f32]>,
    pass_values: Box<[JsValue]>, pass_strings: Vec<String>,
    pass_imported: Vec<Uint8Array>,
}

macro_rules! borrowed {
    ($($name:ident: $type:ty,)*) => {$(
        #[wasm_bindgen]
        pub fn $name(slice: &[$type], written: &mut [$type], maybe: Option<Vec<$type>>) -> usize {
            written.copy_from_slice(slice);
            slice.len() + maybe.map_or(0, |all| all.len())
        }
    )*};
}

borrowed! {
    slice_i8: i8, slice_u8: u8, slice_i16: i16, slice_u16: u16,
    slice_i32: i32, slice_u32: u32, slice_i64: i64, slice_u64: u64,
    slice_f32: f32, slice_f64: f64,
}

#[wasm_bindgen]
pub fn borrow(text: &str, value: &JsValue, function: &Function) -> Result<String, JsValue> {
    function.call1(value, &text.into())?;
    Ok(text.to_owned())
}

#[wasm_bindgen]
pub fn fails(how: u8) -> Result<(), JsError> {
    Err(JsError::new(&how.to_string()))
}

/// The first line.
///
/// Then *more*, with "quotes" and a snowman: ☃.
#[wasm_bindgen(js_name = documentedName)]
pub fn documented() {}

#[wasm_bindgen(js_namespace = ["outer", "inner"])]
pub fn in_namespace(r#type: u8) -> u8 {
    r#type
}

#[wasm_bindgen(unchecked_return_type = "Promise<number>", return_description = "a promise")]
pub fn described(
    #[wasm_bindgen(unchecked_param_type = "number | string", param_description = "either")]
    either: JsValue,
    #[wasm_bindgen(js_name = otherName)] other: JsValue,
) -> JsValue {
    if other.is_undefined() {
        either
    } else {
        other
    }
}

#[wasm_bindgen(skip_typescript)]
pub fn untyped() {}

#[wasm_bindgen(skip_jsdoc)]
pub fn undocumented() {}

#[wasm_bindgen(variadic)]
pub fn variadic(first: u32, rest: Box<[f64]>) -> f64 {
    f64::from(first) + rest.iter().sum::<f64>()
}

#[wasm_bindgen]
pub async fn waits(promise: Promise, text: String) -> Result<String, JsValue> {
    wasm_bindgen_futures::JsFuture::from(promise).await?;
    Ok(text)
}

#[wasm_bindgen]
pub async fn waits_for_nothing() {}

#[wasm_bindgen(start)]
pub fn begin() {}

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = "export type Custom = { text: string };\n";

#[wasm_bindgen(typescript_custom_section)]
const CONCATENATED: &str = concat!("type One = ", 1, ";");

#[wasm_bindgen]
pub fn clamped(owned: Clamped<Vec<u8>>) -> Clamped<Vec<u8>> {
    owned
}

#[wasm_bindgen]
pub fn makes_closures(which: u32) -> JsValue {
    match which {
        0 => Closure::<dyn Fn(i64) -> i64>::new(|value| value + 1).into_js_value(),
        1 => {
            let mut all = Vec::new();
            Closure::<dyn FnMut(u8, JsValue)>::new(move |value, _| all.push(value))
                .into_js_value()
        }
        2 => Closure::once_into_js(|text: String| text.len() as u32),
        _ => Closure::<dyn FnMut() -> Result<JsValue, JsValue>>::new(|| Err(JsValue::NULL))
            .into_js_value(),
    }
}
