// SPDX-License-Identifier: MIT OR Apache-2.0

//! What only the newest schema knows.

use wasm_bindgen::prelude::*;
use wasm_bindgen::Nullable;

#[wasm_bindgen]
pub struct Animal {
    pub legs: u32,
}

#[wasm_bindgen(extends = Animal)]
pub struct Dog {
    #[wasm_bindgen(getter_with_clone)]
    pub name: String,
}

#[wasm_bindgen]
impl Dog {
    pub fn bark(&self) -> String {
        self.name.clone()
    }

    #[wasm_bindgen(js_name = "[Symbol.iterator]")]
    pub fn iterate(&self) -> js_sys::Array {
        js_sys::Array::new()
    }
}

#[wasm_bindgen(private)]
#[derive(Clone, Copy)]
pub enum PrivateText {
    A = "a",
    B = "b",
}

/// A number, a text or a fixed word.
#[wasm_bindgen]
pub enum Union {
    Auto = "auto",
    Number(f64),
    Text(String),
}

#[wasm_bindgen(fallback)]
pub enum Open {
    Known = "known",
    Other(JsValue),
}

#[wasm_bindgen]
pub fn pass_unions(union: Union, open: Open, text: PrivateText) -> Option<Union> {
    match (open, text) {
        (Open::Known, PrivateText::A) => Some(union),
        _ => None,
    }
}

#[wasm_bindgen]
pub fn pass_nullable(value: Nullable<u32>, pointer: *const u8) -> Option<Nullable<String>> {
    let _ = (value, pointer);
    None
}

#[wasm_bindgen]
pub fn optional(
    first: u32,
    #[wasm_bindgen(unchecked_optional_param_type = "string")] second: JsValue,
) -> JsValue {
    let _ = first;
    second
}

#[wasm_bindgen(start, private)]
pub fn begin_hidden() {}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(slice = copy)]
    fn copies(bytes: &[u8], #[wasm_bindgen(vec = array)] owned: Vec<u16>);

    #[wasm_bindgen(reexport = "again")]
    fn reexported();

    #[wasm_bindgen(experimental_generic_mono, js_namespace = Lib)]
    fn identity<T: wasm_bindgen::convert::IntoWasmAbi + wasm_bindgen::convert::FromWasmAbi>(value: T) -> T;
}

#[wasm_bindgen]
pub fn use_newest() -> u32 {
    copies(&[1], vec![2]);
    reexported();
    identity(1u32) + identity(String::from("text")).len() as u32
}

/// Names of unions are the only ones that need not be ASCII.
#[wasm_bindgen(js_name = "ÜberUnion")]
pub enum Über {
    Tief(u32),
    Höher(JsValue),
}

#[wasm_bindgen]
pub fn pass_umlauts(value: Über) -> Über {
    value
}
