// SPDX-License-Identifier: MIT OR Apache-2.0

//! One of everything that `#[wasm_bindgen]` lets a crate say, for the reader of
//! bindings. Nothing here is meant to be run.

mod classes;
mod enums;
mod functions;
mod imports;
#[cfg(feature = "newest")]
mod newest;
