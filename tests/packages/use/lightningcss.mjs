// SPDX-License-Identifier: MIT OR Apache-2.0
// Rust by napi: transforms CSS, with visitors in JavaScript.

import init, { bundleAsync, transform, transformStyleAttribute } from 'lightningcss-wasm';
import { numbers } from '../lib/data.mjs';

export const large = true;

await init();

const pieces = ['', 'a{color:red}', '.a { color: #ff0000; margin: 0px 0px 0px 0px } .b { color: rgb(255 0 0 / 50%) }', 'a { & b { inset: 1px } &:hover { c: d } }',
	'@media (width >= 100px) and (prefers-color-scheme: dark) { a { color: lab(50% 20 30) } }', '@import "a.css" layer(x) supports(display: grid); @layer x, y;',
	'@font-face { font-family: "größe"; src: url(a.woff2) format("woff2") } @keyframes k { from { opacity: 0 } 50.5% { opacity: .5 } to { opacity: 1 } }',
	'a { width: calc(1px + 2 * (3px - 50%)); transform: translate(10px, 0) rotate(360deg); background: url(x.png) no-repeat 0 0 / cover }',
	':is(a, b):not(.c):nth-child(2n + 1 of d)::before { content: "\\201C" }', '@container c (min-width: 1px) { a { b: c } } @property --x { syntax: "<length>"; inherits: false; initial-value: 0px }',
	'.x { display: grid; grid-template: "a b" 1fr / auto minmax(0, 1fr); --custom: { any: thing }; animation: 3s ease-in 1s 2 reverse both paused k }',
	'a { user-select: none; backdrop-filter: blur(2px); mask-image: linear-gradient(red, blue); color: light-dark(#fff, #000) }', '.local { composes: other from "x.css" } :global(.y) { z: w }'];

const mistakes = ['a {', 'a { color: }', '@media { }', 'a { b: c; } }', '@import url(', '.', 'a::before::after(x { }', '@keyframes { }', 'a[b=', ':is(', '@charset'];
const bytes = (text) => new TextEncoder().encode(text);
const told = ({ code, map, ...rest }) => [new TextDecoder().decode(code), map && new TextDecoder().decode(map), rest];
const done = (text, options) => told(transform({ filename: 'a.css', code: bytes(text), ...options }));

function visited(text) {
	const seen = [];
	const result = done(text, { visitor: {
		Color(color) { seen.push(color); return { ...color, ...('r' in color ? { r: 1, g: 2 } : {}) }; },
		Length: ({ unit, value }) => ({ unit: 'rem', value: value / 16, was: unit }),
		Selector: (selector) => { seen.push(selector); },
		Rule: { style: (rule) => { seen.push(rule.value.loc); } },
	} });
	return [result, seen];
}

export async function use(log) {
	for (const text of pieces) {
		for (const options of [{}, { minify: true, sourceMap: true }, { targets: { chrome: 60 << 16, safari: 12 << 16 }, drafts: { customMedia: true } }, { cssModules: true, analyzeDependencies: true }])
			await log.try(`${text}, ${JSON.stringify(options)}`, () => done(text, options));
	}
	for (const text of mistakes) {
		await log.try(`mistake: ${text}`, () => done(text));
		await log.try(`mistake, recovered: ${text}`, () => done(text, { errorRecovery: true }));
	}
	for (const text of pieces.slice(1, 6))
		await log.try(`visited: ${text}`, () => visited(text));
	await log.error('a visitor that throws', () => done('a { color: red }', { visitor: { Color() { throw new RangeError('thrown by a visitor'); } } }));
	await log.error('no code', () => transform({ filename: 'a.css', code: 5 }));
	log('attribute', told(transformStyleAttribute({ code: bytes('color: yellow; flex: 1 1 auto'), minify: true })));
	const files = { '/a.css': '@import "./b.css"; a { b: c }', '/b.css': '@import "/c.css" layer(x); d { e: f }', '/c.css': 'g { color: yellow }' };
	const resolver = { read: async (file) => files[file] ?? Promise.reject(new Error(`no ${file}`)), resolve: (name, from) => new URL(name, `file://${from}`).pathname };
	log('bundled', told(await bundleAsync({ filename: '/a.css', resolver, minify: true })));
	await log.error('not found', () => bundleAsync({ filename: '/x.css', resolver }));
	const many = Array.from(numbers(5, 4000), (n, i) => `.c${i}:hover > b { margin: ${n}px ${i % 5}em; color: rgb(${n}, ${n}, 0) }`).join('\n');
	log('large', done(many, { minify: true }));
}
