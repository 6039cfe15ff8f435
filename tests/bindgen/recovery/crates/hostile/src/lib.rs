// SPDX-License-Identifier: MIT OR Apache-2.0

//! Names as bad as Rust lets one write them. What some of them would do, if they
//! were read as code, is to set the global `PWNED`.

use wasm_bindgen::prelude::*;

// ---- functions ----

macro_rules! functions {
	($($name:literal $function:ident $value:literal)*) => {
		$(
			#[wasm_bindgen(js_name = $name)]
			pub fn $function() -> u32 {
				$value
			}
		)*
	};
}

functions! {
	"" empty 1
	"a b" spaced 2
	"');globalThis.PWNED = 1;('" quoted 3
	"*/globalThis.PWNED = 1;/*" comment 4
	"`${globalThis.PWNED = 1}`" template 5
	"\n\r\u{2028}\u{2029}//#end\n" lines 6
	"__proto__" proto 7
	"constructor" constructor 8
	"wasm" like_the_glue 9
	"</script>" script 10
	"</script><script>globalThis.PWNED = 1</script>" script_too 11
	"\u{1f4a5}" emoji 12
	"hasOwnProperty" own 13
	"_1" number 14
	"$name$" marker 15
	"make_instance" plain 16
	"makeInstance" like_a_function 17
	"back\\slash" backslash 18
	"__wbg_init" like_a_type 19
	"Promise" like_a_global 20
}

/// Ends a comment: */ globalThis.PWNED = 1; /*
#[doc = "*/ globalThis.PWNED = 1; /*"]
#[doc = "/"]
#[doc = "*/\r\n*/globalThis.PWNED = 1;//\u{2028}*/globalThis.PWNED = 1;"]
#[wasm_bindgen]
pub fn documented(
	#[wasm_bindgen(js_name = "await", param_description = "`${globalThis.PWNED = 1}`")] a: u32,
	#[wasm_bindgen(js_name = "level")] b: u32,
) -> u32 {
	a - b
}

// ---- classes ----

#[wasm_bindgen]
pub struct Counter {
	#[wasm_bindgen(js_name = "f'ield")]
	pub field: u32,
	#[wasm_bindgen(js_name = "__proto__")]
	pub proto: u32,
}

#[wasm_bindgen]
impl Counter {
	#[wasm_bindgen(constructor)]
	pub fn new() -> Counter {
		Counter { field: 1, proto: 2 }
	}

	#[wasm_bindgen(js_name = "');globalThis.PWNED = 1;('")]
	pub fn quoted(&self) -> u32 {
		3
	}

	#[wasm_bindgen(js_name = "constructor")]
	pub fn like_the_constructor(&self) -> u32 {
		4
	}

	#[wasm_bindgen(getter = "`${globalThis.PWNED = 1}`")]
	pub fn template(&self) -> u32 {
		6
	}

	#[wasm_bindgen(js_name = "name")]
	pub fn class_name() -> u32 {
		7
	}

	#[wasm_bindgen(js_name = "[Symbol.iterator]")]
	pub fn iterator(&self) -> u32 {
		8
	}

	#[wasm_bindgen(js_name = "")]
	pub fn empty(&self) -> u32 {
		9
	}

	#[wasm_bindgen(js_name = "12")]
	pub fn number(&self) -> u32 {
		10
	}
}

#[wasm_bindgen]
pub struct Statics;

#[wasm_bindgen]
impl Statics {
	#[wasm_bindgen(js_name = "constructor")]
	pub fn like_the_constructor() -> u32 {
		5
	}
}

/// What the code of all classes uses.
macro_rules! classes {
	($($name:literal $class:ident $value:literal)*) => {
		$(
			#[wasm_bindgen(js_name = $name, inspectable)]
			pub struct $class {
				pub value: u32,
			}

			#[wasm_bindgen(js_class = $name)]
			impl $class {
				#[wasm_bindgen(constructor)]
				pub fn new() -> $class {
					$class { value: $value }
				}

				pub fn twin(&self) -> $class {
					$class { value: self.value + 1 }
				}

				pub fn sum(&self, other: &$class, text: &str) -> u32 {
					self.value + other.value + text.len() as u32
				}
			}
		)*
	};
}

classes! {
	"Object" OwnObject 100
	"Symbol" OwnSymbol 200
	"JSON" OwnJson 300
	"own" OwnOwn 400
	"attention" OwnAttention 500
	"take" OwnTake 600
	"WebAssembly" OwnWebAssembly 700
	"Response" OwnResponse 800
	"main" OwnMain 900
	"Uint8Array" OwnArray 1000
}

// ---- enums ----

#[wasm_bindgen]
#[derive(Clone, Copy)]
pub enum Texts {
	Quoted = "');globalThis.PWNED = 1;('",
	Nul = "nul\0and more",
	Lines = "\n\u{2028}",
	Template = "${globalThis.PWNED = 1}",
	Proto = "__proto__",
	Comment = "*/",
}

#[wasm_bindgen]
pub fn next_text(text: Texts) -> Texts {
	match text {
		Texts::Quoted => Texts::Nul,
		Texts::Nul => Texts::Lines,
		Texts::Lines => Texts::Template,
		Texts::Template => Texts::Proto,
		Texts::Proto => Texts::Comment,
		_ => Texts::Quoted,
	}
}

#[wasm_bindgen]
#[allow(non_camel_case_types)]
pub enum Numbers {
	constructor = 1,
	__proto__ = 2,
	toString = 3,
	eval = 4,
}

#[wasm_bindgen]
pub fn number_of(number: Numbers) -> u32 {
	number as u32
}

// ---- namespaces ----

#[wasm_bindgen(js_namespace = ["exports", "constructor", "toString"], js_name = "p q")]
pub fn inside() -> u32 {
	11
}

#[wasm_bindgen(js_namespace = ["prototype"], js_name = "hasOwnProperty")]
pub fn below_prototype() -> u32 {
	12
}

// ---- imports: dots lead to members of members, so there are none in the code ----

#[wasm_bindgen]
extern "C" {
	#[wasm_bindgen(js_name = "eval")]
	fn evaluate(text: &str) -> u32;

	#[wasm_bindgen(js_name = "hostile.deep.path")]
	fn path() -> u32;

	#[wasm_bindgen(js_namespace = ["hostile", "a b", "');globalThis['PWNED'] = 1;('"], js_name = "\"\n`")]
	fn odd() -> u32;

	#[wasm_bindgen(thread_local_v2, js_namespace = hostile, js_name = "*/globalThis['PWNED'] = 1")]
	static COMMENT: u32;

	#[wasm_bindgen(thread_local_v2, static_string)]
	static TEXT: js_sys::JsString = "nul\0');globalThis.PWNED = 1;('\n\u{2028}${x}";

	type Thing;

	#[wasm_bindgen(method, structural, js_name = "x'];globalThis['PWNED'] = 1;['")]
	fn act(this: &Thing) -> u32;

	#[wasm_bindgen(method, structural, getter = "`${globalThis['PWNED'] = 1}`")]
	fn look(this: &Thing) -> u32;
}

#[wasm_bindgen]
pub fn use_imports(thing: &Thing) -> u32 {
	evaluate("1") + path() + odd() + COMMENT.with(|value| *value) + thing.act() + thing.look()
}

#[wasm_bindgen]
pub fn text() -> JsValue {
	TEXT.with(|text| text.clone().into())
}
