// SPDX-License-Identifier: MIT OR Apache-2.0

//! Classes that hosts have under a name of their own, or not at all.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
	#[wasm_bindgen(vendor_prefix = webkit, vendor_prefix = moz)]
	pub type SuitePrefixed;
	#[wasm_bindgen(constructor)]
	fn new(n: u32) -> SuitePrefixed;
	#[wasm_bindgen(method)]
	fn twice(this: &SuitePrefixed) -> u32;
	#[wasm_bindgen(static_method_of = SuitePrefixed, js_name = kind)]
	fn kind() -> String;

	#[wasm_bindgen(vendor_prefix = webkit)]
	pub type SuitePlain;
	#[wasm_bindgen(constructor)]
	fn new() -> SuitePlain;

	#[wasm_bindgen(vendor_prefix = webkit)]
	pub type SuiteAbsent;
	#[wasm_bindgen(constructor, catch)]
	fn new() -> Result<SuiteAbsent, JsValue>;
}

#[wasm_bindgen]
pub fn prefixed(n: u32) -> SuitePrefixed {
	SuitePrefixed::new(n)
}

#[wasm_bindgen]
pub fn twice(value: &SuitePrefixed) -> String {
	format!("{} {}", value.twice(), SuitePrefixed::kind())
}

#[wasm_bindgen]
pub fn plain() -> SuitePlain {
	SuitePlain::new()
}

#[wasm_bindgen]
pub fn absent() -> Result<SuiteAbsent, JsValue> {
	SuiteAbsent::new()
}

#[wasm_bindgen]
pub fn is_prefixed(value: &JsValue) -> bool {
	value.is_instance_of::<SuitePrefixed>()
}
