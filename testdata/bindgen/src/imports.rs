// SPDX-License-Identifier: MIT OR Apache-2.0

//! Imports of all kinds. `use_everything` keeps the linker from leaving one out.

use js_sys::{Array, JsString, Object, Promise};
use wasm_bindgen::Clamped;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    fn alert(text: &str);

    #[wasm_bindgen(catch, js_namespace = ["console", "deep"], js_name = "logThem", variadic)]
    fn log_them(first: &str, rest: &[JsValue]) -> Result<u32, JsValue>;

    #[wasm_bindgen(thread_local_v2, js_name = globalThis)]
    static GLOBAL: Object;

    #[wasm_bindgen(thread_local_v2, js_namespace = settings)]
    static MAYBE: Option<JsValue>;

    #[wasm_bindgen(thread_local_v2, static_string)]
    static GREETING: JsString = "hello \"there\"";

    #[derive(Clone)]
    #[wasm_bindgen(extends = Object, vendor_prefix = webkit, vendor_prefix = moz, typescript_type = "Widget<string>")]
    type Widget;

    #[wasm_bindgen(constructor, catch)]
    fn new(name: &str) -> Result<Widget, JsValue>;

    #[wasm_bindgen(method)]
    fn show(this: &Widget, options: &Object, numbers: Vec<f64>) -> Array;

    #[wasm_bindgen(method, structural, js_name = "hideIt")]
    fn hide(this: &Widget);

    #[wasm_bindgen(method, final)]
    fn finish(this: &Widget) -> i64;

    #[wasm_bindgen(method, getter)]
    fn width(this: &Widget) -> u16;

    #[wasm_bindgen(method, setter)]
    fn set_width(this: &Widget, width: u16);

    #[wasm_bindgen(method, getter = theTitle, structural)]
    fn title(this: &Widget) -> Option<String>;

    #[wasm_bindgen(method, structural, indexing_getter)]
    fn get(this: &Widget, index: u32) -> JsValue;

    #[wasm_bindgen(method, structural, indexing_setter)]
    fn set(this: &Widget, index: u32, value: &JsValue);

    #[wasm_bindgen(method, structural, indexing_deleter)]
    fn delete(this: &Widget, index: u32);

    #[wasm_bindgen(static_method_of = Widget, catch)]
    async fn load(url: String) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(static_method_of = Widget, getter, js_name = default)]
    fn default_widget() -> Widget;

    #[wasm_bindgen(js_name = "Renamed", js_namespace = lib)]
    type Other;

    #[wasm_bindgen(method, js_class = "Renamed", js_namespace = lib)]
    fn act(this: &Other);

    #[wasm_bindgen(is_type_of = JsValue::is_string)]
    type Text;
}

#[wasm_bindgen(module = "/js/local.js")]
extern "C" {
    fn twice(value: f64) -> f64;
}

#[wasm_bindgen(module = "a-package/part.js")]
extern "C" {
    #[wasm_bindgen(js_name = default)]
    fn from_package(callback: &dyn Fn(i32) -> i32, last: &mut dyn FnMut(Array));

    #[wasm_bindgen(catch)]
    async fn fetch(what: &str) -> Result<Promise, JsValue>;
}

#[wasm_bindgen(raw_module = "./beside.js")]
extern "C" {
    fn beside(closure: &Closure<dyn FnMut(u32)>, pixels: Clamped<&[u8]>);
}

#[wasm_bindgen(inline_js = "export const add = (a, b) => a + b;")]
extern "C" {
    fn add(a: i128, b: u128) -> u64;
    fn unreferenced(a: i32);
}

#[wasm_bindgen]
pub fn use_everything(value: JsValue) -> Result<JsValue, JsValue> {
    alert("text");
    log_them("first", &[value.clone()])?;
    let widget = Widget::new("widget")?;
    widget.show(&GLOBAL.with(Object::clone), vec![1.0]);
    widget.hide();
    widget.set_width(widget.width() + widget.finish() as u16);
    widget.set(1, &widget.get(0));
    widget.delete(2);
    MAYBE.with(|maybe| widget.set(3, &maybe.as_ref().into()));
    GREETING.with(|greeting| widget.set(4, greeting));
    widget.set(5, &widget.title().into());
    widget.set(6, &Widget::default_widget());
    if let Some(other) = value.dyn_ref::<Other>() {
        other.act();
    }
    if value.has_type::<Text>() {
        twice(0.5);
    }
    from_package(&|value| value, &mut |_| ());
    let closure = Closure::new(|_: u32| ());
    beside(&closure, Clamped(&[0, 255]));
    Ok(JsValue::from(add(1, 2)))
}

#[wasm_bindgen]
pub async fn use_promises(url: String) -> Result<JsValue, JsValue> {
    let _ = fetch(&url).await?;
    Widget::load(url).await
}

#[wasm_bindgen]
pub fn link() -> String {
    wasm_bindgen::link_to!(inline_js = "postMessage('linked');")
}
