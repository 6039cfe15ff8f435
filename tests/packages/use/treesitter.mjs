// SPDX-License-Identifier: MIT OR Apache-2.0
// C by Emscripten, which loads further modules while it runs: parses Python.

import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { Language, Parser, Query } from 'web-tree-sitter';

const require = createRequire(import.meta.url);
await Parser.init();
const python = await Language.load(readFileSync(require.resolve('tree-sitter-python/tree-sitter-python.wasm')));
const read = (file) => readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');

const pieces = ['', 'x = 1', 'def f(a, *b, c: int = 2, **d) -> str:\n    return f"{a!r}" + "größe 名前"', 'if a:\n  pass\nelif b:\n\tpass\nelse: c',
	'class A(B, metaclass=C):\n    """doc"""\n    @property\n    def x(self): ...', 'async def g():\n  async with h() as i: yield await j',
	'match x:\n  case {"a": [1, *r]} if k: pass', '[a for b in c if d]; {**e}; lambda *f: f', 'try:\n  a\nexcept* B as c: d\nfinally: e',
	'def (', 'x = = 1', '  indented\nwrong', '"open', 'a b c', 'print "old"'];

const queries = ['(function_definition name: (identifier) @name)', '(call function: (_) @f arguments: (argument_list) @a)',
	'((identifier) @upper (#match? @upper "^[A-Z]+$"))', '[(string) (integer)] @literal', '(import_from_statement) @import'];

function walked(tree) {
	const seen = [];
	const cursor = tree.walk();
	for (let down = true; ;) {
		if (down)
			seen.push([cursor.nodeType, cursor.startIndex, cursor.endIndex, cursor.currentFieldName]);
		if (down && cursor.gotoFirstChild())
			continue;
		down = cursor.gotoNextSibling();
		if (!down && !cursor.gotoParent())
			break;
	}
	cursor.delete();
	return [seen.length, seen];
}

function edited(parser) {
	const tree = parser.parse('a = 1\nb = 2\n');
	tree.edit({ startIndex: 4, oldEndIndex: 5, newEndIndex: 8, startPosition: { row: 0, column: 4 }, oldEndPosition: { row: 0, column: 5 }, newEndPosition: { row: 0, column: 8 } });
	const after = parser.parse('a = f(1)\nb = 2\n', tree);
	const result = [after.rootNode.toString(), tree.getChangedRanges(after)];
	tree.delete();
	after.delete();
	return result;
}

export const refused = 'is a dynamic library';

export async function use(log) {
	const parser = new Parser();
	parser.setLanguage(python);
	log('language', [python.abiVersion, python.nodeTypeCount, python.fieldCount, Array.from({ length: 60 }, (_, i) => python.nodeTypeForId(i))]);
	for (const text of pieces) {
		const tree = parser.parse(text);
		log(text, [tree.rootNode.toString(), tree.rootNode.hasError, walked(tree)]);
		tree.delete();
	}
	for (const file of ['scripts/tally.py', 'tests/lint/layers.py', 'tests/golden/run.py']) {
		const tree = parser.parse(read(file));
		log(file, [tree.rootNode.toString(), walked(tree)]);
		for (const text of queries) {
			const query = new Query(python, text);
			log(`${text} in ${file}`, query.captures(tree.rootNode).map(({ name, node }) => [name, node.text, node.startPosition]));
			query.delete();
		}
		tree.delete();
	}
	log('edited', edited(parser));
	const chunks = read('scripts/tally.py').match(/[^]{1,50}/g);
	let calls = 0;
	const parts = parser.parse((index) => (calls++, chunks.join('').slice(index, index + 50)));
	log('by a callback', [calls, parts.rootNode.toString()]);
	log('by a callback with progress', parser.parse(read('tests/golden/run.py').repeat(30), null, { progressCallback: () => false })?.rootNode.endIndex);
	const messages = [];
	parser.setLogger((message, isLex) => messages.push([message, isLex]));
	parser.parse('x = [1]').delete();
	parser.setLogger(null);
	log('logged', messages);
	for (const text of ['(', '(nothing)', '(identifier) @', '((identifier) @a (#eq? @b "c"))', '(call bogus: (_))'])
		await log.error(`query ${text}`, () => new Query(python, text));
	await log.try('no language', () => new Parser().parse('a'));
	await log.error('thrown in a callback', () => parser.parse(() => {
		throw new RangeError('thrown while reading');
	}));
	parser.reset();
	log('large', parser.parse('def f(a):\n    return [a, {"b": a}]\n'.repeat(4000)).rootNode.descendantCount);
	parser.delete();
}
