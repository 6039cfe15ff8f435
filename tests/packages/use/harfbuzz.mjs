// SPDX-License-Identifier: MIT OR Apache-2.0
// C++ by Emscripten: shapes text, and draws glyphs by functions of JavaScript.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as hb from 'harfbuzzjs';
import { numbers, words } from '../lib/data.mjs';

const require = createRequire(import.meta.url);
const fonts = Object.fromEntries(['DejaVuSans', 'DejaVuSerif-Bold', 'DejaVuSansMono'].map((name) =>
	[name, readFileSync(require.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`))]));

const texts = ['', 'a', 'Hello, ffi office!', 'AVAToWa.', 'مرحبا بالعالم', 'שָׁלוֹם', 'ﬁé', 'Größe 名前', '👩‍👧 x', 'ՀայԱ', 'a\u200bb\u0301\u0327c', 'Ελληνικά'];

function opened(bytes) {
	const blob = new hb.Blob(bytes);
	const face = new hb.Face(blob, 0);
	return { blob, face, font: new hb.Font(face) };
}

function shaped(font, text, prepare = () => {}, features) {
	const buffer = new hb.Buffer();
	buffer.addText(text);
	buffer.guessSegmentProperties();
	prepare(buffer);
	hb.shape(font, buffer, features);
	return { infos: buffer.getGlyphInfos(), positions: buffer.getGlyphPositions(), direction: buffer.getDirection?.() };
}

function drawn(font, glyph) {
	const seen = [];
	const draw = new hb.DrawFuncs();
	draw.setMoveToFunc((...all) => seen.push(['M', ...all]));
	draw.setLineToFunc((...all) => seen.push(['L', ...all]));
	draw.setQuadraticToFunc((...all) => seen.push(['Q', ...all]));
	draw.setCubicToFunc((...all) => seen.push(['C', ...all]));
	draw.setClosePathFunc((...all) => seen.push(['Z', ...all]));
	font.drawGlyph(glyph, draw);
	return seen;
}

export async function use(log) {
	log('version', hb.versionString());
	for (const [name, bytes] of Object.entries(fonts)) {
		const { face, font } = opened(bytes);
		log(`${name}: face`, [face.upem, face.getAxisInfos(), face.getTableScriptTags('GSUB'), face.getTableFeatureTags('GPOS')]);
		log(`${name}: characters`, Array.from(face.collectUnicodes()));
		log(`${name}: a table`, face.referenceTable('OS/2'));
		for (const text of texts)
			log(`${name}: ${text}`, shaped(font, text));
		font.setScale(4096, 2048);
		log(`${name}: scaled`, shaped(font, 'Scaled'));
		for (const glyph of [36, 68, 1000, 65535]) {
			await log.try(`${name}: path of ${glyph}`, () => font.glyphToPath(glyph));
			await log.try(`${name}: drawn ${glyph}`, () => drawn(font, glyph));
			await log.try(`${name}: ${glyph}`, () => [font.glyphName(glyph), font.glyphHAdvance(glyph), font.glyphExtents(glyph)]);
		}
		log(`${name}: large`, shaped(font, words(20_000)));
	}
	const { font } = opened(fonts.DejaVuSans);
	log('without ligatures', shaped(font, 'office', undefined, [new hb.Feature('liga', 0), new hb.Feature('kern', 0)]));
	log('to the left', shaped(font, 'left', (buffer) => buffer.setDirection(hb.Direction.RTL)));
	log('traced', hb.shapeWithTrace(font, (() => {
		const buffer = new hb.Buffer();
		buffer.addText('fi');
		buffer.guessSegmentProperties();
		return buffer;
	})(), [], 0, 0));
	const broken = opened(numbers(4, 5000));
	log('no font', [broken.face.upem, shaped(broken.font, 'no font')]);
	const cut = opened(fonts.DejaVuSans.subarray(0, 60_000));
	log('cut off', shaped(cut.font, 'cut off'));
	await log.error('path by a callback that throws', () => {
		const draw = new hb.DrawFuncs();
		draw.setMoveToFunc(() => {
			throw new RangeError('thrown in a callback');
		});
		font.drawGlyph(36, draw);
	});
}

export const stale = 'Its JavaScript has put functions into the table, and keeps their places.';

export function kill(exports) {
	exports.hb_shape(-64, -64, 0, 0);
}
