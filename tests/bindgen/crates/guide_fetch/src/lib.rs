// SPDX-License-Identifier: MIT OR Apache-2.0

//! After the guide's request to a server, with the global `fetch` that pages,
//! workers and Node have.

use js_sys::{Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Request, RequestInit, Response};

#[wasm_bindgen]
extern "C" {
	#[wasm_bindgen(js_name = fetch)]
	fn fetch_request(request: &Request) -> Promise;
}

#[wasm_bindgen]
pub async fn field(url: String, name: String) -> Result<JsValue, JsValue> {
	let init = RequestInit::new();
	init.set_method("GET");
	let request = Request::new_with_str_and_init(&url, &init)?;
	request.headers().set("accept", "application/json")?;
	let response: Response = JsFuture::from(fetch_request(&request)).await?.dyn_into()?;
	if !response.ok() {
		return Err(JsError::new(&format!("status {}", response.status())).into());
	}
	let value = JsFuture::from(response.json()?).await?;
	Reflect::get(&value, &name.into())
}

#[wasm_bindgen]
pub async fn size(url: String) -> Result<u32, JsValue> {
	let request = Request::new_with_str(&url)?;
	let response: Response = JsFuture::from(fetch_request(&request)).await?.dyn_into()?;
	let buffer: js_sys::ArrayBuffer = JsFuture::from(response.array_buffer()?).await?.dyn_into()?;
	Ok(buffer.byte_length())
}
