// SPDX-License-Identifier: MIT OR Apache-2.0
// Rust with unwinding, by a new wasm-bindgen: documents that several people change at once.

import { createRequire } from 'node:module';
import { words } from '../lib/data.mjs';

const A = createRequire(import.meta.url)('@automerge/automerge');

const actor = (n) => n.toString(16).padStart(32, '0');
const plain = (doc) => JSON.parse(JSON.stringify(doc));
const time = 0;

const changes = {
	list: (d) => { d.list = [1, 2, 3]; },
	text: (d) => { d.text = 'Hello, größer world'; },
	nested: (d) => { d.nested = { a: { b: [{ c: null }, true, 1.5] } }; },
	dates: (d) => { d.date = new Date(1e12); d.bytes = new Uint8Array([1, 2, 255]); d.float = -0.25; },
	counter: (d) => { d.counter = new A.Counter(5); },
	pushed: (d) => { d.list.push(4, 5); d.list.splice(1, 1, 'x', 'y'); },
	counted: (d) => { d.counter.increment(3); },
	spliced: (d) => { A.splice(d, ['text'], 7, 6, 'greater 名前'); },
	removed: (d) => { delete d.date; A.deleteAt(d.list, 0); },
	assigned: (d) => { Object.assign(d.nested, { x: 1, y: [] }); d.nested.y.unshift('first'); },
	marked: (d) => { A.mark(d, ['text'], { start: 0, end: 5, expand: 'both' }, 'bold', true); },
};

const mistakes = {
	undefined: (d) => { d.a = undefined; },
	'a function': (d) => { d.a = () => 1; },
	'an object twice': (d) => { d.a = {}; d.b = d.a; },
	'beyond the end': (d) => { A.splice(d, ['text'], 900, 5, 'x'); },
	'no text': (d) => { A.splice(d, ['list', 'x'], 0, 0, 'x'); },
	'thrown in the middle': (d) => { d.half = 1; throw new RangeError('given up by JavaScript'); },
	'a counter replaced': (d) => { d.counter = 5; },
	'a symbol': (d) => { d.a = Symbol('x'); },
};

function synced(one, two) {
	let left = A.initSyncState(), right = A.initSyncState(), rounds = 0;
	const sizes = [];
	for (let more = true; more && rounds < 20; rounds++) {
		let toRight, toLeft;
		[left, toRight] = A.generateSyncMessage(one, left);
		if (toRight)
			[two, right] = A.receiveSyncMessage(two, right, toRight);
		[right, toLeft] = A.generateSyncMessage(two, right);
		if (toLeft)
			[one, left] = A.receiveSyncMessage(one, left, toLeft);
		sizes.push([toRight, toLeft]);
		more = toRight || toLeft;
	}
	return [one, two, sizes];
}

export async function use(log) {
	const patches = [];
	let doc = A.init({ actor: actor(1), patchCallback: (list) => patches.push(list) });
	for (const [name, change] of Object.entries(changes)) {
		doc = A.change(doc, { message: name, time }, change);
		log(name, [plain(doc), A.getHeads(doc)]);
	}
	for (const [name, change] of Object.entries(mistakes)) {
		await log.try(`mistake: ${name}`, () => {
			doc = A.change(doc, { time }, change);
			return plain(doc);
		});
	}
	log('patches', patches);
	log('history', A.getHistory(doc).map(({ change }) => [change.message, change.hash, change.ops.length]));
	const saved = A.save(doc);
	log('saved', saved);
	let [one, two] = [A.load(saved, { actor: actor(2) }), A.load(saved, { actor: actor(3) })];
	for (let i = 0; i < 20; i++) {
		one = A.change(one, { time }, (d) => { d.list.push(i); d.n = i; A.splice(d, ['text'], i, 1, '<'); });
		two = A.change(two, { time }, (d) => { d.list.unshift(-i); d.n = -i; A.splice(d, ['text'], 0, 0, '>'); });
	}
	log('merged', plain(A.merge(A.clone(one, { actor: actor(4) }), two)));
	const [left, right, sizes] = synced(one, two);
	log('synced', [plain(left), A.equals(left, right), A.getHeads(left), sizes]);
	log('conflicts', A.getConflicts(left, 'n'));
	log('an old view', plain(A.view(left, A.getHeads(doc))));
	log('a difference', A.diff(left, A.getHeads(doc), A.getHeads(left)));
	log('marks', A.marks(left, ['text']));
	const cursor = A.getCursor(left, ['text'], 9);
	log('a cursor', [cursor, A.getCursorPosition(left, ['text'], cursor)]);
	log('changes', A.getAllChanges(right).map((change) => A.decodeChange(change).hash));
	const [applied] = A.applyChanges(A.init({ actor: actor(5) }), A.getAllChanges(right));
	log('applied', plain(applied));
	let large = A.from({ text: words(3000), list: [] }, { actor: actor(6) });
	for (let i = 0; i < 150; i++)
		large = A.change(large, { time }, (d) => { d.list.push({ i, word: `w${i}` }); A.splice(d, ['text'], i * 31, 2, 'xyz'); });
	log('large', [plain(large), A.stats(large).numOps]);
	await log.error('garbage', () => A.load(new Uint8Array([1, 2, 3, 4])));
	await log.error('damaged', () => A.load(saved.map((byte, i) => i === 60 ? byte ^ 255 : byte)));
	await log.error('an outdated document', () => A.change(A.change(doc, { time }, (d) => { d.z = 1; }) && doc, { time }, (d) => { d.z = 2; }));
	await log.error('an actor that is none', () => A.init({ actor: 'xyz' }));
	await log.error('a cursor that is none', () => A.getCursorPosition(left, ['text'], 'x'));
	await log.error('a message that is none', () => A.receiveSyncMessage(left, A.initSyncState(), new Uint8Array([9])));
	for (const each of [applied, large])
		A.free(each);
	await log.error('after free()', () => A.change(large, { time }, (d) => { d.z = 1; }));
}

export const stale = 'Its JavaScript looks for a note of its own in the memory, and refuses before the module is entered.';

export function kill(exports) {
	exports.automerge_getHeads(-64);
}
