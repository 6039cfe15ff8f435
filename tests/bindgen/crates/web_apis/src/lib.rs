// SPDX-License-Identifier: MIT OR Apache-2.0

//! What web-sys has and hosts without a page have as well.

use wasm_bindgen::prelude::*;
use web_sys::{
	console, AbortController, Blob, CustomEvent, CustomEventInit, Event, EventInit, EventTarget, Headers,
	MessageChannel, MessageEvent, MessagePort, Performance, TextDecoder, TextEncoder, Url, UrlSearchParams,
};

#[wasm_bindgen]
pub fn headers() -> Result<Headers, JsValue> {
	let headers = Headers::new()?;
	headers.append("Accept", "text/plain")?;
	headers.append("accept", "image/png")?;
	headers.set("x-own", "1")?;
	headers.delete("x-own")?;
	Ok(headers)
}

#[wasm_bindgen]
pub fn header(headers: &Headers, name: &str) -> Result<Option<String>, JsValue> {
	headers.get(name)
}

#[wasm_bindgen]
pub fn url_parts(text: &str, base: Option<String>) -> Result<Vec<String>, JsValue> {
	let url = match base {
		Some(base) => Url::new_with_base(text, &base)?,
		None => Url::new(text)?,
	};
	url.set_hash("changed");
	let query = url.search_params();
	query.append("added", "ü&");
	Ok(vec![url.protocol(), url.host(), url.pathname(), url.search(), url.href(), query.get("added").unwrap_or_default()])
}

#[wasm_bindgen]
pub fn query(text: &str) -> Result<JsValue, JsValue> {
	Ok(UrlSearchParams::new_with_str(text)?.to_string().into())
}

#[wasm_bindgen]
pub fn encoded(text: &str) -> Result<Vec<u8>, JsValue> {
	Ok(TextEncoder::new()?.encode_with_input(text))
}

#[wasm_bindgen]
pub fn decoded(bytes: &mut [u8], label: &str) -> Result<String, JsValue> {
	TextDecoder::new_with_label(label)?.decode_with_u8_array(bytes)
}

#[wasm_bindgen]
pub fn dispatches(target: &EventTarget, name: &str, detail: JsValue) -> Result<bool, JsValue> {
	let init = CustomEventInit::new();
	init.set_cancelable(true);
	init.set_detail(&detail);
	target.dispatch_event(CustomEvent::new_with_event_init_dict(name, &init)?.as_ref())
}

#[wasm_bindgen]
pub fn listens(target: &EventTarget, seen: js_sys::Array) -> Result<(), JsValue> {
	let listener = Closure::<dyn Fn(Event)>::own_assert_unwind_safe(move |event: Event| {
		seen.push(&event.type_().into());
		seen.push(&event.into());
	});
	target.add_event_listener_with_callback("heard", listener.as_ref().unchecked_ref())?;
	listener.forget();
	Ok(())
}

#[wasm_bindgen]
pub fn plain_event(bubbles: bool) -> Result<Event, JsValue> {
	let init = EventInit::new();
	init.set_bubbles(bubbles);
	Event::new_with_event_init_dict("plain", &init)
}

#[wasm_bindgen]
pub fn new_target() -> Result<EventTarget, JsValue> {
	EventTarget::new()
}

#[wasm_bindgen]
pub fn aborted(reason: &JsValue) -> Result<Vec<JsValue>, JsValue> {
	let controller = AbortController::new()?;
	let signal = controller.signal();
	let before = signal.aborted();
	controller.abort_with_reason(reason);
	Ok(vec![before.into(), signal.aborted().into(), signal.reason()])
}

#[wasm_bindgen]
pub fn blob(text: &str) -> Result<Blob, JsValue> {
	Blob::new_with_str_sequence(&js_sys::Array::of2(&text.into(), &"!".into()))
}

#[wasm_bindgen]
pub fn size_of(blob: &Blob) -> f64 {
	blob.size()
}

#[wasm_bindgen]
pub fn channel(report: js_sys::Function) -> Result<MessagePort, JsValue> {
	let channel = MessageChannel::new()?;
	let port = channel.port1();
	let own = port.clone();
	let listener = Closure::<dyn Fn(MessageEvent)>::own_assert_unwind_safe(move |event: MessageEvent| {
		report.call1(&JsValue::NULL, &event.data()).unwrap();
		own.close();
	});
	port.set_onmessage(Some(listener.into_js_value().unchecked_ref()));
	Ok(channel.port2())
}

#[wasm_bindgen]
pub fn logs(value: &JsValue) {
	console::log_1(value);
	console::error_2(&"two".into(), value);
	console::log(&js_sys::Array::of3(&1.into(), &2.into(), &3.into()));
}

/// How long something takes, by the clock of the host.
#[wasm_bindgen]
pub fn measured(f: &js_sys::Function) -> Result<Vec<f64>, JsValue> {
	let clock = js_sys::Reflect::get(&js_sys::global(), &"performance".into())?;
	let clock: Performance = clock.dyn_into()?;
	let before = clock.now();
	f.call0(&JsValue::NULL)?;
	Ok(vec![before, clock.now(), clock.time_origin()])
}

#[wasm_bindgen]
pub fn kinds(value: &JsValue) -> String {
	format!("{} {} {}", value.is_instance_of::<Event>(), value.is_instance_of::<CustomEvent>(), value.is_instance_of::<Url>())
}
