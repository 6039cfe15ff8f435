// SPDX-License-Identifier: MIT OR Apache-2.0
// Rust by a new wasm-bindgen: formats Python.

import { readFileSync } from 'node:fs';
import * as ruff from '@wasm-fmt/ruff_fmt';

const read = (file) => readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');
const files = ['scripts/tally.py', 'tests/lint/layers.py', 'tests/lint/sizes.py', 'tests/golden/run.py'];
const styles = [undefined, { indent_style: 'tab', line_width: 60 }, { quote_style: 'single', line_ending: 'crlf' },
	{ magic_trailing_comma: 'ignore', indent_width: 2, line_width: 120 }];

const pieces = {
	match: 'match x:\n  case {"a":[1,*r],**k} if k: pass\n  case A(b=1)|None: ...',
	async: 'async def f(a,/,b:int=1,*,c,**d)->list[int]:\n  async with g() as h,i: return [j async for j in k if await l]',
	strings: "x=f'{a!r:>{w}}{b=}' 'c' \"d\"\ny=rb'\\n'; z='''t'''",
	decorators: '@a.b(1)\nclass C[T:int](D,metaclass=E):\n  """doc"""\n  @property\n  def x(self):return lambda *a:a',
	comments: 'a=[1,#one\n2]#two\n\n\n\n#three\nif a:#four\n pass',
	long: 'result = some_function(argument_number_one, argument_number_two)[index].attribute.method(another=1, more=2) or fallback_value',
	names: 'größe=1;名前="é"',
};

const mistakes = ['def', 'x = (', 'if a\n  b', "'open", 'a b', '  indented', 'class:', 'f"{"', 'lambda'];

export async function use(log) {
	for (const [i, style] of styles.entries()) {
		for (const file of files)
			log(`${file}, ${i}`, ruff.format(read(file), file, style));
		for (const [name, text] of Object.entries(pieces))
			log(`${name}, ${i}`, ruff.format(text, 'a.py', style));
	}
	for (const text of mistakes)
		await log.error(`mistake: ${text}`, () => ruff.format(text, 'a.py'));
	await log.error('a style that there is not', () => ruff.format('a', 'a.py', { indent_style: 'dots' }));
	await log.try('a stub', () => ruff.format('class A:\n  x:int\n  def f(self):...', 'a.pyi'));
	if (ruff.format_range)
		await log.try('a range', () => ruff.format_range('a=1\nb  =  2\nc=3', { start: 4, end: 10 }, 'a.py'));
	log('large', ruff.format(read('scripts/tally.py').repeat(25)));
}

export function kill(exports) {
	exports.format(-64, 64, 0, 0, 0);
}
