// SPDX-License-Identifier: MIT OR Apache-2.0
// Rust by an old wasm-bindgen: renders SVG.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

const require = createRequire(import.meta.url);
const font = readFileSync(require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'));
await initWasm(readFileSync(require.resolve('@resvg/resvg-wasm/index_bg.wasm')));

const svg = (body, size = 200) =>
	`<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ` +
	`width="${size}" height="${size}" viewBox="0 0 ${size} ${size}">${body}</svg>`;

const star = (n, r) => Array.from({ length: 2 * n }, (_, i) => {
	const length = i % 2 ? r / 2 : r, angle = Math.PI * i / n;
	return `${(100 + length * Math.sin(angle)).toFixed(2)},${(100 - length * Math.cos(angle)).toFixed(2)}`;
}).join(' ');

const filter = (inside) => `<filter id="f" x="-20%" y="-20%" width="140%" height="140%">${inside}</filter>` +
	`<polygon points="${star(7, 80)}" fill="teal" stroke="navy" stroke-width="3" filter="url(#f)"/>`;

const pictures = {
	empty: '',
	rectangle: '<rect x="10" y="20" width="100" height="50" rx="8" fill="#369"/>',
	star: `<polygon points="${star(9, 90)}" fill="gold" fill-rule="evenodd" stroke="#333"/>`,
	arcs: '<path d="M 20 100 A 80 40 30 1 0 180 100 Q 100 0 20 100 C 20 20 180 20 180 180 Z" fill="orange"/>',
	dashes: '<circle cx="100" cy="100" r="70" fill="none" stroke="red" stroke-width="9" stroke-dasharray="21 7 3"/>',
	linear: '<linearGradient id="g"><stop stop-color="red"/><stop offset=".6" stop-color="blue" stop-opacity=".3"/>' +
		'</linearGradient><rect width="200" height="200" fill="url(#g)"/>',
	radial: '<radialGradient id="g" cx=".3" cy=".3" r=".8" spreadMethod="reflect"><stop stop-color="#fff"/>' +
		'<stop offset="1"/></radialGradient><circle cx="100" cy="100" r="90" fill="url(#g)"/>',
	pattern: '<pattern id="p" width="20" height="20" patternUnits="userSpaceOnUse"><circle cx="9" cy="9" r="7"/>' +
		'</pattern><rect width="200" height="200" fill="url(#p)"/>',
	clip: '<clipPath id="c"><circle cx="100" cy="100" r="60"/></clipPath>' +
		'<g clip-path="url(#c)"><rect width="120" height="200" fill="green"/></g>',
	mask: '<mask id="m"><rect width="200" height="200" fill="gray"/><circle cx="80" cy="80" r="50" fill="white"/>' +
		'</mask><rect width="200" height="200" fill="purple" mask="url(#m)"/>',
	blur: filter('<feGaussianBlur stdDeviation="4 2"/>'),
	shadow: filter('<feDropShadow dx="6" dy="8" stdDeviation="3" flood-color="red"/>'),
	noise: filter('<feTurbulence baseFrequency=".05" numOctaves="3" seed="4"/><feComposite in2="SourceAlpha" operator="in"/>'),
	light: filter('<feSpecularLighting surfaceScale="3" specularExponent="12" lighting-color="white">' +
		'<fePointLight x="50" y="60" z="90"/></feSpecularLighting>'),
	matrix: filter('<feColorMatrix type="hueRotate" values="110"/><feMorphology operator="dilate" radius="2"/>'),
	displaced: filter('<feTurbulence baseFrequency=".02" result="n"/>' +
		'<feDisplacementMap in="SourceGraphic" in2="n" scale="30"/>'),
	text: '<text x="10" y="60" font-size="30" font-family="DejaVu Sans">Hello, ffi!</text>',
	arabic: '<text x="180" y="60" font-size="30" direction="rtl" font-family="DejaVu Sans">مرحبا بالعالم</text>',
	along: '<path id="a" d="M 20 150 Q 100 20 180 150" fill="none"/><text font-size="18" font-family="DejaVu Sans">' +
		'<textPath xlink:href="#a">text that follows a path</textPath></text>',
	reused: '<symbol id="s" viewBox="0 0 10 10"><circle cx="5" cy="5" r="4"/></symbol>' +
		'<use xlink:href="#s" width="90" height="90"/><use xlink:href="#s" x="100" y="90" width="50" height="90"/>',
	blend: '<g style="isolation:isolate"><rect width="140" height="140" fill="red"/>' +
		'<rect x="60" y="60" width="140" height="140" fill="lime" style="mix-blend-mode:multiply"/></g>',
	style: '<style>.a{fill:#0aa;stroke:red} rect.b{opacity:.5}</style><rect class="a" width="90" height="90"/>' +
		'<rect class="b a" x="50" y="50" width="90" height="90"/>',
};

const options = { font: { fontBuffers: [font], defaultFontFamily: 'DejaVu Sans', loadSystemFonts: false } };

function render(text, more = {}) {
	const renderer = new Resvg(text, { ...options, ...more });
	const image = renderer.render();
	const result = { width: image.width, height: image.height, pixels: image.pixels, png: image.asPng() };
	image.free();
	renderer.free();
	return result;
}

function about(text) {
	const renderer = new Resvg(text, options);
	const box = (found) => found && { x: found.x, y: found.y, width: found.width, height: found.height };
	const result = [renderer.width, renderer.height, renderer.toString(), box(renderer.getBBox()),
		box(renderer.innerBBox())];
	renderer.free();
	return result;
}

function linked() {
	const renderer = new Resvg(svg('<image width="90" height="90" xlink:href="https://example.org/a.png"/>'), options);
	const wanted = renderer.imagesToResolve();
	renderer.resolveImage('https://example.org/a.png', render(svg(pictures.star), { fitTo: { mode: 'width', value: 50 } }).png);
	const result = [wanted, renderer.render().asPng()];
	renderer.free();
	return result;
}

export async function use(log) {
	for (const [name, body] of Object.entries(pictures))
		log(name, render(svg(body)));
	for (const name of ['text', 'arcs', 'reused', 'blend'])
		log(`about ${name}`, about(svg(pictures[name])));
	log('fitted', render(svg(pictures.star), { fitTo: { mode: 'width', value: 777 } }));
	log('zoomed', render(svg(pictures.text), { fitTo: { mode: 'zoom', value: 3.5 }, background: 'rgba(9,90,200,.5)' }));
	log('cropped', render(svg(pictures.linear), { crop: { left: 20, top: 30, right: 90, bottom: 99 } }));
	log('large', render(svg(pictures.blur), { fitTo: { mode: 'height', value: 2000 } }));
	log('many', render(svg(Array.from({ length: 3000 }, (_, i) => `<circle cx="${i % 200}" cy="${i / 15}" r="${i % 9}" ` +
		`fill="hsl(${i % 360},80%,50%)" opacity=".4"/>`).join(''))));
	log('linked image', linked());
	const broken = ['', 'no SVG', '<svg', '<svg xmlns="http://www.w3.org/2000/svg"><g></svg>',
		'<svg xmlns="http://www.w3.org/2000/svg" width="0" height="5"/>', '<svg xmlns="http://www.w3.org/2000/svg">&e;</svg>'];
	for (const text of broken)
		await log.error(`broken: ${text}`, () => render(text));
	await log.try('option of a wrong type', () => render(svg(''), { fitTo: { mode: 'sideways', value: 'x' } }));
	await log.error('background that is no colour', () => render(svg(''), { background: 'blurple' }));
	await log.error('too deep', () => render(svg('<g>'.repeat(2000) + '</g>'.repeat(2000))));
	const freed = new Resvg(svg(pictures.star), options);
	freed.free();
	await log.error('after free()', () => freed.render());
}

export function kill(exports) {
	exports.resvg_render(-16, -16);
}
