// SPDX-License-Identifier: MIT OR Apache-2.0
// Names that a module may have and that mean something to JavaScript, to TypeScript,
// to our templates or to the glue; and a canary that dies if one of them gets to run.

import assert from 'node:assert/strict';

const CODE = 'globalThis.PWNED = 1';

const words = (text) => text.trim().split(/\s+/);

/** What JavaScript reserves, always or somewhere. */
export const KEYWORDS = words(`
	abstract any arguments as async await boolean break case catch class const constructor continue
	debugger declare delete do else enum eval export extends false finally for from function get global
	if implements import in infer instanceof interface is keyof let meta module namespace never new null
	number object of override package private protected public readonly require return satisfies set
	static string super switch symbol target this throw true try type typeof undefined unique unknown
	using var void while with yield`);

/** What every object, function or realm has. */
export const PROPERTIES = words(`
	__proto__ __defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__ hasOwnProperty
	isPrototypeOf propertyIsEnumerable toLocaleString toString valueOf toJSON prototype name length caller
	callee apply bind call inspect Array ArrayBuffer BigInt Boolean DataView Date Error FinalizationRegistry
	Function Infinity JSON Map Math NaN Number Object Promise Proxy RangeError Reflect RegExp Response Set
	String Symbol SyntaxError TextDecoder TypeError URL Uint8Array WeakMap WeakRef WeakSet WebAssembly console
	document fetch global globalThis location performance process self window Deno Buffer exports __dirname
	__filename __esModule queueMicrotask reportError structuredClone`);

/** What our templates, or what they make, could take for their own. */
export const MARKERS = [
	'$name$', '$local$', '$key$', '$exports$', '$$name$$', '$self$', '//#end', '//#each exports', '//#else',
	'//#if yes', '//#include host.js', '//#text crate_code', '//= x', '//- gone', '\n//#end\n', '\n//#end',
	'x_', 'x_0', 'x_1', 'x_2', 'w_0', 'w_1', 'h_0', 'x_delete', 'x_x_delete', 'w_delete', 'x_class', 'x_await',
	'x_globalThis', 'x___proto__', '_delete', '__unpoison', '_', '__', '$', '$$', 'p0', 'p1', '_0', 'a b', 'a-b', 'a_b',
	'_a_b', 'x_a b', 'import_0',
];

/** What could leave a literal, a comment or a line, and does something outside. */
export const ESCAPES = [
	`'`, `"`, '`', '\\', `\\'`, '\n', '\r', '\r\n', '\t', '\v', '\u2028', '\u2029', '\u0085', '\ufeff', '\u200b',
	'\u202e', '*/', '/*', '//', '<!--', '-->', '</script>', '${x}', '\\u0027', '\\x27', '\\\n', '\x1b[2J', '\x7f', '\x01',
	`');${CODE};('`, `"];${CODE};["`, `\`+(${CODE})+\``, `\${${CODE}}`, `*/${CODE};/*`, `\n${CODE};//`, `\r${CODE};//`,
	`\u2028${CODE};//`, `\u2029${CODE};//`, `\\');${CODE};//`, `\\\\');${CODE};//`, `](){}, [${CODE}`, `(){}}, ${CODE}, {x`,
	`</script><script>${CODE}</script>`, `'};${CODE};//`, `{${CODE}}`, `[${CODE}]`, `(${CODE})`, `a = ${CODE}`,
	`a as b, ${CODE}`, `[Symbol.iterator]`, `[globalThis.PWNED=1]`, `\\u{27});${CODE};//`, `: any; ${CODE}; x`, `"\n${CODE}\n"`,
];

/** Texts of all other kinds. */
export const TEXTS = [
	'', ' ', '  ', 'a ', ' a', '0', '00', '1', '12', '-1', '1.5', '1e3', '4294967295', '4294967294', '01', '0x10', '1n', 'a.b',
	'a.b.c', '.', '..', '/', '.a', '#a', '#', '@', '%', '%20', '%00', '?', '&amp;', '💥', '👨‍👩‍👧', 'ünder€', 'ﬁ', 'İ', 'ß', 'é', 'e\u0301',
	'ａ', 'a\u200db', '\u{10ffff}', '\uffff', '𝒳', 'ªº', '名前', 'wasm', 'main', 'a,b', 'a;b', 'a=b', 'wasm-x', 'module.exports',
	'use strict', 'async function', 'get x', 'static', 'new.target', 'import.meta', 'constructor()', 'long'.repeat(2500),
	'\n'.repeat(1000), `'`.repeat(3000), '__proto__.polluted', 'constructor.prototype', '__wasm', '__wbindgen_export_0',
];

/** All of them; `then`, a promise's, is apart. */
export const NAMES = [...new Set([...KEYWORDS, ...PROPERTIES, ...MARKERS, ...ESCAPES, ...TEXTS])];

/** Fails if something of a name has run. */
export function canaryLives() {
	assert.ok(!('PWNED' in globalThis), 'a name was run as code');
	assert.equal({}.polluted, undefined);
}

/** All identifiers and words in a text, of whatever use they are there. */
export const identifiers = (text) => [...new Set(text.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu))];

/**
 * Names of files. `urls` have what is something else in a URL, or for a bundler;
 * `bad` ones are names of no file.
 */
export const OUT_NAMES = {
	good: ['plain', 'a b', ` a `, `a'b`, 'a"b', '`', '$x$', `\${${CODE}}`, `');${CODE};('`, '名前', '💥', '-x', '--help',
		'.x', '...', 'a.', 'a:b', 'node:fs', 'http:b', '@a', '~', '|', '^', '(a)', '[a]', '{a}', '<a>', 'a&b', 'a;b', 'a,b',
		'a=b', 'a+b', '__proto__', 'constructor', 'default', '\u2028', 'ü', 'u\u0308', 'long'.repeat(58)],
	urls: ['%', 'a%20b', '%2e%2e%2f', 'a#b', 'a?b', 'a!b', '*', 'a\nb', '\t', '\x01', '\x1b[2J', '\x7f', `\n${CODE}`],
	bad: ['', '.', '..', 'a/b', '/a', 'a\\b', `\\');${CODE};//`, 'long'.repeat(80)],
};
