// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';

class Board {
	#points = [];

	add(points) {
		this.#points.push(points);
	}

	get total() {
		return this.#points.reduce((a, b) => a + b, 0);
	}

	set total(total) {
		this.#points = [total];
	}

	finish(name) {
		return `${name}: ${this.total}`;
	}
}

export default function ({ pkg }) {
	const board = new Board();
	assert.equal(pkg.play(board, 4), 10);
	pkg.cheat(board);
	assert.equal(board.total, 20);
	assert.equal(pkg.finish(board, 'Zoë'), 'Zoë: 20');

	const plain = { total: 0, add(points) { this.total -= points; } };
	assert.equal(pkg.play(plain, 2), 2 ** 32 - 3);
	assert.equal(pkg.finish(plain, 'x'), 'cannot be finished');
	assert.throws(() => pkg.play({}, 1), TypeError);
}
