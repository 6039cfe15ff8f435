// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Whether two declarations of one crate say the same:
//
//     types-compare.mjs [-v] REAL.d.ts OURS.d.ts
//
// Everything that REAL exports has to be in OURS, and each of both has to be
// assignable to the other, as the strict compiler sees it. That is not all of it:
// for assignability `any` is anything, a parameter that may be left out is none,
// and what is read only may be written. So the types are compared once more with
// another type in the place of `any`, member by member. OURS may export more, and
// has to be free of errors that REAL does not have. Names of the exports of the
// module itself (InitOutput) may differ; those in both are compared.
//
// Ends with 0 if all is well, else with 1 and a line for every difference. Started by
// fork(), it answers messages [REAL, OURS] with such lines.

import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';

const require = createRequire(import.meta.url);
let ts;
for (const from of ['typescript', '../node/node_modules/typescript'])
	try {
		ts ??= require(from);
	} catch {
		// The other one, then.
	}
if (!ts) throw new Error('typescript is not there: npm ci');

const RAW = 'InitOutput';
const STARTERS = new Set(['default', 'initSync']);
const OPTIONS = {
	strict: true,
	noEmit: true,
	target: ts.ScriptTarget.ESNext,
	module: ts.ModuleKind.ESNext,
	moduleResolution: ts.ModuleResolutionKind.Bundler,
	lib: ['lib.esnext.d.ts', 'lib.dom.d.ts'],
	types: [],
};

// ---- programs ----

// The text with BRAND for every `any`: a type that only itself is assignable to.
const BRAND = '__AnythingAtAll';
const GLOBALS = `interface ${BRAND} { readonly __anything: 'at all'; }\n`;

function branded(file) {
	const text = ts.sys.readFile(file);
	const source = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true);
	let out = '';
	let at = 0;
	const visit = (node) => {
		if (node.kind === ts.SyntaxKind.AnyKeyword) {
			out += text.slice(at, node.getStart()) + BRAND;
			at = node.end;
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	return out + text.slice(at);
}

// The libraries are the same in all programs.
const libraries = new Map();

function createProgram(texts, options = OPTIONS) {
	const host = ts.createCompilerHost(options, true);
	const { readFile, fileExists, getSourceFile } = host;
	host.fileExists = (name) => texts.has(name) || fileExists.call(host, name);
	host.readFile = (name) => texts.get(name) ?? readFile.call(host, name);
	host.getSourceFile = (name, ...rest) => {
		if (texts.has(name)) return ts.createSourceFile(name, texts.get(name), ts.ScriptTarget.ESNext, true);
		if (!/\/lib\.[^/]*\.d\.ts$/.test(name)) return getSourceFile.call(host, name, ...rest);
		if (!libraries.has(name)) libraries.set(name, getSourceFile.call(host, name, ...rest));
		return libraries.get(name);
	};
	return ts.createProgram([...texts.keys()], options, host);
}

function textsOf(files, brand) {
	const texts = new Map(files.map((file) => [file, brand ? branded(file) : ts.sys.readFile(file)]));
	if (brand) texts.set(path.join(path.dirname(files[0]), '__globals.d.ts'), GLOBALS);
	return texts;
}

// The message, without the folders of the files.
function flat(diagnostic) {
	return ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n')
		.replaceAll(/"(\/[^"]*)\/([^"/]*)"/g, '"$2"').replaceAll('\n', '\n    ');
}

// ---- exports ----

const isSet = (flags, flag) => (flags & flag) !== 0;

function resolved(checker, symbol) {
	return isSet(symbol.flags, ts.SymbolFlags.Alias) ? checker.getAliasedSymbol(symbol) : symbol;
}

// What a file without `export {}` shows although nobody asked for that.
function isAccident(symbol) {
	return symbol.declarations.every((declaration) => {
		const statement = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
		return ts.canHaveModifiers(statement)
			&& !ts.getModifiers(statement)?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword);
	});
}

function exportsOf(program, file) {
	const checker = program.getTypeChecker();
	const module = checker.getSymbolAtLocation(program.getSourceFile(file));
	if (!module) throw new Error(`${file} is no module`);
	const { Value, Type } = ts.SymbolFlags;
	return new Map(checker.getExportsOfModule(module).map((symbol) => {
		const target = resolved(checker, symbol);
		const typeOnly = symbol.declarations.some((d) => ts.isTypeOnlyExportDeclaration(d));
		return [symbol.name, {
			symbol: target,
			accident: isAccident(symbol),
			value: isSet(target.flags, Value) && !typeOnly,
			type: isSet(target.flags, Type),
		}];
	}));
}

// ---- assignability, by a program that assigns ----

const isName = (name) => /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name);

