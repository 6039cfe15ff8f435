// SPDX-License-Identifier: MIT OR Apache-2.0
// C++ by Emscripten, through embind: writes barcodes and reads them again.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes, writeBarcode } from 'zxing-wasm/full';
import { numbers } from '../lib/data.mjs';

const wasmBinary = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/full/zxing_full.wasm'));
await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });

const codes = [['QRCode', 'Hello, größe 名前'], ['QRCode', 'x'.repeat(900)], ['DataMatrix', 'matrix 123'], ['Aztec', 'Aztec code'], ['PDF417', 'a longer text for PDF417'],
	['Code128', 'CODE-128 text'], ['Code39', 'CODE 39'], ['EAN13', '4006381333931'], ['EAN8', '96385074'], ['UPCA', '036000291452'], ['ITF', '00123456'],
	['Codabar', 'A1234B'], ['Code93', 'CODE93'], ['MicroQRCode', '12345'], ['RMQRCode', 'rm code'], ['DataBar', '0024012345678905']];

const mistakes = [['EAN13', '12'], ['EAN13', 'letters'], ['Code39', 'ö'], ['QRCode', 'x'.repeat(9000)], ['Codabar', '!'], ['NoCode', 'x'], ['UPCA', '']];

const plain = (value) => Object.fromEntries(Object.entries(value).filter(([, one]) => typeof one !== 'function'));

async function written(format, text, options) {
	const { svg, utf8, image, error, ...rest } = await writeBarcode(text, { format, ...options });
	return { svg, utf8, png: image && new Uint8Array(await image.arrayBuffer()), error, rest: Object.keys(rest) };
}

export async function use(log) {
	for (const [format, text] of codes) {
		const made = await written(format, text, { scale: 3, addHRT: false });
		log(`${format} of ${text.slice(0, 30)}`, made);
		if (!made.png)
			continue;
		const found = await readBarcodes(made.png, { tryHarder: true, formats: [] });
		log(`${format} read`, found.map(plain));
	}
	for (const options of [{ ecLevel: 'H' }, { withQuietZones: false }, { scale: 9, rotate: 90 }, { invert: true }])
		log(`with ${JSON.stringify(options)}`, await written('QRCode', 'options', options));
	for (const [format, text] of mistakes)
		await log.try(`mistake: ${format} of ${text.slice(0, 20)}`, () => written(format, text));
	const image = { width: 400, height: 300, data: new Uint8ClampedArray(numbers(3, 400 * 300 * 4)), colorSpace: 'srgb' };
	await log.try('nothing to see', async () => (await readBarcodes(image)).map(plain));
	await log.try('no image', async () => (await readBarcodes(numbers(5, 500))).map(plain));
	await log.try('cut off', async () => (await readBarcodes((await written('QRCode', 'cut')).png.subarray(0, 100))).map(plain));
	await log.try('large', async () => (await readBarcodes((await written('QRCode', 'large', { scale: 60 })).png)).map(plain));
}

export const masked = 'Its JavaScript frees the picture in any case, and what that throws is what one sees.';

export const stale = 'The constructors of C++ describe its classes to its JavaScript, which refuses to be told twice.';

/** A picture that is smaller than it says. */
export function kill() {
	return readBarcodes({ width: 40_000, height: 40_000, data: new Uint8ClampedArray(64) });
}
