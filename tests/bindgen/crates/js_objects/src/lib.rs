// SPDX-License-Identifier: MIT OR Apache-2.0

//! The built-in objects of JavaScript, by way of js-sys.

use js_sys::{
	Array, BigInt, Date, Error, Function, JsString, Map, Math, Number, Object, Proxy, Reflect, RegExp, Set, Symbol,
	WeakMap, JSON,
};
use wasm_bindgen::prelude::*;
use wasm_bindgen::JsCast;

#[wasm_bindgen]
pub fn arrays(input: &Array) -> Array {
	let out = Array::new();
	out.push(&input.length().into());
	out.push(&input.get(0));
	out.push(&input.slice(1, 3));
	out.push(&input.map(&mut |value, index, _| JsValue::from(value.as_f64().unwrap_or(-1.0) + f64::from(index))));
	out.push(&input.join("/"));
	out.push(&input.includes(&JsValue::from(2), 0).into());
	out.push(&input.index_of(&JsValue::from(9), 0).into());
	out.push(&Array::is_array(input).into());
	out.push(&Array::of2(&1.into(), &"x".into()));
	out.push(&input.iter().rev().collect::<Array>());
	out
}

#[wasm_bindgen]
pub fn maps(key: &JsValue) -> Map {
	let map = Map::new();
	map.set(key, &"first".into());
	map.set(&"other".into(), key);
	map.set(&JsValue::NULL, &JsValue::from(map.size()));
	map.delete(&"absent".into());
	map
}

#[wasm_bindgen]
pub fn sets(values: &Array) -> Vec<JsValue> {
	let set = Set::new(values);
	set.add(&"added".into());
	let mut seen = Vec::new();
	set.for_each(&mut |value, _, _| seen.push(value));
	seen
}

#[wasm_bindgen]
pub fn objects(object: &Object) -> Result<Array, JsValue> {
	let out = Array::new();
	out.push(&Object::keys(object));
	out.push(&Object::entries(object));
	out.push(&Object::assign(&Object::new(), object));
	out.push(&Object::is_frozen(&Object::freeze(&Object::new())).into());
	Reflect::set(object, &"set".into(), &"by Rust".into())?;
	out.push(&Reflect::has(object, &"set".into())?.into());
	out.push(&Reflect::delete_property(object, &"a".into())?.into());
	out.push(&JsValue::from(Reflect::own_keys(object)?));
	Ok(out)
}

#[wasm_bindgen]
pub fn get(target: &JsValue, key: &JsValue) -> Result<JsValue, JsValue> {
	Reflect::get(target, key)
}

#[wasm_bindgen]
pub fn json(text: &str) -> Result<JsValue, JsValue> {
	let value = JSON::parse(text)?;
	let again = JSON::stringify(&value)?;
	Ok(Array::of2(&value, &again).into())
}

#[wasm_bindgen]
pub fn dates(millis: f64) -> String {
	let date = Date::new(&JsValue::from(millis));
	format!("{} {} {}", date.get_time(), date.get_utc_full_year(), String::from(date.to_iso_string()))
}

#[wasm_bindgen]
pub fn now_is_later(than: f64) -> bool {
	Date::now() >= than
}

#[wasm_bindgen]
pub fn matches(pattern: &str, flags: &str, text: &str) -> Option<JsValue> {
	RegExp::new(pattern, flags).exec(text).map(JsValue::from)
}

#[wasm_bindgen]
pub fn numbers() -> Vec<JsValue> {
	vec![
		Math::max(1.0, 2.5).into(),
		Math::trunc(-1.5).into(),
		Number::is_safe_integer(&JsValue::from(9_007_199_254_740_992.0)).into(),
		Number::parse_float("2.5x").into(),
		Number::from(5.0).to_fixed(2).unwrap().into(),
		BigInt::new(&JsValue::from("12345678901234567890")).unwrap().into(),
		BigInt::from(-5i64).to_string(16).unwrap().into(),
		js_sys::parse_int("0x1f", 16).into(),
		js_sys::is_finite(&JsValue::from("12")).into(),
		js_sys::encode_uri_component("ä b").into(),
	]
}

#[wasm_bindgen]
pub fn strings(text: &JsString) -> Vec<JsValue> {
	vec![
		text.length().into(),
		text.char_code_at(0).into(),
		text.split(",").into(),
		text.to_upper_case().into(),
		text.pad_start(6, "*").into(),
		text.replace("a", "b").into(),
		text.iter().map(u32::from).sum::<u32>().into(),
	]
}

#[wasm_bindgen]
pub fn symbols() -> Vec<JsValue> {
	vec![Symbol::iterator().into(), Symbol::for_("suite").into(), Symbol::key_for(&Symbol::for_("suite"))]
}

#[wasm_bindgen]
pub fn proxied(target: &JsValue) -> Proxy {
	let handler = Object::new();
	let get = Closure::<dyn Fn(JsValue, JsValue) -> JsValue>::new(|target: JsValue, key: JsValue| {
		Reflect::get(&target, &key).unwrap() + &JsValue::from(1)
	});
	Reflect::set(&handler, &"get".into(), &get.into_js_value()).unwrap();
	Proxy::new(target, &handler)
}

#[wasm_bindgen]
pub fn functions(f: &Function) -> Result<Vec<JsValue>, JsValue> {
	let made = Function::new_with_args("a, b", "return a * b");
	Ok(vec![
		f.name().into(),
		f.length().into(),
		f.bind1(&JsValue::NULL, &JsValue::from(10)).call1(&JsValue::NULL, &JsValue::from(4))?,
		made.call2(&JsValue::NULL, &JsValue::from(6), &JsValue::from(7))?,
		Reflect::apply(f, &JsValue::NULL, &Array::of2(&1.into(), &2.into()))?,
	])
}

#[wasm_bindgen]
pub fn errors(value: JsValue) -> String {
	match value.dyn_into::<Error>() {
		Ok(error) => format!("{}: {}", error.name(), error.message()),
		Err(value) => format!("no error: {value:?}"),
	}
}

#[wasm_bindgen]
pub fn weakly(key: &Object) -> bool {
	let map = WeakMap::new();
	map.set(key, &5.into());
	map.get(key).as_f64() == Some(5.0) && !map.has(&Object::new())
}

#[wasm_bindgen]
pub fn global() -> Object {
	js_sys::global()
}

#[wasm_bindgen]
pub fn evaluated(text: &str) -> Result<JsValue, JsValue> {
	js_sys::eval(text)
}
