// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

export default function ({ pkg }) {
	const { Vehicle, Car, Taxi } = pkg;
	const car = new Car('Ann', 3);
	assert.ok(car instanceof Car && car instanceof Vehicle);
	assert.equal(Object.getPrototypeOf(Car.prototype), Vehicle.prototype);
	assert.equal(Object.getPrototypeOf(Taxi), Car);
	assert.equal(car.doors, 3);
	assert.equal(car.wheels, 4);
	assert.equal(car.owner, 'Ann');
	assert.equal(car.describe(), '4 wheels of Ann');
	assert.equal(car.noise(), 'honk, not ...');
	assert.equal(car.removeWheel(), 3);
	assert.equal(car.wheels, 3);
	car.wheels = 6;
	assert.equal(car.removeWheel(), 5);
	assert.equal(car.sell('Bob'), 'Ann');
	assert.equal(car.describe(), '5 wheels of Bob');

	for (const taxi of [new Taxi('Cy'), pkg.make_taxi('Cy')]) {
		assert.ok(taxi instanceof Taxi && taxi instanceof Car && taxi instanceof Vehicle);
		assert.equal(taxi.describe(), '4 wheels of Cy');
		assert.equal(taxi.doors, 5);
		assert.equal(taxi.ride(4), 6.5);
		assert.equal(taxi.noise(), 'honk, not ...');
		assert.equal(Vehicle.prototype.noise.call(taxi), '...');
		assert.equal(pkg.wheels_of(taxi), 4);
		pkg.paint(taxi);
		assert.equal(taxi.wheels, 14);
		assert.equal(pkg.doors_of(taxi), 5);
	}
	const vehicle = Vehicle.any();
	assert.equal(vehicle instanceof Car, false);
	assert.throws(() => pkg.doors_of(vehicle), /instance of Car/);
	assert.equal(vehicle.wheels, 1);

	const before = pkg.dropped();
	vehicle.free();
	assert.equal(pkg.dropped(), before + 1);
	car.free();
	assert.equal(pkg.dropped(), before + 2);
	assert.throws(() => car.doors);
	assert.throws(() => car.describe());
	new Taxi('Di')[Symbol.dispose]();
	assert.equal(pkg.dropped(), before + 3);
}
