// SPDX-License-Identifier: MIT OR Apache-2.0

//! Classes of JavaScript: made, called, asked, indexed, told apart.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = "
	export class Animal {
		constructor(name) { this._name = name; this.legs = 4; }
		speak(times) { return `${this._name} `.repeat(times).trim(); }
		get name() { return this._name; }
		set name(name) { this._name = name.toUpperCase(); }
		static count(...animals) { return animals.length; }
		static get kingdom() { return Animal._kingdom ?? 'animalia'; }
		static set kingdom(value) { Animal._kingdom = value; }
		static from(list) { return new Animal(list.join('-')); }
		fails() { throw new TypeError(`not ${this._name}`); }
	}
	export class Dog extends Animal {
		constructor(name, tricks) { super(name); this.tricks = tricks; }
		speak() { return 'woof'; }
	}
	export class Refuses {
		constructor(why) { throw why; }
	}
")]
extern "C" {
	#[derive(Clone, Debug)]
	pub type Animal;
	#[wasm_bindgen(constructor)]
	fn new(name: &str) -> Animal;
	#[wasm_bindgen(method)]
	fn speak(this: &Animal, times: u32) -> String;
	#[wasm_bindgen(method, getter)]
	fn name(this: &Animal) -> String;
	#[wasm_bindgen(method, setter)]
	fn set_name(this: &Animal, name: &str);
	#[wasm_bindgen(method, getter, structural)]
	fn legs(this: &Animal) -> u8;
	#[wasm_bindgen(method, setter, structural, js_name = legs)]
	fn put_legs(this: &Animal, legs: u8);
	#[wasm_bindgen(method, getter, js_name = missing)]
	fn missing(this: &Animal) -> Option<f64>;
	#[wasm_bindgen(method, final, js_name = speak)]
	fn speak_finally(this: &Animal, times: u32) -> String;
	#[wasm_bindgen(method, catch)]
	fn fails(this: &Animal) -> Result<(), JsValue>;
	#[wasm_bindgen(static_method_of = Animal)]
	fn count(a: &Animal, b: &Animal) -> u32;
	#[wasm_bindgen(static_method_of = Animal, getter)]
	fn kingdom() -> String;
	#[wasm_bindgen(static_method_of = Animal, setter)]
	fn set_kingdom(value: &str);
	#[wasm_bindgen(static_method_of = Animal, js_name = from)]
	fn from_names(names: Vec<String>) -> Animal;

	#[wasm_bindgen(extends = Animal)]
	#[derive(Clone)]
	pub type Dog;
	#[wasm_bindgen(constructor)]
	fn new(name: &str, tricks: &JsValue) -> Dog;
	#[wasm_bindgen(method, getter)]
	fn tricks(this: &Dog) -> JsValue;

	type Refuses;
	#[wasm_bindgen(constructor, catch)]
	fn new(why: JsValue) -> Result<Refuses, JsValue>;
}

#[wasm_bindgen]
extern "C" {
	#[wasm_bindgen(js_name = Map)]
	pub type Table;
	#[wasm_bindgen(constructor, js_class = Map)]
	fn new() -> Table;
	#[wasm_bindgen(method, js_class = Map)]
	fn set(this: &Table, key: &JsValue, value: f64) -> Table;
	#[wasm_bindgen(method, js_class = Map, final)]
	fn get(this: &Table, key: &JsValue) -> Option<f64>;
	#[wasm_bindgen(method, getter, js_class = Map)]
	fn size(this: &Table) -> u32;

	#[wasm_bindgen(js_namespace = Intl, js_name = PluralRules)]
	type Plurals;
	#[wasm_bindgen(constructor, js_namespace = Intl, js_class = PluralRules)]
	fn new(locale: &str) -> Plurals;
	#[wasm_bindgen(method, js_namespace = Intl, js_class = PluralRules)]
	fn select(this: &Plurals, n: f64) -> String;

	pub type Anything;
	#[wasm_bindgen(method, structural, indexing_getter)]
	fn at(this: &Anything, key: &str) -> JsValue;
	#[wasm_bindgen(method, structural, indexing_getter)]
	fn at_index(this: &Anything, index: u32) -> Option<f64>;
	#[wasm_bindgen(method, structural, indexing_setter)]
	fn put(this: &Anything, key: &str, value: JsValue);
	#[wasm_bindgen(method, structural, indexing_deleter)]
	fn remove(this: &Anything, key: &str);
	#[wasm_bindgen(method, catch, structural, indexing_getter, js_name = at)]
	fn try_at(this: &Anything, key: &str) -> Result<JsValue, JsValue>;
	#[wasm_bindgen(method, structural, js_name = "quoted name")]
	fn quoted(this: &Anything, n: u32) -> u32;

	#[wasm_bindgen(is_type_of = is_even)]
	#[derive(Debug)]
	type Even;
}

