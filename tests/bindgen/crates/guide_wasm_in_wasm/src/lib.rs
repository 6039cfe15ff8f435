// SPDX-License-Identifier: MIT OR Apache-2.0

//! After the guide's module in a module, with and without imports of its own.

use js_sys::{Function, Object, Reflect, WebAssembly};
use wasm_bindgen::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

/// `(module (import "host" "step" (func (result i32))) (memory (export "memory") 1)
/// (func (export "next") (param i32) (result i32) (i32.add (local.get 0) (call 0))))`
const MODULE: &[u8] = &[
	0, 97, 115, 109, 1, 0, 0, 0, 1, 10, 2, 96, 0, 1, 127, 96, 1, 127, 1, 127, 2, 13, 1, 4, 104, 111, 115, 116, 4, 115,
	116, 101, 112, 0, 0, 3, 2, 1, 1, 5, 3, 1, 0, 1, 7, 17, 2, 6, 109, 101, 109, 111, 114, 121, 2, 0, 4, 110, 101, 120,
	116, 0, 1, 10, 9, 1, 7, 0, 32, 0, 16, 0, 106, 11,
];

fn imports(step: &JsValue) -> Result<Object, JsValue> {
	let host = Object::new();
	Reflect::set(&host, &"step".into(), step)?;
	let imports = Object::new();
	Reflect::set(&imports, &"host".into(), &host)?;
	Ok(imports)
}

#[wasm_bindgen]
pub async fn inner(start: i32, step: JsValue) -> Result<Vec<JsValue>, JsValue> {
	let result = JsFuture::from(WebAssembly::instantiate_buffer(MODULE, &imports(&step)?)).await?;
	let instance: WebAssembly::Instance = Reflect::get(&result, &"instance".into())?.dyn_into()?;
	let exports = instance.exports();
	let next: Function = Reflect::get(&exports, &"next".into())?.dyn_into()?;
	let memory: WebAssembly::Memory = Reflect::get(&exports, &"memory".into())?.dyn_into()?;
	let grown = memory.grow(2);
	Ok(vec![next.call1(&JsValue::NULL, &start.into())?, grown.into(), memory.buffer()])
}

#[wasm_bindgen]
pub fn is_valid(bytes: js_sys::Uint8Array) -> Result<bool, JsValue> {
	WebAssembly::validate(&bytes)
}

#[wasm_bindgen]
pub fn broken() -> JsValue {
	match WebAssembly::Module::new(&js_sys::Uint8Array::from(&MODULE[..9])) {
		Ok(_) => JsValue::NULL,
		Err(error) => JsValue::from(error.is_instance_of::<WebAssembly::CompileError>()),
	}
}