function linesFor(name, { symbol, value, type }) {
	const { Class } = ts.SymbolFlags;
	const lines = [];
	const [real, ours] = ['Real', 'Ours'].map((module) => `${module}[${JSON.stringify(name)}]`);
	const types = ['Real', 'Ours'].map((module) => `${module}.${name}`);
	if (STARTERS.has(name)) {
		for (const [a, b] of [[real, ours], [ours, real]])
			lines.push(`{ const x: Parameters<typeof ${a}> = null! as Parameters<typeof ${b}>; use(x); }`);
		return lines;
	}
	if (value)
		for (const [a, b] of [[real, ours], [ours, real]])
			lines.push(`{ const x: typeof ${a} = ${b}; use(x); }`);
	if (type && name !== RAW && isName(name) && name !== 'default')
		if (isSet(symbol.flags, Class) || !symbol.declarations.some((d) => d.typeParameters?.length))
			for (const [a, b] of [types, types.toReversed()])
				lines.push(`{ const x: ${a} = null! as ${b}; use(x); }`);
	return lines;
}

function assign(real, ours, shared) {
	const check = path.join(path.dirname(ours), '__check.ts');
	const from = (file) => JSON.stringify(file.replace(/\.d\.ts$/, ''));
	const lines = [
		`import * as Real from ${from(real)};`,
		`import * as Ours from ${from(ours)};`,
		'declare function use(x: unknown): void;',
	];
	const names = new Map();
	for (const [name, found] of shared)
		for (const line of linesFor(name, found)) names.set(lines.push(line) - 1, name);
	const program = createProgram(new Map([[check, `${lines.join('\n')}\n`]]), { ...OPTIONS, skipLibCheck: true });
	const source = program.getSourceFile(check);
	return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map((diagnostic) => {
		const { line } = source.getLineAndCharacterOfPosition(diagnostic.start);
		const way = lines[line].includes('= Ours') || lines[line].includes('as Ours') || lines[line].includes('null! as Parameters<typeof Ours')
			? 'ours is not assignable to the real one' : 'the real one is not assignable to ours';
		return `${names.get(line) ?? 'check'}: ${way}: ${flat(diagnostic)}`;
	});
}

// ---- member by member ----

class Comparison {
	constructor(program, files) {
		this.checker = program.getTypeChecker();
		this.files = new Set(files);
		this.seen = new Set();
		this.found = [];
	}

	say(where, what) {
		this.found.push(`${where}: ${what}`);
	}

	text(type) {
		return this.checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation).replaceAll(BRAND, 'any');
	}

	assignable(where, a, b) {
		if (!this.checker.isTypeAssignableTo(a, b) || !this.checker.isTypeAssignableTo(b, a))
			this.say(where, `it is ${this.text(b)} in place of ${this.text(a)}`);
	}

	typeOf(symbol) {
		return this.checker.getTypeOfSymbol(symbol);
	}

	signature(where, a, b) {
		const count = (signature) => [signature.minArgumentCount, signature.parameters.length,
			ts.signatureHasRestParameter?.(signature) ?? signature.declaration?.parameters.some((p) => p.dotDotDotToken)].join();
		if (count(a) !== count(b)) {
			this.say(where, `it is ${this.checker.signatureToString(b)} in place of ${this.checker.signatureToString(a)}`);
			return;
		}
		for (const [i, parameter] of a.parameters.entries()) {
			// The real tool calls what is behind `this` by the name of that.
			if (parameter.name !== b.parameters[i].name && a.parameters[0].name !== '_this')
				this.say(where, `a parameter is called ${b.parameters[i].name} in place of ${parameter.name}`);
			this.assignable(`${where}(${parameter.name})`, this.typeOf(parameter), this.typeOf(b.parameters[i]));
		}
		this.assignable(`${where}()`, a.getReturnType(), b.getReturnType());
	}

	signatures(where, a, b, kind) {
		const [real, ours] = [a, b].map((type) => this.checker.getSignaturesOfType(type, kind));
		if (real.length !== ours.length) {
			this.say(where, `it has ${ours.length} signatures in place of ${real.length}`);
			return;
		}
		const hidden = (signature) => isSet(ts.getCombinedModifierFlags(signature.declaration), ts.ModifierFlags.Private);
		for (const [i, signature] of real.entries()) {
			const constructs = kind === ts.SignatureKind.Construct && signature.declaration && ours[i].declaration;
			if (constructs && hidden(signature) !== hidden(ours[i]))
				this.say(where, `the constructor is ${hidden(ours[i]) ? '' : 'not '}private`);
			this.signature(kind === ts.SignatureKind.Construct ? `new ${where}` : where, signature, ours[i]);
		}
	}

	// What can be written, and what to: 'never' if it is read only.
	written(symbol) {
		const setter = symbol.declarations?.find(ts.isSetAccessor);
		if (setter) return this.checker.getTypeAtLocation(setter.parameters[0]);
		const readonly = symbol.declarations?.some((declaration) => ts.isGetAccessor(declaration)
			|| isSet(ts.getCombinedModifierFlags(declaration), ts.ModifierFlags.Readonly));
		return readonly ? undefined : this.typeOf(symbol);
	}

	property(where, a, b) {
		const optional = (symbol) => isSet(symbol.flags, ts.SymbolFlags.Optional);
		const [real, ours] = [this.written(a), this.written(b)];
		if (!real !== !ours) this.say(where, `it is ${ours ? 'not ' : ''}read only`);
		else if (real) this.assignable(`${where}=`, real, ours);
		if (optional(a) !== optional(b)) this.say(where, `it is ${optional(b) ? '' : 'not '}optional`);
		this.types(where, this.typeOf(a), this.typeOf(b));
	}

	declaredHere(type) {
		const declarations = (type.symbol ?? type.aliasSymbol)?.declarations ?? [];
		return declarations.some((declaration) => this.files.has(declaration.getSourceFile().fileName));
	}

	types(where, a, b) {
		const key = `${a.id ?? this.text(a)} ${b.id ?? this.text(b)}`;
		if (this.seen.has(key)) return;
		this.seen.add(key);
		if (!this.declaredHere(a) || !this.declaredHere(b)) {
			this.assignable(where, a, b);
			return;
		}
		this.signatures(where, a, b, ts.SignatureKind.Call);
		this.signatures(where, a, b, ts.SignatureKind.Construct);
		const ours = new Map(this.checker.getPropertiesOfType(b).map((symbol) => [symbol.name, symbol]));
		for (const symbol of this.checker.getPropertiesOfType(a)) {
			const shown = symbol.declarations?.[0]?.name?.getText() ?? symbol.name;
			if (symbol.name === 'prototype') continue;
			if (!ours.has(symbol.name)) this.say(where, `there is no ${shown}`);
			else this.property(`${where}.${shown}`, symbol, ours.get(symbol.name));
			ours.delete(symbol.name);
		}
		for (const name of ours.keys())
			if (name !== 'prototype') this.say(where, `there is ${name}, and should not be`);
	}

	// Only what both modules call the same.
	raw(a, b) {
		const ours = new Map(this.checker.getPropertiesOfType(b).map((symbol) => [symbol.name, symbol]));
		for (const symbol of this.checker.getPropertiesOfType(a))
			if (ours.has(symbol.name)) this.property(`${RAW}.${symbol.name}`, symbol, ours.get(symbol.name));
	}

	export_(name, a, b) {
		const { Value, Type } = ts.SymbolFlags;
		if (STARTERS.has(name)) {
			const [real, ours] = [a, b].map((symbol) => this.typeOf(symbol).getCallSignatures()[0]);
			if (!real || !ours || real.minArgumentCount !== ours.minArgumentCount || real.parameters.length !== ours.parameters.length)
				this.say(name, 'it takes something else');
			return;
		}
		if (isSet(a.flags, Value) && !isSet(a.flags, ts.SymbolFlags.Enum)) this.types(name, this.typeOf(a), this.typeOf(b));
		if (!isSet(a.flags, Type)) return;
		const [real, ours] = [a, b].map((symbol) => this.checker.getDeclaredTypeOfSymbol(symbol));
		if (name === RAW) this.raw(real, ours);
		else if (isSet(a.flags, ts.SymbolFlags.Enum)) this.assignable(name, real, ours);
		else this.types(name, real, ours);
	}
}

