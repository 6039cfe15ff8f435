// SPDX-License-Identifier: MIT OR Apache-2.0
// Keys from a mnemonic, messages signed and encrypted, and transactions of many
// inputs and outputs, built, signed, written, read and searched.

const text = (string) => new TextEncoder().encode(string);
const MNEMONIC = text(
	'legal winner thank year wave sausage worth useful legal winner thank yellow',
);
const INPUTS = 40;
const OUTPUTS = 60;

function thrown(run) {
	try {
		return { value: run() };
	} catch (error) {
		return { error };
	}
}

function hashes({ Hash, KDF, PBKDF2Hashes, AES, AESAlgorithms }) {
	const data = text('unpoison '.repeat(2000));
	const names = ['sha1', 'sha256', 'sha256d', 'sha512', 'ripemd160', 'hash160'];
	const kdf = KDF.pbkdf2(text('password'), text('salt'), PBKDF2Hashes.SHA512, 50, 64);
	const key = Hash.sha256(text('key')).toBytes();
	const iv = Hash.ripemd160(text('iv')).toBytes().slice(0, 16);
	const sealed = AES.encrypt(key, iv, data, AESAlgorithms.AES256_CBC);

	return {
		plain: names.map((name) => Hash[name](data).toHex()),
		keyed: names.map((name) => Hash[`${name}Hmac`](data, key).toBytes()),
		derived: [kdf.getHash().toHex(), kdf.getSalt()],
		random: KDF.pbkdf2(text('password'), undefined, PBKDF2Hashes.SHA1, 5, 20).getSalt(),
		sealed,
		opened: new TextDecoder().decode(
			AES.decrypt(key, iv, sealed, AESAlgorithms.AES256_CBC),
		).length,
		wrong: thrown(() => AES.encrypt(key.slice(1), iv, data, AESAlgorithms.AES256_CBC)),
	};
}

function keys({ ExtendedPrivateKey, ExtendedPublicKey, ChainParams, P2PKHAddress, PrivateKey }) {
	const root = ExtendedPrivateKey.fromMnemonic(MNEMONIC, text('TREZOR'));
	const child = root.derive("m/44'/0'/0'/1/7");
	const visible = ExtendedPublicKey.fromXPriv(child).deriveChild(3);
	const address = child.getPublicKey().toAddress();
	const own = ChainParams.new(1, 2, 3, 4, 5, 0xfeedbeef);

	own.p2pkh = 111;
	return {
		root: root.toString(),
		child: child.toString(),
		visible: visible.toString(),
		plain: ExtendedPrivateKey.fromMnemonic(MNEMONIC).getChainCode(),
		fields: [
			child.getDepth(),
			child.getIndex(),
			child.getParentFingerprint(),
			child.getPrivateKey().toWIF(),
		],
		addresses: [
			address.toString(),
			address.setChainParams(ChainParams.Testnet()).toString(),
			address.setChainParams(own).toString(),
		],
		params: [own.magic, own.p2pkh, own.xpriv, new ChainParams().magic],
		again: P2PKHAddress.fromString(address.toString()).toPubKeyHashHex(),
		random: PrivateKey.fromRandom().toHex(),
		refused: [
			thrown(() => ExtendedPrivateKey.fromString('xprv9s21Z')),
			thrown(() => root.derive('44/nothing')),
			thrown(() => PrivateKey.fromHex('not hex')),
			thrown(() => P2PKHAddress.fromString('1BoatSLRHtKNngkdXEeobR76b53LETtpy0')),
		],
	};
}

function messages({
	PrivateKey,
	PublicKey,
	Signature,
	RecoveryInfo,
	SigningHash,
	ECDSA,
	ECDH,
	ECIES,
	BSM,
}) {
	const alice = PrivateKey.fromHex(
		'e9873d79c6d87dc0fb6a5778633389f4453213303da61f20bd67fc233aa33262',
	);
	const bob = PrivateKey.fromHex('1'.repeat(64));
	const message = text('Ünïcödé message, '.repeat(100));
	const signature = alice.signMessage(message);
	const compact = signature.toCompactBytes(RecoveryInfo.new(true, false, true));
	const sealed = ECIES.encrypt(message, alice, bob.toPublicKey(), false);
	const signed = BSM.signMessage(alice, message);

	return {
		signature: signature.toHex(),
		compact,
		withoutInfo: signature.toCompactHex(),
		valid: [
			alice.toPublicKey().isValidMessage(message, signature),
			bob.toPublicKey().isValidMessage(message, signature),
		],
		recovered: thrown(() =>
			Signature.fromCompactBytes(signature.toCompactBytes(null))
				.recoverPublicKey(message, SigningHash.Sha256)
				.toHex(),
		),
		deterministic: ECDSA.sign(alice, message, SigningHash.Sha256d, false).toHex(),
		random: ECDSA.signWithRandomK(alice, message, SigningHash.Sha256, false).toHex(),
		verified: thrown(() =>
			ECDSA.verify(
				message,
				alice.toPublicKey(),
				ECDSA.sign(alice, message, SigningHash.Sha256, false),
				SigningHash.Sha256,
			),
		),
		shared: [
			ECDH.deriveSharedKey(alice, bob.toPublicKey()),
			ECDH.deriveSharedKey(bob, alice.toPublicKey()),
		],
		sealed: [
			sealed.getCiphertext(),
			sealed.getHMAC(),
			sealed.extractPublicKey().toHex(),
			sealed.getCipherKeys()?.get_iv(),
		],
		opened: new TextDecoder()
			.decode(bob.decryptMessage(sealed, alice.toPublicKey()))
			.slice(0, 20),
		bitcoin: [
			signed.toCompactHex(),
			BSM.isValidMessage(message, signed, alice.toPublicKey().toAddress()),
		],
		point: PublicKey.fromHex(alice.toPublicKey().toHex()).toDecompressed().toHex(),
	};
}

