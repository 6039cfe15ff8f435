// SPDX-License-Identifier: MIT OR Apache-2.0
// C by an old Emscripten: derives keys from passwords.

import { createRequire } from 'node:module';
import { numbers } from '../lib/data.mjs';

// It takes whoever has fetch() for a browser.
delete globalThis.fetch;
const argon2 = createRequire(import.meta.url)('argon2-browser');
const { ArgonType } = argon2;

const cases = [];
for (const [name, type] of Object.entries(ArgonType)) {
	for (const [mem, time, parallelism] of [[8, 1, 1], [64, 3, 1], [1024, 1, 4], [4096, 2, 2]])
		cases.push([`${name}, ${mem} KiB, ${time}, ${parallelism}`, { pass: 'password', salt: 'somesalt', type, mem, time, parallelism }]);
}
for (const hashLen of [4, 16, 65, 512])
	cases.push([`${hashLen} bytes`, { pass: 'password', salt: 'somesalt', hashLen }]);
cases.push(['bytes', { pass: numbers(1, 300), salt: numbers(2, 40) }],
	['letters', { pass: 'größer 名前', salt: 'gewürzter' }],
	['secret', { pass: 'password', salt: 'somesalt', secret: numbers(3, 20), ad: numbers(4, 30) }],
	['large', { pass: 'password', salt: 'somesalt', mem: 30_000, hashLen: 32 }],
	['empty', { pass: '', salt: 'somesalt' }]);

const mistakes = { 'short salt': { salt: 'short' }, 'no memory': { mem: 1 }, 'short hash': { hashLen: 2 },
	'many lanes': { parallelism: 400 }, 'unknown type': { type: 9 } };

const wanted = async (options) => {
	const { hash, hashHex, encoded } = await argon2.hash(options);
	return { hash, hashHex, encoded };
};

export async function use(log) {
	for (const [name, options] of cases)
		log(name, await wanted(options));
	const { encoded } = await wanted(cases[2][1]);
	log('right', await argon2.verify({ pass: 'password', encoded }));
	// What is thrown is an object with a code and a message.
	for (const [name, options] of Object.entries(mistakes)) {
		const call = argon2.hash({ pass: 'password', salt: 'somesalt', ...options });
		log(name, await call.catch(({ code, message }) => ({ code, message })));
	}
	for (const [pass, text] of [['wrong', encoded], ['password', encoded.slice(0, -1)], ['password', 'nothing'], ['password', `${encoded}=`]])
		log(`${pass} for ${text}`, await argon2.verify({ pass, encoded: text }).catch(({ code, message }) => ({ code, message })));
}

/** argon2_hash_ext(), by its minified name. */
export function kill(exports) {
	exports.l(1, 64, 1, -64, 64, -64, 64, 1 << 16, 64, 1 << 17, 200, 2, 19, 0, 0);
}
