// SPDX-License-Identifier: MIT OR Apache-2.0

//! Exported classes that extend each other.

use std::cell::Cell;
use wasm_bindgen::prelude::*;

thread_local! {
	static DROPPED: Cell<u32> = const { Cell::new(0) };
}

#[wasm_bindgen]
pub struct Vehicle {
	pub wheels: u32,
	owner: String,
}

impl Drop for Vehicle {
	fn drop(&mut self) {
		DROPPED.set(DROPPED.get() + 1);
	}
}

#[wasm_bindgen]
impl Vehicle {
	#[wasm_bindgen(constructor)]
	pub fn new(wheels: u32, owner: String) -> Vehicle {
		Vehicle { wheels, owner }
	}

	pub fn describe(&self) -> String {
		format!("{} wheels of {}", self.wheels, self.owner)
	}

	pub fn sell(&mut self, owner: String) -> String {
		std::mem::replace(&mut self.owner, owner)
	}

	pub fn noise(&self) -> String {
		"...".to_owned()
	}

	#[wasm_bindgen(getter)]
	pub fn owner(&self) -> String {
		self.owner.clone()
	}

	pub fn any() -> Vehicle {
		Vehicle::new(1, "any".to_owned())
	}
}

#[wasm_bindgen(extends = Vehicle)]
pub struct Car {
	pub doors: u32,
}

#[wasm_bindgen]
impl Car {
	#[wasm_bindgen(constructor)]
	pub fn new(owner: String, doors: u32) -> Car {
		Car { parent: Vehicle::new(4, owner).into(), doors }
	}

	pub fn noise(&self) -> String {
		format!("honk, not {}", self.parent.borrow().noise())
	}

	#[wasm_bindgen(js_name = removeWheel)]
	pub fn remove_wheel(&mut self) -> u32 {
		self.parent.borrow_mut().wheels -= 1;
		self.parent.borrow().wheels
	}
}

#[wasm_bindgen(extends = Car)]
pub struct Taxi {
	fare: f64,
}

#[wasm_bindgen]
impl Taxi {
	#[wasm_bindgen(constructor)]
	pub fn new(owner: String) -> Taxi {
		Taxi { parent: Car::new(owner, 5).into(), fare: 2.5 }
	}

	pub fn ride(&mut self, km: f64) -> f64 {
		self.fare += km;
		self.fare
	}
}

#[wasm_bindgen]
pub fn wheels_of(vehicle: &Vehicle) -> u32 {
	vehicle.wheels
}

#[wasm_bindgen]
pub fn paint(vehicle: &mut Vehicle) {
	vehicle.wheels += 10;
}

#[wasm_bindgen]
pub fn doors_of(car: &Car) -> u32 {
	car.doors
}

#[wasm_bindgen]
pub fn make_taxi(owner: String) -> Taxi {
	Taxi::new(owner)
}

#[wasm_bindgen]
pub fn dropped() -> u32 {
	DROPPED.get()
}
