// SPDX-License-Identifier: MIT OR Apache-2.0
// Keys from the host's randomness, secrets agreed upon, and what is refused.

function thrown(run) {
	try {
		return { value: run() };
	} catch (error) {
		return { error };
	}
}

function exchange({ Keys, encapsulate, decapsulate }) {
	const keys = new Keys();
	const kex = encapsulate(keys.pubkey);
	const secret = decapsulate(kex.ciphertext, keys.secret);
	const same = Buffer.compare(secret, kex.sharedSecret) === 0;
	const spoiled = kex.ciphertext;

	spoiled[7] ^= 1;

	const result = {
		pubkey: keys.pubkey,
		secret: keys.secret,
		ciphertext: kex.ciphertext,
		shared: secret,
		same,
		rejected: Buffer.compare(decapsulate(spoiled, keys.secret), secret) !== 0,
	};

	keys.free();
	kex.free();
	return result;
}

export default function use(kyber) {
	const { Kex, Keys, Params, keypair, encapsulate, decapsulate } = kyber;
	const keys = keypair();
	const kex = new Kex(keys.pubkey);
	const before = kex.sharedSecret;

	kex.sharedSecret = new Uint8Array(32).fill(7);
	kex.ciphertext = Array.from({ length: Params.ciphertextBytes }, (_, i) => i & 0xff);
	return {
		sizes: [
			Params.publicKeyBytes,
			Params.secretKeyBytes,
			Params.ciphertextBytes,
			Params.sharedSecretBytes,
		],
		first: exchange(kyber),
		others: Array.from({ length: 20 }, () => exchange(kyber)).map(
			({ shared, same }) => [shared, same],
		),
		before,
		set: [kex.sharedSecret, kex.ciphertext],
		implicit: decapsulate(kex.ciphertext, keys.secret),
		refused: [
			thrown(() => encapsulate(new Uint8Array(5))),
			thrown(() => decapsulate(new Uint8Array(5), keys.secret)),
		],
		kinds: [keys instanceof Keys, kex instanceof Kex, Object.isFrozen(Kex)],
	};
}