fn is_even(value: &JsValue) -> bool {
	value.as_f64().is_some_and(|value| value % 2.0 == 0.0)
}

#[wasm_bindgen]
pub fn make(name: &str) -> Animal {
	Animal::new(name)
}

#[wasm_bindgen]
pub fn make_dog(name: &str, tricks: JsValue) -> Dog {
	Dog::new(name, &tricks)
}

#[wasm_bindgen]
pub fn changed(animal: Animal) -> Animal {
	let name = animal.name();
	animal.set_name(&format!("{name}y"));
	animal.put_legs(animal.legs() + 1);
	animal
}

#[wasm_bindgen]
pub fn told(animal: &Animal) -> Vec<String> {
	vec![
		animal.speak(2),
		animal.name(),
		animal.legs().to_string(),
		format!("{:?}", animal.missing()),
		Animal::count(animal, animal).to_string(),
		Animal::kingdom(),
	]
}

#[wasm_bindgen]
pub fn speak_twice(dog: &Dog) -> String {
	let animal: &Animal = dog.as_ref();
	format!("{} {}", dog.speak(2), animal.speak_finally(2))
}

#[wasm_bindgen]
pub fn failing(animal: &Animal) -> JsValue {
	animal.fails().unwrap_err()
}

#[wasm_bindgen]
pub fn refused(why: JsValue) -> JsValue {
	match Refuses::new(why) {
		Ok(_) => JsValue::UNDEFINED,
		Err(why) => why,
	}
}

#[wasm_bindgen]
pub fn kingdom(value: &str) -> String {
	let old = Animal::kingdom();
	Animal::set_kingdom(value);
	old
}

#[wasm_bindgen]
pub fn from_names(names: Vec<String>) -> Animal {
	Animal::from_names(names)
}

#[wasm_bindgen]
pub fn all(animals: Vec<Animal>) -> Vec<Animal> {
	animals.iter().rev().cloned().collect()
}

#[wasm_bindgen]
pub fn maybe(animal: Option<Animal>) -> Option<Animal> {
	animal
}

#[wasm_bindgen]
pub fn what(value: &JsValue) -> String {
	format!(
		"{} {} {} {} {} {}",
		value.is_instance_of::<Animal>(),
		value.is_instance_of::<Dog>(),
		value.is_instance_of::<Table>(),
		value.has_type::<Even>(),
		value.dyn_ref::<Dog>().is_some(),
		value.is_instance_of::<js_sys::Array>(),
	)
}

#[wasm_bindgen]
pub fn table() -> Table {
	let table = Table::new();
	let same = table.set(&JsValue::from("a"), 1.5).set(&JsValue::NULL, -2.0);
	assert!(*same == *table);
	same
}

#[wasm_bindgen]
pub fn look_up(table: &Table, key: &JsValue) -> Option<f64> {
	table.get(key).map(|value| value + f64::from(table.size()))
}

#[wasm_bindgen]
pub fn plural(locale: &str, n: f64) -> String {
	Plurals::new(locale).select(n)
}

#[wasm_bindgen]
pub fn indexed(value: &Anything) -> Vec<JsValue> {
	let before = value.at("key");
	value.put("key", JsValue::from("written"));
	let after = value.at("key");
	value.remove("gone");
	vec![before, after, value.at_index(1).into(), value.at_index(99).into(), value.quoted(4).into()]
}

#[wasm_bindgen]
pub fn index_fails(value: &Anything) -> JsValue {
	value.try_at("x").unwrap_or_else(|error| error)
}
