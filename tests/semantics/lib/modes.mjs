// SPDX-License-Identifier: MIT OR Apache-2.0
// The ways to rewrite a module and to make an instance of what comes out.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const PROTOCOL = '__unpoison';

/*
 * flags    of the tool
 * glue     whether JavaScript is generated, and calls go through it
 * heals    whether a dead instance becomes fresh by itself
 * refuses  what a call into a dead instance ends with
 */
const KINDS = {
	standalone: { flags: ['--standalone'], refuses: /unreachable/ },
	heal: { flags: ['--standalone=heal'], heals: true },
	glue: { flags: ['--target', 'web', '--no-typescript'], glue: true, refuses: /^Module terminated/ },
	module: { flags: [], refuses: /^the module says that it is terminated$/ },
};

/** KIND[+FLAG[=VALUE]]..., such as heal+-O2 or glue+--eh=exnref. */
export function modeOf(name) {
	const [kind, ...more] = name.split('+');
	if (!Object.hasOwn(KINDS, kind))
		throw new Error(`unknown mode: ${name} (known: ${Object.keys(KINDS).join(', ')})`);
	const extra = more.flatMap((flag) => flag.split('='));
	return { ...KINDS[kind], name, kind, flags: [...KINDS[kind].flags, ...extra],
		optimized: extra.some((flag) => flag.startsWith('-O')) };
}

/* The imports of the protocol for a module without generated JavaScript. */
function protocol() {
	const fail = (text) => () => {
		throw new Error(text);
	};
	return {
		terminated: fail('the module says that it is terminated'),
		panic: () => 0,
		raise: fail('a panic'),
		unwind: (error) => {
			throw error;
		},
		pass() {},
		note_panic() {},
		note_throw() {},
		note_oom() {},
		restore: fail('imported state can only be restored by JavaScript that knows it'),
	};
}

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** Throws unless the interface of the rewritten module is that of the original. */
function checkInterface(original, rewritten, mode) {
	const kept = new Map(WebAssembly.Module.exports(rewritten).map(({ name, kind }) => [name, kind]));
	for (const { name, kind } of WebAssembly.Module.exports(original)) {
		if (kept.get(name) !== kind)
			throw new Error(`the export ${JSON.stringify(name)} is lost`);
	}
	const had = WebAssembly.Module.imports(original);
	for (const entry of WebAssembly.Module.imports(rewritten)) {
		if (entry.module === PROTOCOL && !mode.kind.match(/standalone|heal/))
			continue;
		if (!had.some((other) => same(other, entry)))
			throw new Error(`a new import: ${entry.module}.${entry.name}`);
	}
}

/** Rewrites modules; the same one in the same mode once. */
export class Rewriter {
	#done = new Map();
	#count = 0;

	constructor(tool, work) {
		this.tool = tool;
		this.work = work;
	}

	#run(bytes, mode) {
		const base = join(this.work, `${process.pid}-${this.#count++}`);
		const input = `${base}.wasm`;
		writeFileSync(input, bytes);
		const to = mode.glue ? ['--out-dir', base, '--out-name', 'mod'] : ['-o', `${base}.out.wasm`];
		const args = ['-q', ...mode.flags, ...to, input];
		const run = spawnSync(this.tool, args, { encoding: 'utf8', timeout: 60_000 });
		const command = [this.tool, ...args].join(' ');
		if (run.error || run.status !== 0 && run.status !== 1)
			throw new Error(`${command}: ${run.error ?? run.signal ?? `status ${run.status}`}\n${run.stderr}`);
		if (run.status === 1)
			return { refusal: run.stderr.trim().split('\n').map((line) =>
				line.replace(`unpoison: ${input}: `, '')).join('\n') };
		if (!mode.glue)
			return { bytes: readFileSync(`${base}.out.wasm`) };
		writeFileSync(join(base, 'package.json'), '{"type":"module"}');
		return { bytes: readFileSync(join(base, 'mod_bg.wasm')), js: join(base, 'mod.js') };
	}

	/**
	 * {refusal: text} or {module, bytes, glue}: `glue` is the namespace of the JavaScript.
	 * Throws when the tool crashes or the result is not what it has to be.
	 */
	async rewrite(bytes, original, mode) {
		const key = createHash('sha256').update(bytes).update(mode.name).digest('hex');
		if (!this.#done.has(key))
			this.#done.set(key, this.#rewriteAnew(bytes, original, mode));
		return this.#done.get(key);
	}

	async #rewriteAnew(bytes, original, mode) {
		const made = this.#run(bytes, mode);
		if (made.refusal !== undefined)
			return made;
		const module = new WebAssembly.Module(made.bytes);
		checkInterface(original, module, mode);
		const glue = mode.glue && await import(pathToFileURL(made.js).href);
		return { ...made, module, glue };
	}

	forget() {
		this.#done.clear();
	}
}

const plain = (exports) => ({ exports, linked: exports });

/** What other modules see of exports that are functions of JavaScript. */
function throughJavaScript(exports) {
	const linked = Object.create(null);
	for (const [name, value] of Object.entries(exports))
		linked[name] = typeof value === 'function' ? (...args) => value(...args) : value;
	return { exports, linked };
}

/**
 * An instance of the original as it is to be compared in a mode: {exports, linked,
 * reset}. `linked` is what other modules import.
 */
export function original(module, imports, mode) {
	const { exports } = new WebAssembly.Instance(module, imports);
	return mode.glue ? throughJavaScript(exports) : plain(exports);
}

/** The same of the rewritten module. `reset` makes its state fresh, if it can. */
export function rewritten({ module, glue }, imports, { flags }) {
	if (glue) {
		const pkg = glue.createInstance({ module, imports });
		return { ...plain(pkg), reset: flags.includes('none') ? undefined : pkg.__wbg_reset_state };
	}
	const { exports } = new WebAssembly.Instance(module, { ...imports, [PROTOCOL]: protocol() });
	return { ...plain(exports), reset: exports.__wbg_reset_state };
}

export function makeFolder(path) {
	if (!existsSync(path))
		mkdirSync(path, { recursive: true });
}
