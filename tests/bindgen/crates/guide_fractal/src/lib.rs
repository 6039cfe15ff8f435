// SPDX-License-Identifier: MIT OR Apache-2.0

//! After the guide's picture of a Julia set: the pixels, without the canvas.

use wasm_bindgen::prelude::*;
use wasm_bindgen::Clamped;

#[wasm_bindgen]
pub struct View {
	pub width: u32,
	pub height: u32,
	real: f64,
	imaginary: f64,
}

#[wasm_bindgen]
impl View {
	#[wasm_bindgen(constructor)]
	pub fn new(width: u32, height: u32, real: f64, imaginary: f64) -> View {
		View { width, height, real, imaginary }
	}

	pub fn pixels(&self) -> Clamped<Vec<u8>> {
		let mut pixels = Vec::with_capacity((self.width * self.height * 4) as usize);
		for row in 0..self.height {
			for column in 0..self.width {
				let x = f64::from(column) / f64::from(self.width) * 3.0 - 1.5;
				let y = f64::from(row) / f64::from(self.height) * 3.0 - 1.5;
				let shade = self.steps(x, y);
				pixels.extend([shade, shade / 2, 255 - shade, 255]);
			}
		}
		Clamped(pixels)
	}

	fn steps(&self, mut x: f64, mut y: f64) -> u8 {
		for step in 0..255 {
			if x * x + y * y > 4.0 {
				return step;
			}
			(x, y) = (x * x - y * y + self.real, 2.0 * x * y + self.imaginary);
		}
		255
	}
}

#[wasm_bindgen(js_name = drawOn)]
pub fn draw_on(surface: &Surface, view: &View) {
	let pixels = view.pixels();
	surface.put(Clamped(&pixels), view.width);
}

#[wasm_bindgen]
extern "C" {
	pub type Surface;
	#[wasm_bindgen(method)]
	fn put(this: &Surface, pixels: Clamped<&[u8]>, width: u32);
}
