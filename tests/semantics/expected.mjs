// SPDX-License-Identifier: MIT OR Apache-2.0
// What is known to be different, each with its reason. Whatever else is different is
// a failure, and so is a line here that nothing needs any more.

/**
 * Modules that the tool does not take: what it says, where (folder or folder/script),
 * in which modes, and why.
 */
export const refusals = [
	{ says: /has a 64-bit memory \(memory64\)/, in: ['memory64'], why: 'only wasm32' },
	{ says: /the name of an export, which begins with '', has a NUL in it/, in: ['core/names'],
		why: 'names end at a NUL in Binaryen' },
	{ says: /Recursion groups of size zero not supported/, in: ['core/type-rec'], why: 'Binaryen' },
	{ says: /unused expressions without block context/, why: 'Binaryen: element segments of several forms',
		in: ['core/elem', 'function-references/elem'] },
	{ says: /invalid element segment index/, why: 'Binaryen: element segments of several forms',
		in: ['core/elem', 'extended-const/elem', 'function-references/elem', 'reference-types/elem'] },
	{ says: /the module is not valid; wasm-validate tells where/, why: 'Binaryen: element segments of several forms',
		in: ['core/elem', 'function-references/elem'] },
	{ says: /^the module exports 'init', a name that the generated JavaScript needs itself/, modes: ['glue'],
		why: 'said in the manual: --rename' },
	{ says: /^the memory is shared and imported: threads that use it cannot be stopped/, in: ['threads'],
		modes: ['glue'], why: 'said in the manual: --reset none' },
	{ says: /^--standalone=heal: the (memory|table) is imported, so only its JavaScript can put it back/,
		modes: ['heal'], why: 'said in the manual: --standalone' },
	{ says: /^--standalone=heal: the memory is shared/, modes: ['heal'], in: ['threads'],
		why: 'said in the manual: --standalone' },
];

const otherModule = 'an export that another module puts into the exporter\'s own table is entered while ' +
	'the module runs, which looks like a call into a dead one; the manual says so';
const groupOfTag = 'Binaryen drops the recursion group of a tag\'s type, so that more tags fit';

const keptObjects = 'objects of GC that a global which cannot be set, or a segment, got at instantiation stay as they ' +
	'are in a reset in place; the manual says so';
const theirException = 'an exception that JavaScript passes on between two modules is no longer known by its tag ' +
	'where the importing module unwinds; the manual says so';

const droppedImports = 'Binaryen\'s optimizer drops imports that nobody uses';
const aliasedTags = 'Binaryen\'s optimizer takes two imported tags for different ones';

/** Commands of which the rewritten modules make something else. */
export const differences = [
	...['core/linking', 'reference-types/linking', 'mutable-global/linking', 'function-references/linking']
		.map((script) => ({ script, says: /^assert_return "(Mt\.call|call|call Mt\.call)": original \((-4|i32 0xfffffffc)\), rewritten/,
			modes: ['standalone', 'glue', 'module'], why: otherModule })),
	{ script: 'exceptions/tag', says: /^assert_unlinkable: .* imported tag does not match .* rewritten \(\)$/,
		why: groupOfTag },
	{ optimized: true, says: /^assert_unlinkable: original link: .* rewritten \(\)$/, why: droppedImports },
	{ script: 'core/instance', optimized: true, says: /^assert_return "tag":/, why: aliasedTags },
	{ script: 'gc/array_init_elem', says: /^assert_(return|trap) "array_(call_nth|init_elem)"/, why: keptObjects },
	{ script: 'exceptions/try_table', says: /^assert_return "catch-imported":/, modes: ['glue'], why: theirException },
	{ script: 'legacy/exceptions', says: /^assert_return "catch-theirs":/, modes: ['glue'], why: theirException },
];

/** What scripts expect, and what engines do otherwise: said of the original alone. */
export const outdated = [
	{ script: 'mutable-global/linking', why: 'segments have been applied one by one since bulk memory',
		says: /^assert_unlinkable "(elements|data) segment does not fit"|^assert_trap call "uninitialized"/ },
];

/** Modules that V8 does not take: what it says, and where. */
export const engine = [
	{ says: /custom-descriptors|descriptor types|unknown import kind|not a subtype of \(ref any\)/,
		in: ['custom-descriptors'], why: 'a proposal' },
	{ says: /invalid memory limits flags/, in: ['custom-page-sizes'], why: 'a proposal' },
	{ says: /invalid numeric opcode/, in: ['wide-arithmetic'], why: 'a proposal' },
	{ says: /larger than implementation limit/, in: ['core/table'], why: 'a table of 4 GB' },
];

const isIn = (list, script) => !list || list.some((place) => script === place || script.startsWith(`${place}/`));
const isOf = ({ modes, optimized }, mode) => (!modes || modes.includes(mode.split('+')[0])) &&
	(!optimized || mode.includes('+-O'));

/** Whether an entry of a table is about a mode. */
export { isOf as isAbout };

/** The entry of a table that a message is known by. */
export const known = (table, { script, mode = '', message }) => table.find((entry) =>
	entry.says.test(message) && isIn(entry.in ?? (entry.script && [entry.script]), script) && isOf(entry, mode));

/** The same for modules made at random. */
export const fuzzed = {
	refusals: [
		{ says: /^the module mixes try and try_table/, why: 'said in the manual' },
		{ says: /^--eh legacy: the module uses try_table/, why: 'said in the manual' },
		{ says: /^--standalone=heal: the memory is shared/, why: 'said in the manual' },
	],
	differences: [],
};
