// SPDX-License-Identifier: MIT OR Apache-2.0
// A process that compares the modules of seeds with what is made of them: {seed, modes}
// comes in, a report goes out.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fuzzed, known } from '../expected.mjs';
import { generate, randomCalls } from './generate.mjs';
import { Host, NESTED_FAILURE } from './host.mjs';
import { interfaceOf } from './interface.mjs';
import { Rewriter, modeOf, original, rewritten } from './modes.mjs';
import { attempt, describe, invoke, isDeath, sameOutcome } from './outcome.mjs';
import { output, tool as built, workFolder } from './paths.mjs';
import { randomFrom } from './random.mjs';
import { stateDifferences } from './state.mjs';
import { Pairs } from './values.mjs';

const CALLS = 40;
const work = workFolder();
const rewriter = new Rewriter(process.env.UP_SEMANTICS_TOOL ?? built, work);

/** One side: a host, and the instance that it belongs to. */
class Side {
	constructor(make, seed, subject) {
		this.make = make;
		this.host = new Host(seed, subject);
		this.host.exports = () => this.instance?.exports ?? {};
	}

	start() {
		this.instance = undefined;
		this.host.depth = 0;
		return attempt(() => {
			this.instance = this.make(this.host.imports);
			return { kind: 'values', values: [] };
		});
	}

	call(type, { name, bits, values }) {
		return invoke(type, this.instance.exports[name], { bits, values });
	}

	/* To the host that is an instance which is not there yet. */
	reset() {
		const { exports } = this.host;
		this.host.exports = () => ({});
		this.host.depth = 0;
		const outcome = attempt(() => {
			this.instance.reset();
			return { kind: 'values', values: [] };
		});
		this.host.exports = exports;
		return outcome;
	}
}

const hasThrown = ({ kind }) => kind === 'exception' || kind === 'thrown';
const isPanic = ({ error }) => error?.name === 'PanicError' || error?.message === 'a panic';

class Comparison {
	failures = [];
	calls = 0;

	constructor(seed, subject, mode) {
		Object.assign(this, { seed, subject, mode });
		this.left = new Side((imports) => original(subject.module, imports, mode), seed, subject);
		this.right = new Side((imports) => rewritten(subject.made, imports, mode), seed, subject);
		this.nans = !subject.deterministic || mode.optimized;
	}

	#compare(what, a, b) {
		const [x, y] = [this.left, this.right].map(({ host }) => host.log.splice(0));
		this.nested = x.includes(NESTED_FAILURE);
		if (!this.#same(a, b))
			this.failures.push(`${what}: original ${describe(a)}, rewritten ${describe(b)}`);
		const at = x.findIndex((line, i) => line !== y[i]);
		if (at >= 0 || x.length !== y.length)
			this.failures.push(`${what}: imports called differently from the ${at}th on: ` +
				`${x.slice(at, at + 3)} and ${y.slice(at, at + 3)}`);
	}

