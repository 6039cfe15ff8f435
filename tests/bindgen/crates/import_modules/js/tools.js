// SPDX-License-Identifier: MIT OR Apache-2.0

let calls = 0;

export function called() {
	return ++calls;
}

export const constant = { made: 'in a snippet' };

export default function (text) {
	return `default ${text}`;
}

export class Tool {
	constructor(name) {
		this.name = name;
	}

	use() {
		return `${this.name} used`;
	}
}
