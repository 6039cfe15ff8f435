// SPDX-License-Identifier: MIT OR Apache-2.0
// A schema, a document of some size as JSON and as CBOR, and documents that break it.

const SCHEMA = `
catalogue = { version: uint, title: tstr .size (1..80), items: [+ item], ? notes: { * tstr => any } }
item = { id: uint, name: tstr, price: number, tags: [* tag], ? dimensions: [3*3 float], kind: &(book: 1, toy: 2, tool: 3) }
tag = "new" / "used" / tstr .regexp "[a-z]+-[0-9]+"
`;

const BROKEN = ['a = { b: tstr', 'a = b', '= 3', 'a = 1\na = 2', ''];

function documentOf(count) {
	return {
		version: 3,
		title: 'Über den Katalog',
		items: Array.from({ length: count }, (_, i) => ({
			id: i,
			name: `item № ${i}`,
			price: i * 1.5 + 0.25,
			tags: ['new', `shelf-${i}`],
			dimensions: [i + 0.5, 1.5, 2.25],
			kind: 1 + (i % 3),
		})),
		notes: { checked: true, by: [null, 'me'] },
	};
}

function head(major, value) {
	const bits = major << 5;

	if (value < 24) return [bits | value];
	return value < 0x100 ? [bits | 24, value] : [bits | 25, value >> 8, value & 0xff];
}

function float(value) {
	const view = new DataView(new ArrayBuffer(9));

	view.setUint8(0, 0xfb);
	view.setFloat64(1, value);
	return [...new Uint8Array(view.buffer)];
}

function cbor(value) {
	if (value === null) return [0xf6];
	if (typeof value === 'boolean') return [value ? 0xf5 : 0xf4];
	if (typeof value === 'number')
		return Number.isInteger(value) ? head(0, value) : float(value);
	if (typeof value === 'string') {
		const bytes = [...new TextEncoder().encode(value)];

		return [...head(3, bytes.length), ...bytes];
	}
	if (Array.isArray(value)) return [...head(4, value.length), ...value.flatMap(cbor)];
	return [
		...head(5, Object.keys(value).length),
		...Object.entries(value).flat().flatMap(cbor),
	];
}

function outcome(run) {
	try {
		return { value: run() };
	} catch (error) {
		return { error };
	}
}

// Every way to break the document, one at a time.
const MISTAKES = [
	(doc) => {
		doc.version = -1;
	},
	(doc) => {
		doc.title = '';
	},
	(doc) => {
		doc.items = [];
	},
	(doc) => {
		doc.items[7].kind = 9;
	},
	(doc) => {
		doc.items[3].tags.push('Wrong');
	},
	(doc) => {
		doc.items[5].dimensions.pop();
	},
	(doc) => {
		delete doc.items[1].name;
	},
	(doc) => {
		doc.extra = 1;
	},
];

export default function use(cddl) {
	const good = documentOf(60);
	const broken = MISTAKES.map((spoil) => {
		const copy = structuredClone(documentOf(10));

		spoil(copy);
		return copy;
	});
	const json = (doc) =>
		outcome(() => cddl.validate_json_from_str(SCHEMA, JSON.stringify(doc), undefined));
	const binary = (doc) =>
		outcome(() =>
			cddl.validate_cbor_from_slice(SCHEMA, Uint8Array.from(cbor(doc)), [
				'cbor',
				3,
			]),
		);

	return {
		syntax: cddl.cddl_from_str(SCHEMA),
		checked: [SCHEMA, ...BROKEN].map((text) =>
			outcome(() => cddl.validate_cddl_from_str(text, true)),
		),
		parsed: BROKEN.map((text) => outcome(() => cddl.cddl_from_str(text))),
		good: [json(good), binary(good)],
		broken: broken.map((doc) => [json(doc), binary(doc)]),
		notJson: outcome(() => cddl.validate_json_from_str(SCHEMA, '{', null)),
		notCbor: outcome(() =>
			cddl.validate_cbor_from_slice(SCHEMA, new Uint8Array([0xff, 0x00])),
		),
	};
}
