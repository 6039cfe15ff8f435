// SPDX-License-Identifier: MIT OR Apache-2.0
// The instances of one side, all of them either original or rewritten, and what
// they share.

import { attempt } from './outcome.mjs';
import { spectest } from './spectest.mjs';

export class World {
	log = [];
	instances = new Map(); // by number: {definition, exports, linked, reset}
	#registered = new Map(); // name: number
	#steps = [];

	/** @param make (definition, imports) => {exports, linked, reset} */
	constructor(make) {
		this.make = make;
		this.spectest = spectest(this.log);
	}

	#imports() {
		const all = { spectest: this.spectest };
		for (const [name, number] of this.#registered)
			all[name] = this.instances.get(number)?.linked;
		return all;
	}

	#make(definition) {
		return attempt(() => ({ kind: 'instance', definition,
			...this.make(definition, this.#imports()) }));
	}

	/** Makes an instance that stays, if it comes to be. */
	instantiate(number, definition) {
		const made = this.#make(definition);
		if (made.kind === 'instance') {
			this.instances.set(number, made);
			this.#steps.push({ number, definition });
		}
		return made;
	}

	/** Makes an instance that nobody needs. */
	tryOut(definition) {
		return this.#make(definition);
	}

	register(name, number) {
		this.#registered.set(name, number);
		this.#steps.push({ name, number });
	}

	/** Puts a fresh instance in the place of one that shares nothing. */
	replace(number) {
		const made = this.#make(this.instances.get(number).definition);
		if (made.kind === 'instance')
			this.instances.set(number, made);
		return made;
	}

	/** A world in which the same instances were made. */
	anew() {
		const world = new World(this.make);
		for (const { name, number, definition } of this.#steps) {
			if (definition)
				world.instantiate(number, definition);
			else
				world.register(name, number);
		}
		return world;
	}
}
