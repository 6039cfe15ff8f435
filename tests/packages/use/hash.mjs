// SPDX-License-Identifier: MIT OR Apache-2.0
// C by clang, inlined as base64: nineteen digests, and functions that derive keys.

import { createHash } from 'node:crypto';
import * as hash from 'hash-wasm';
import { numbers, prose } from '../lib/data.mjs';

const inputs = { empty: '', text: 'größer 名前', bytes: numbers(11, 1000), large: numbers(12, 700_001) };

const digests = ['adler32', 'blake2b', 'blake2s', 'blake3', 'crc32', 'crc64', 'keccak', 'md4', 'md5', 'ripemd160', 'sha1',
	'sha224', 'sha256', 'sha3', 'sha384', 'sha512', 'sm3', 'whirlpool', 'xxhash32', 'xxhash64', 'xxhash3', 'xxhash128'];

const makers = { sha256: 'createSHA256', blake3: 'createBLAKE3', md5: 'createMD5', xxhash64: 'createXXHash64', sha3: 'createSHA3' };

async function streamed(maker) {
	const hasher = await hash[maker]();
	hasher.init();
	for (let at = 0; at < 20_000; at += 777)
		hasher.update(inputs.large.subarray(at, at + 777));
	const state = hasher.save();
	const first = hasher.update('and more').digest('hex');
	hasher.init();
	return [hasher.blockSize, hasher.digestSize, state, first, hasher.load(state).update('and other').digest('binary')];
}

const salt = numbers(8, 16);

const derivations = {
	argon2id: () => hash.argon2id({ password: 'päss', salt, iterations: 2, parallelism: 2, memorySize: 512, hashLength: 32 }),
	argon2i: () => hash.argon2i({ password: 'p', salt, iterations: 1, parallelism: 1, memorySize: 64, hashLength: 64, outputType: 'encoded' }),
	argon2d: () => hash.argon2d({ password: 'p', salt, secret: 'with a secret', iterations: 1, parallelism: 1, memorySize: 2048, hashLength: 16 }),
	bcrypt: () => hash.bcrypt({ password: 'p', salt, costFactor: 5, outputType: 'encoded' }),
	scrypt: () => hash.scrypt({ password: 'p', salt, costFactor: 1024, blockSize: 8, parallelism: 2, hashLength: 48 }),
	pbkdf2: () => hash.pbkdf2({ password: 'p', salt, iterations: 500, hashLength: 32, hashFunction: hash.createSHA512() }),
};

export async function use(log) {
	for (const name of digests) {
		for (const [what, input] of Object.entries(inputs))
			log(`${name} of ${what}`, await hash[name](input));
	}
	log('as in Node', await hash.sha256(inputs.large) === createHash('sha256').update(inputs.large).digest('hex'));
	for (const maker of Object.values(makers))
		log(maker, await streamed(maker));
	for (const [name, derive] of Object.entries(derivations))
		log(name, await derive());
	log('hmac', (await hash.createHMAC(hash.createSHA1(), 'key')).update(prose(99)).digest());
	log('right', await hash.argon2Verify({ password: 'p', hash: await derivations.argon2i() }));
	log('wrong', await hash.bcryptVerify({ password: 'q', hash: await derivations.bcrypt() }));
	await log.error('bits', () => hash.sha3('', 100));
	await log.error('no text', () => hash.md5(5));
	await log.error('state of another', async () =>
		(await hash.createMD5()).load((await hash.createSHA1()).init().save()));
	await log.error('before init()', async () => (await hash.createMD5()).init().digest() && (await hash.createMD5()).digest()
		&& (await hash.createMD5()).load(new Uint8Array(9)));
	await log.error('short salt', () => hash.argon2d({ password: 'p', salt: 'short', iterations: 1, parallelism: 1, memorySize: 64, hashLength: 64 }));
	await log.error('cost', () => hash.scrypt({ password: 'p', salt, costFactor: 1000, blockSize: 8, parallelism: 1, hashLength: 8 }));
}

export const victim = (live) => live.find(({ exports }) => 'Hash_Update' in exports);

export function kill(exports) {
	exports.Hash_Update(0x7ffffff0);
}
