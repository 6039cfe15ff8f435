// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

function thrown(f) {
	try {
		f();
	} catch (error) {
		return { error };
	}
	assert.fail('nothing was thrown');
}

const GOOD = {
	unit: undefined,
	u8: 255,
	i32: -5,
	u32: 4294967295,
	i64: -(2n ** 63n),
	u128: 2n ** 128n - 1n,
	f32: 0.5,
	f64: 0.1,
	bool: false,
	char: '€',
	string: 'text',
	vec: Uint16Array.of(1, 2),
	strings: ['a'],
	value: null,
	option_none: undefined,
	option_some: 0,
	option_text: '',
	option_f64: 2.5,
	option_made: undefined,
};

export default function ({ pkg }) {
	for (const [name, value] of Object.entries(GOOD)) {
		for (let i = 0; i < 3; i++) {
			assert.equal(thrown(() => pkg[`fail_${name}`](false)).error, 'refused');
			assert.deepEqual(pkg[`fail_${name}`](true), value);
		}
	}
	assert.equal(pkg.fail_made(true).number, 9);
	assert.throws(() => pkg.fail_made(false));

	for (const value of [{}, undefined, null, 0, '', Symbol('s'), new RangeError('mine'), () => 1])
		assert.equal(thrown(() => pkg.throw_this(value)).error, value);
	assert.equal(thrown(() => pkg.throw_text('tëxt')).error, 'tëxt');

	const { error } = thrown(() => pkg.throw_trouble(7));
	assert.ok(error instanceof Error);
	assert.equal(error.message, 'trouble 7');
	assert.equal(pkg.parse('-12'), -12);
	assert.match(thrown(() => pkg.parse('zwölf')).error.message, /invalid digit/);
	assert.ok(thrown(() => pkg.type_error()).error instanceof TypeError);

	const mine = new Error('mine');
	assert.equal(pkg.call(() => mine), mine);
	assert.equal(thrown(() => pkg.call(() => { throw mine; })).error, mine);
	assert.equal(pkg.call_and_recover(() => { throw 'oops'; }), 'error oops');
	assert.equal(pkg.call_and_recover(() => 5), 'ok JsValue(5)');

	const made = new pkg.Made(8);
	assert.ok(made instanceof pkg.Made);
	assert.equal(made.half(), 4);
	assert.equal(thrown(() => new pkg.Made(0)).error, 'refused');
	made.number = 101;
	assert.equal(thrown(() => made.half()).error.message, 'odd');
	assert.equal(thrown(() => made.checked).error, 'refused');
	made.checked = 99;
	assert.equal(made.checked, 'fine');
	assert.equal(thrown(() => (made.checked = 100)).error, 'refused');
	assert.equal(made.number, 99);
	assert.equal(made.take(), 99);
	const unlucky = new pkg.Made(13);
	assert.equal(thrown(() => unlucky.take()).error, 'refused');
	assert.throws(() => unlucky.half());
}
