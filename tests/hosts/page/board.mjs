// SPDX-License-Identifier: MIT OR Apache-2.0
// What a person sees of a run: a card per module, a line per thing that was done.

import { STORY } from '/scenario/scenario.mjs';

const FLAVOURS = {
	abort: ['panic=abort', 'no exceptions: what every stable toolchain makes'],
	legacy: ['panic=unwind', 'the legacy dialect of wasm exceptions'],
	exnref: ['panic=unwind', 'the modern dialect, exnref'],
};

function element(name, className, ...children) {
	const made = document.createElement(name);
	made.className = className;
	made.append(...children);
	return made;
}

// Names of errors stand out.
const marked = (text) => text.split(/\b((?:\w+\.)?\w*Error)\b/).map((part, i) =>
	(i % 2 ? element('b', 'error', part) : part));

function line({ name, ok, detail }) {
	return element('li', ok ? 'good' : 'bad',
		element('span', 'mark', ok ? '✓' : '✗'),
		element('div', 'what', element('span', 'name', name), element('pre', 'detail', ...marked(detail))));
}

function refusal(text) {
	return element('li', 'refused',
		element('span', 'mark', '–'),
		element('div', 'what',
			element('span', 'name', 'this host refuses it'),
			element('pre', 'detail', text.split('\n')[0])));
}

function story(checks) {
	return STORY.flatMap(([title, name], i) => checks.filter((check) => check.name === name).map(({ ok, detail }) =>
		element('div', ok ? 'scene' : 'scene bad',
			element('span', 'number', i + 1),
			element('h3', '', title),
			element('pre', 'detail', ...marked(detail)))));
}

export class Board {
	#plan;
	#sections = new Map();
	#done = [];

	constructor(plan) {
		this.#plan = plan;
		const major = plan.version.split('.')[0];
		document.title = `unpoison in ${plan.host} ${major}`;
		document.querySelector('h1').append(element('span', 'host', `${plan.host} ${major}`));
	}

	#section({ way, kind, target, by }) {
		if (!this.#sections.has(way)) {
			const cards = element('div', 'cards');
			const title = kind === 'crate' ? 'A crate with #[wasm_bindgen]' : 'Functions of a module as cargo made it';
			const how = kind === 'crate' ? `target ${target}` : `target ${target}, ${by.replaceAll('`', '')}`;
			document.querySelector('main').append(element('section', '',
				element('h2', '', title, element('span', 'how', how)), cards));
			this.#sections.set(way, cards);
		}
		return this.#sections.get(way);
	}

	show(job, { checks, error }) {
		const [name, text] = FLAVOURS[job.flavour];
		const lines = checks ? checks.map(line) : [refusal(error)];
		this.#section(job).append(element('article', 'card',
			element('header', job.flavour, element('code', '', name), element('small', '', text)),
			element('ol', '', ...lines)));
		this.#done.push(...checks ?? []);
		if (job.flavour === 'abort' && job.kind === 'flavours')
			document.querySelector('#story').append(...story(checks ?? []));
	}

	finish() {
		const good = this.#done.filter(({ ok }) => ok).length;
		const all = good === this.#done.length;
		document.querySelector('#sum').replaceChildren(
			element('span', all ? 'badge good' : 'badge bad', `${all ? '✓' : '✗'} ${good} of ${this.#done.length}`),
			' as they should be');
	}
}
