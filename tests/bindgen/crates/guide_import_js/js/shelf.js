// SPDX-License-Identifier: MIT OR Apache-2.0

export function label() {
	return 'books';
}

export class Shelf {
	constructor() {
		this._room = 40;
	}

	get room() {
		return this._room;
	}

	set room(room) {
		this._room = Math.max(0, room);
	}

	print() {
		return `room for ${this._room} ${label()}`;
	}
}