	/*
	 * The generated JavaScript makes errors of its own: of panics, of arguments, and of
	 * outer calls when an inner one has died.
	 */
	#same(a, b) {
		if (a.kind === 'exception' && isPanic(b))
			return true;
		if (this.mode.glue && this.nested && isDeath(a) && b.error?.name === 'TerminatedError')
			return true;
		if (this.mode.glue && (a.kind === 'link' || a.kind === 'type'))
			return b.kind === a.kind || b.kind === 'type';
		const sides = [this.left, this.right].map(({ instance, host }) =>
			[{ exports: { ...host.tags } }, ...instance ? [instance] : []]);
		const { optimized } = this.mode;
		return sameOutcome(a, b, { pairs: this.pairs, nans: this.nans, optimized, sides });
	}

	#compareStates(what) {
		const [a, b] = [this.left, this.right].map(({ instance }) => instance.exports);
		for (const line of stateDifferences(a, b, { pairs: this.pairs, grown: this.grown }))
			this.failures.push(`after ${what}: ${line}`);
	}

	/* What imports do at random is the same for both from here on. */
	#sameChance() {
		for (const { host } of [this.left, this.right])
			host.random = randomFrom(this.seed * 1000 + this.calls);
	}

	/* Both anew. False if there is no instance to go on with. */
	#start() {
		this.pairs = new Pairs(this.mode);
		this.grown = false;
		this.#sameChance();
		this.#compare('instantiation', this.left.start(), this.right.start());
		if (!this.left.instance || !this.right.instance)
			return false;
		this.#compareStates('instantiation');
		return true;
	}

	/* Fresh states, by the rewritten module's own means if it has any. */
	#renew(what) {
		if (!this.right.instance.reset)
			return this.#start();
		this.pairs = new Pairs(this.mode);
		this.grown = true;
		this.#sameChance();
		this.#compare(`a reset after ${what}`, this.left.start(), this.right.reset());
		if (!this.left.instance || this.failures.length)
			return false;
		this.#compareStates(`a reset after ${what}`);
		return true;
	}

	/*
	 * It becomes fresh when it is entered: nothing else can be compared before. What the
	 * start function calls then is a part of the call, where there are exports to call.
	 */
	#heal() {
		this.pairs = new Pairs(this.mode);
		this.grown = true;
		this.#quiet(true);
		this.left.start();
		this.healing = true;
		return Boolean(this.left.instance);
	}

	#quiet(quiet) {
		this.left.host.quiet = quiet;
		this.right.host.quiet = quiet;
	}

	#mustRefuse(what, type, call) {
		const again = this.right.call(type, call);
		if (!isDeath(again) || !this.mode.refuses.test(again.message))
			this.failures.push(`${what} died, and the next call is not refused: ${describe(again)}`);
		this.right.host.log.length = 0;
	}

	/* One call; whether there is an instance to go on with. */
	#call(call) {
		const type = this.subject.functions.get(call.name);
		const given = this.mode.glue ? { ...call, bits: undefined } : call;
		const what = `call ${this.calls++}, ${call.name}(${call.values.map(String)})`;
		this.#sameChance();
		const [a, b] = [this.left, this.right].map((side) => side.call(type, given));
		// wrong arguments: it was not entered, and is still to become fresh
		if (this.healing && a.kind === 'type' && b.kind === 'type')
			return true;
		this.healing = false;
		this.#quiet(false);
		this.#compare(what, a, b);
		if (this.failures.length)
			return false;
		this.#compareStates(what);
		if (this.failures.length)
			return false;
		// whether it was an unwind does not show, nor what died while the host ran
		if (isDeath(a) && !this.mode.glue && (hasThrown(a) || this.nested))
			return this.#start();
		if (isDeath(a) && this.mode.heals)
			return this.#heal();
		if (isDeath(a) && !hasThrown(a))
			this.#mustRefuse(what, type, given);
		if (isDeath(a) || call.reset)
			return this.#renew(what);
		return true;
	}

	play(calls) {
		if (this.#start())
			calls.every((call) => this.#call(call) && this.failures.length === 0);
	}
}

async function compare(seed, subject, name) {
	const mode = modeOf(name);
	const made = await rewriter.rewrite(subject.bytes, subject.module, mode);
	if (made.refusal !== undefined)
		return { mode: name, refusal: made.refusal, failures: [], calls: 0 };
	const comparison = new Comparison(seed, { ...subject, made }, mode);
	comparison.play(subject.calls);
	return { mode: name, failures: comparison.failures, calls: comparison.calls };
}

function subjectOf(seed) {
	const { bytes, deterministic } = generate(seed, work);
	const random = randomFrom(seed + 7);
	const { functions, imports } = interfaceOf(bytes);
	return { bytes, deterministic, functions, imports, throws: random.oneIn(2),
		module: new WebAssembly.Module(bytes), calls: randomCalls(functions, random, CALLS) };
}

function keep(seed, bytes) {
	mkdirSync(join(output, 'failures'), { recursive: true });
	const file = join(output, 'failures', `${seed}.wasm`);
	writeFileSync(file, bytes);
	return file;
}

async function play({ seed, modes }) {
	let subject;
	try {
		subject = subjectOf(seed);
	} catch (error) {
		if (error instanceof WebAssembly.CompileError)
			return { engine: error.message, reports: [] };
		throw error;
	}
	const reports = [];
	for (const name of modes) {
		reports.push(await compare(seed, subject, name).catch((error) =>
			({ mode: name, failures: [error.stack], calls: 0 })));
	}
	rewriter.forget();
	const failed = reports.some(({ mode, failures, refusal }) => failures.length ||
		refusal && !known(fuzzed.refusals, { mode, message: refusal, script: '' }));
	return { reports, file: failed ? keep(seed, subject.bytes) : undefined };
}

process.on('message', async (job) => {
	try {
		process.send(await play(job));
	} catch (error) {
		process.send({ error: error.stack });
	}
});
process.on('disconnect', () => process.exit());
