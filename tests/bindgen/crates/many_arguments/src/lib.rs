// SPDX-License-Identifier: MIT OR Apache-2.0

//! Long lists of arguments of all kinds: who comes first, and who is let go.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
#[derive(Clone)]
pub struct Token {
	pub n: u32,
}

#[wasm_bindgen]
impl Token {
	#[wasm_bindgen(constructor)]
	pub fn new(n: u32) -> Token {
		Token { n }
	}
}

#[wasm_bindgen]
#[allow(clippy::too_many_arguments)]
pub fn everything(
	a: u8,
	b: &str,
	c: Option<i64>,
	d: &[u16],
	e: JsValue,
	f: f64,
	g: &mut [i32],
	h: String,
	i: bool,
	j: &Token,
	k: Option<String>,
	l: Token,
	m: u128,
	n: &JsValue,
	o: Vec<String>,
	p: Option<f32>,
	q: char,
	r: Option<Vec<u8>>,
	s: i8,
	t: Option<JsValue>,
) -> String {
	g[0] = -1;
	format!(
		"{a} {b} {c:?} {d:?} {e:?} {f} {h} {i} {} {k:?} {} {m} {n:?} {o:?} {p:?} {q} {r:?} {s} {t:?}",
		j.n, l.n
	)
}

#[wasm_bindgen]
#[allow(clippy::too_many_arguments)]
pub fn sum(a: f64, b: f64, c: f64, d: f64, e: f64, f: f64, g: f64, h: f64, i: f64, j: f64, k: f64, l: f64) -> f64 {
	a + b + c + d + e + f + g + h + i + j + k + l
}

#[wasm_bindgen(inline_js = "
	export const shown = (...args) => args.map((arg) => ArrayBuffer.isView(arg) || Array.isArray(arg) ? `[${arg}]` : String(arg)).join(' ');
")]
extern "C" {
	#[allow(clippy::too_many_arguments)]
	fn shown(
		a: u8,
		b: &str,
		c: Option<i64>,
		d: &[u16],
		e: JsValue,
		f: f64,
		g: Option<u32>,
		h: String,
		i: bool,
		j: Option<&str>,
		k: i128,
		l: &JsValue,
		m: Vec<String>,
		n: Option<f32>,
		o: char,
		p: Option<Vec<u8>>,
	) -> String;
}

#[wasm_bindgen]
pub fn through_import() -> String {
	shown(
		255,
		"ä",
		Some(-1),
		&[1, 2],
		JsValue::NULL,
		0.5,
		None,
		"h".to_owned(),
		true,
		None,
		i128::MIN,
		&JsValue::from(3),
		vec!["m".to_owned()],
		Some(-0.5),
		'o',
		Some(vec![]),
	)
}