// ---- errors of the declarations themselves ----

function errorsOf(file) {
	const program = createProgram(textsOf([file], false));
	const source = program.getSourceFile(file);
	return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(flat);
}

function compare(real, ours, notes) {
	const problems = [];
	const known = new Set(errorsOf(real));
	for (const error of errorsOf(ours))
		if (!known.has(error)) problems.push(`ours has an error: ${error}`);
		else notes.push(`an error in both: ${error}`);

	const program = createProgram(textsOf([real, ours], true), { ...OPTIONS, skipLibCheck: true });
	const [wanted, given] = [real, ours].map((file) => exportsOf(program, file));
	const comparison = new Comparison(program, [real, ours]);
	const shared = new Map();
	for (const [name, found] of wanted) {
		const other = given.get(name);
		if (!other && found.accident) {
			notes.push(`the real file shows ${name} by accident, ours does not`);
		} else if (!other) {
			problems.push(`${name} is missing`);
		} else if (found.value !== other.value || found.type !== other.type) {
			problems.push(`${name} is something else`);
		} else {
			shared.set(name, found);
			comparison.export_(name, found.symbol, other.symbol);
		}
	}
	for (const name of given.keys())
		if (!wanted.has(name)) notes.push(`ours has ${name} besides`);
	problems.push(...assign(real, ours, shared), ...comparison.found);
	notes.push(`${shared.size} exports were compared`);
	return problems;
}

function main(args) {
	const verbose = args[0] === '-v' && args.shift();
	if (args.length !== 2) {
		console.error('usage: types-compare.mjs [-v] REAL.d.ts OURS.d.ts');
		return 2;
	}
	for (const file of args)
		if (!ts.sys.fileExists(file)) {
			console.error(`${file} is not there`);
			return 2;
		}
	const notes = [];
	const problems = compare(...args.map((file) => path.resolve(file)), notes);
	if (verbose) console.log(notes.join('\n'));
	if (problems.length > 0) console.log(problems.join('\n'));
	return problems.length > 0 ? 1 : 0;
}

if (process.send)
	process.on('message', ([real, ours]) => process.send(compare(real, ours, [])));
else
	process.exitCode = main(process.argv.slice(2));
