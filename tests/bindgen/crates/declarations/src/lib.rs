// SPDX-License-Identifier: MIT OR Apache-2.0

//! What only TypeScript and readers see: documents, own types, what is left out.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const SECTION: &str = r#"
/** A type of our own. */
export interface Options {
	depth: number;
	"quoted name"?: string[];
}
"#;

#[wasm_bindgen(typescript_custom_section)]
const ANOTHER: &str = "export type Callback = (n: number) => void;";

#[wasm_bindgen]
extern "C" {
	#[wasm_bindgen(typescript_type = "Options")]
	pub type Options;
	#[wasm_bindgen(method, getter)]
	fn depth(this: &Options) -> u32;
	#[wasm_bindgen(typescript_type = "Callback | null")]
	pub type MaybeCallback;
}

/// Adds things up.
///
/// Two lines, `code`, and the end of a comment: *&#47;.
///
/// @param {number} a - said by hand
#[wasm_bindgen]
pub fn documented(a: u32, b: Option<u32>) -> u32 {
	a + b.unwrap_or(100)
}

#[wasm_bindgen(skip_jsdoc)]
pub fn without_jsdoc(a: &str) -> String {
	a.to_owned()
}

#[wasm_bindgen]
pub fn with_options(options: &Options, _callback: MaybeCallback) -> u32 {
	options.depth()
}

#[wasm_bindgen(unchecked_return_type = "[number, string]", return_description = "a pair")]
pub fn pair(
	#[wasm_bindgen(unchecked_param_type = "1 | 2", param_description = "one or two")] n: JsValue,
	#[wasm_bindgen(unchecked_optional_param_type = "string[]")] texts: JsValue,
) -> Vec<JsValue> {
	vec![n, texts]
}

#[wasm_bindgen(skip_typescript)]
pub fn undeclared() -> u32 {
	3
}

/// Not declared.
#[wasm_bindgen(skip_typescript)]
pub struct Undeclared {
	pub n: u32,
}

#[wasm_bindgen]
pub fn make_undeclared() -> JsValue {
	Undeclared { n: 4 }.into()
}

#[wasm_bindgen(private)]
pub struct Private {
	pub n: u32,
}

#[wasm_bindgen(private)]
#[derive(Clone, Copy)]
pub enum PrivateEnum {
	One = 1,
}

#[wasm_bindgen]
pub fn make_private() -> Private {
	Private { n: 5 }
}

#[wasm_bindgen]
pub fn read_private(private: &Private, one: PrivateEnum) -> u32 {
	private.n + one as u32
}

/// Documented class.
#[wasm_bindgen]
pub struct Class {
	/// Documented field.
	pub field: f32,
	#[wasm_bindgen(skip_typescript)]
	pub undeclared_field: u32,
}

#[wasm_bindgen]
impl Class {
	/// Documented constructor.
	#[wasm_bindgen(constructor)]
	pub fn new() -> Class {
		Class { field: 0.5, undeclared_field: 6 }
	}

	/// Documented method.
	pub async fn method(&self, values: Vec<f32>) -> Result<f32, JsError> {
		Ok(values.iter().sum::<f32>() + self.field)
	}
}
