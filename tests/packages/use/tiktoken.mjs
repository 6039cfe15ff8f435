// SPDX-License-Identifier: MIT OR Apache-2.0
// Rust by an old wasm-bindgen: cuts text into tokens.

import { createRequire } from 'node:module';
import { words } from '../lib/data.mjs';

const require = createRequire(import.meta.url);
const { Tiktoken } = require('tiktoken/lite');
const encoders = Object.fromEntries(['gpt2', 'cl100k_base'].map((name) => [name, require(`tiktoken/encoders/${name}.json`)]));

const texts = ['', ' ', 'Hello, world!', 'größer 名前 наш', 'function f(a) {\n\treturn a + 1;\n}', '   spaces   and\n\n\nlines', "it's they'll we've",
	'1234567890 3.14159', '👩‍👧‍👦 🇩🇪', 'a'.repeat(500), '<|endoftext|>', '\u0000', 'https://example.org/?a=b&c=%20', words(300)];

export async function use(log) {
	for (const [name, { bpe_ranks, special_tokens, pat_str }] of Object.entries(encoders)) {
		const encoder = new Tiktoken(bpe_ranks, special_tokens, pat_str);
		for (const text of texts) {
			const label = `${name}: ${text.slice(0, 30)}`;
			const tokens = encoder.encode_ordinary(text);
			log(label, [tokens, encoder.decode(tokens)]);
			log(`${label}, with special ones`, encoder.encode(text, 'all'));
			await log[text.includes('<|') ? 'error' : 'try'](`${label}, without`, () => encoder.encode(text));
		}
		log(`${name}: one by one`, Array.from({ length: 40 }, (_, i) => encoder.decode_single_token_bytes(i * 50)));
		log(`${name}: a single one`, encoder.encode_single_token(new TextEncoder().encode('the')));
		await log.error(`${name}: no single one`, () => encoder.encode_single_token(new TextEncoder().encode('not a token, surely')));
		log(`${name}: large`, encoder.encode_ordinary(words(30_000)));
		log(`${name}: all values`, [encoder.name ?? null, encoder.token_byte_values().length]);
		// A text that it refused stays borrowed.
		await log.error(`${name}: free()`, () => encoder.free());
		await log.error(`${name}: after free()`, () => encoder.encode('a'));
	}
	const { bpe_ranks, special_tokens, pat_str } = encoders.gpt2;
	const extended = new Tiktoken(bpe_ranks, { ...special_tokens, '<|added|>': 60_000 }, pat_str);
	log('an added token', extended.encode('a <|added|> b', ['<|added|>'], []));
	await log.error('a token that is not allowed', () => extended.encode('a <|added|> b', [], ['<|added|>']));
}

/** A real bug: it panics where it should refuse. */
export function kill() {
	return new Tiktoken(encoders.gpt2.bpe_ranks, {}, '(');
}
