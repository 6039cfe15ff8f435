// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

const RESULTS = {
	unit: [undefined, '()'],
	u8: [255, '255'],
	i64: [-5n, '-5'],
	f32: [0.5, '0.5'],
	f64: [-0.25, '-0.25'],
	bool: [true, 'true'],
	char: ['ß', "'ß'"],
	string: ['', '""'],
	maybe: [undefined, 'None'],
	maybe_text: ['x', 'Some("x")'],
	vec: [[1, 2], '[1, 2]'],
	value: [null, 'JsValue(null)'],
	maybe_value: [1, 'Some(JsValue(1))'],
};

export default function ({ pkg, flavour }) {
	for (const [kind, [value, shown]] of Object.entries(RESULTS)) {
		assert.equal(pkg.run_as(kind, () => value), shown, kind);
		for (const error of [{}, undefined, null, 0, 'text', new RangeError('mine')]) {
			const result = pkg.run_as(kind, () => {
				throw error;
			});
			assert.equal(result, error, kind);
		}
		assert.equal(pkg.run_as(kind, () => value), shown, kind);
	}
	const typed = pkg.run_as('typed', () => {
		throw new TypeError('typed');
	});
	assert.equal(typed, 'typed');

	assert.equal(pkg.passes_on((text) => text + text, 'ä'), 'ää!');
	const mine = new Error('mine');
	assert.throws(() => pkg.passes_on(() => { throw mine; }, 'long '.repeat(1000)), (error) => error === mine);

	// Through two layers of each.
	const inner = () => pkg.passes_on(() => { throw mine; }, '');
	assert.throws(() => pkg.passes_on(inner, 'x'), (error) => error === mine);
	assert.equal(pkg.alive(1), 2);

	// Exceptions out of the middle of Rust: with panic=abort nobody promises that
	// anything works afterwards. So these come last.
	assert.throws(() => pkg.throws_text('täxt'), (error) => error instanceof Error && error.message === 'täxt');
	if (flavour === 'abort' || flavour === 'heap')
		return;
	const value = {};
	assert.throws(() => pkg.throws_value(value), (error) => error === value);
	assert.equal(pkg.unwraps(0), 0);
	assert.throws(() => pkg.unwraps(), /there was none/);
	assert.equal(pkg.unwraps_result(4), 4);
	assert.throws(() => pkg.unwraps_result(0));
	assert.equal(pkg.alive(1), 2);
}