function scripts({ Script, ScriptTemplate, Bytes }) {
	const script = Script.fromASMString(
		'OP_DUP OP_HASH160 0102030405060708090a0b0c0d0e0f1011121314 OP_EQUALVERIFY OP_CHECKSIG',
	);
	const template = ScriptTemplate.from_asm_string(
		'OP_DUP OP_HASH160 OP_PUBKEYHASH OP_EQUALVERIFY OP_CHECKSIG',
	);
	const bytes = Bytes.fromHex('00112233');

	bytes.reverse();
	return {
		hex: script.toHex(),
		length: script.getScriptLength(),
		bits: script.toScriptBits(),
		extended: script.toExtendedASMString(),
		matches: [script.is_match(template), script.matches(template)],
		pushed: [10, 80, 300, 70000].map((n) =>
			Script.encodePushData(new Uint8Array(n).fill(n & 0xff)),
		),
		bytes: [bytes.toHex(), bytes.read(), bytes.readReverse()],
		refused: thrown(() => Script.fromASMString('OP_NOPE zz')),
	};
}

function build({ Transaction, TxIn, TxOut, Script, P2PKHAddress, PrivateKey, Hash }, locking) {
	const transaction = new Transaction(1, 0);

	for (let i = 0; i < INPUTS; i++) {
		const input = new TxIn(
			Hash.sha256(text(`parent ${i}`)).toBytes(),
			i,
			Script.fromHex(''),
			i % 3 ? undefined : 7 + i,
		);

		input.setSatoshis(BigInt(i) * 1000n + 5_000_000_000n);
		transaction.addInput(input);
	}
	transaction.addOutputs(
		Array.from(
			{ length: OUTPUTS },
			(_, i) => new TxOut(BigInt(i) * 0x1_0000_0000n, locking),
		),
	);

	const key = PrivateKey.fromBytes(new Uint8Array(32).fill(9));

	transaction.prependOutput(
		new TxOut(12n, P2PKHAddress.fromPubKey(key.toPublicKey()).toLockingScript()),
	);
	return { transaction, key };
}

function transactions(bsv) {
	const { Transaction, MatchCriteria, Script, SigHash, ScriptTemplate } = bsv;
	const locking = Script.fromASMString(
		'OP_DUP OP_HASH160 0102030405060708090a0b0c0d0e0f1011121314 OP_EQUALVERIFY OP_CHECKSIG',
	);
	const { transaction, key } = build(bsv, locking);
	const before = transaction.toHex();
	const signatures = [];

	for (let i = 0; i < INPUTS; i++) {
		const signature = transaction.sign(
			key,
			SigHash.InputsOutputs,
			i,
			locking,
			5_000_000_000n + BigInt(i),
		);
		const input = transaction.getInput(i);

		input.setUnlockingScript(
			key
				.toPublicKey()
				.toAddress()
				.toUnlockingScript(key.toPublicKey(), signature),
		);
		transaction.setInput(i, input);
		signatures.push(transaction.verify(key.toPublicKey(), signature));
	}

	const big = new MatchCriteria().setMin(0x20_0000_0000n).setMax(0x30_0000_0000n);
	const like = new MatchCriteria().setScriptTemplate(ScriptTemplate.from_script(locking));
	const json = transaction.toString();

	return {
		before: text(before),
		signatures: signatures.every(Boolean),
		id: transaction.getIdHex(),
		size: transaction.getSize(),
		counts: [transaction.getInputsCount(), transaction.getOutputsCount()],
		satoshis: [transaction.satoshisIn(), transaction.satoshisOut()],
		missing: [transaction.getInput(INPUTS), transaction.getOutput(OUTPUTS + 1)],
		found: [
			transaction.matchOutputs(big),
			transaction.matchOutput(like),
			transaction.matchInputs(like),
		],
		none: transaction.matchOutput(new MatchCriteria().setValue(3n)),
		preimage: transaction.sighashPreimage(SigHash.Legacy_Input, 3, locking, 77n),
		json: JSON.parse(json).inputs.length,
		object: transaction.toJSON(),
		outpoints: transaction.getOutpoints(),
		again: [
			Transaction.fromJsonString(json).getIdHex(),
			Transaction.fromHex(transaction.toHex()).getIdHex(),
			Transaction.fromCompactBytes(transaction.toCompactBytes()).satoshisIn(),
		],
		input: input(transaction.getInput(4)),
		refused: thrown(() => Transaction.fromHex('0100')),
	};
}

function input(one) {
	return {
		previous: [
			one.getPrevTxIdHex(),
			one.getPrevTxIdHex(true),
			one.getOutpointBytes(false),
		],
		numbers: [
			one.getVOut(),
			one.getSequence(),
			one.getSatoshis(),
			one.getScriptSigSize(),
			one.isCoinbase(),
		],
		unlocking: [one.getUnlockingScript()?.toASMString(), one.getUnlockingScriptBytes()],
	};
}

export default function use(bsv) {
	bsv.configureStacktrace();
	return {
		hashes: hashes(bsv),
		keys: keys(bsv),
		messages: messages(bsv),
		scripts: scripts(bsv),
		transactions: transactions(bsv),
	};
}
