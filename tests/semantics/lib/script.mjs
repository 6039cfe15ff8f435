// SPDX-License-Identifier: MIT OR Apache-2.0
// A script of the specification: its modules, its commands, and the two ways to
// play it: by its own expectations, and the original beside the rewritten module.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { functionTypes } from './interface.mjs';
import { attempt, describe, failure, invoke, isDeath, sameOutcome } from './outcome.mjs';
import { original, rewritten } from './modes.mjs';
import { stateDifferences } from './state.mjs';
import { Pairs, bitsMatch, toBits, toValue, valueMatches } from './values.mjs';
import { World } from './world.mjs';

const MODULES = new Set(['module', 'module_definition', 'assert_unlinkable', 'assert_uninstantiable']);
const MAX_FAILURES = 5;

/** Reads a script, and compiles its modules: {commands, engine}. */
export function readScript(dir) {
	const { commands } = JSON.parse(readFileSync(join(dir, 'commands.json'), 'utf8'));
	const engine = []; // what it says of modules that it does not take
	for (const command of commands) {
		const file = command.binary_filename ?? command.filename;
		if (MODULES.has(command.type) && file !== undefined)
			command.definition = define(readFileSync(join(dir, file)), command.line, engine);
	}
	return { commands, engine };
}

export const isScript = (dir) => existsSync(join(dir, 'commands.json'));

function define(bytes, line, engine) {
	try {
		const module = new WebAssembly.Module(bytes);
		return { bytes, line, module, types: functionTypes(bytes),
			imports: WebAssembly.Module.imports(module) };
	} catch (error) {
		engine.push({ line, message: error.message });
		return { bytes, line, absent: 'the engine does not take it' };
	}
}

/* What all ways have in common: which instance a command means. */
class Player {
	names = new Map();
	definitions = new Map();
	registered = new Map();
	current = -1;
	count = 0;
	done = 0; // commands
	skipped = 0;
	failures = [];
	line = 0;

	fail(message) {
		this.failures.push({ line: this.line, message });
	}

	play(commands) {
		for (const command of commands) {
			this.line = command.line;
			try {
				this.#step(command);
			} catch (error) {
				this.fail(`the harness failed: ${error.stack}`);
			}
			if (this.failures.length >= MAX_FAILURES)
				break;
		}
	}

	#step(command) {
		const { type, definition } = command;
		switch (type) {
		case 'module':
			return this.#module(command, definition);
		case 'module_definition':
			return void this.definitions.set(command.name, definition);
		case 'module_instance':
			return this.#module({ ...command, name: command.instance },
				this.definitions.get(command.module));
		case 'register':
			return this.#register(command);
		case 'assert_unlinkable': case 'assert_uninstantiable':
			return this.#count(definition.absent, () => this.tryOut(command));
		case 'assert_malformed': case 'assert_invalid':
		case 'assert_malformed_custom': case 'assert_invalid_custom':
			return undefined;
		default:
			return this.#action(command);
		}
	}

	#count(absent, play) {
		if (absent) {
			this.skipped++;
		} else {
			this.done++;
			play();
		}
	}

	/* What needs an instance that is not there is not there either. */
	#module(command, definition) {
		const number = this.count++;
		this.current = number;
		if (command.name !== undefined)
			this.names.set(command.name, number);
		const missing = definition.imports?.some(({ module }) =>
			this.registered.has(module) && !this.has(this.registered.get(module)));
		this.#count(definition.absent ?? missing, () => this.instantiate(number, definition));
	}

	#register({ name, as }) {
		const number = name === undefined ? this.current : this.names.get(name);
		this.registered.set(as, number);
		this.#count(!this.has(number), () => this.register(as, number));
	}

	#action(command) {
		const { action: { module, field, type, args } } = command;
		const number = module === undefined ? this.current : this.names.get(module);
		this.#count(!this.has(number), () => this.act(command, {
			number, field, type,
			bits: args?.every((arg) => !arg.type.includes('ref')) && args.map(toBits),
			values: args?.map(toValue),
		}));
	}

	/** What an action ends with in a world. */
	outcome(world, { number, field, type, bits, values }) {
		const { exports, definition } = world.instances.get(number);
		if (type === 'get')
			return attempt(() => ({ kind: 'values', values: [exports[field].value] }));
		return invoke(definition.types.get(field), exports[field], { bits, values });
	}
}

const hidden = /^type incompatibility when transforming from\/to JS$/;
const EXPECTED = { assert_trap: 'trap', assert_exhaustion: 'exhaustion', assert_exception: 'exception' };

/** Plays a script on the original alone, and looks at what it expects. */
export class ByExpectation extends Player {
	world = new World(({ module }, imports) => original(module, imports, {}));

	has(number) {
		return this.world.instances.has(number);
	}

	instantiate(number, definition) {
		const made = this.world.instantiate(number, definition);
		if (made.kind !== 'instance')
			this.fail(`no instance: ${describe(made)}`);
	}

	tryOut({ type, definition, text }) {
		const made = this.world.tryOut(definition);
		const kinds = type === 'assert_unlinkable' ? ['link', 'type'] : ['trap', 'exhaustion', 'exception'];
		if (!kinds.includes(made.kind))
			this.fail(`${type} "${text}", but: ${made.kind === 'instance' ? 'an instance' : describe(made)}`);
	}

	register(as, number) {
		this.world.register(as, number);
	}

	act({ type, expected, text }, action) {
		const outcome = this.outcome(this.world, action);
		const good = type === 'assert_return' || type === 'action'
			? this.#returns(expected ?? [], outcome, type) : outcome.kind === EXPECTED[type];
		if (!good) {
			this.fail(`${type} ${action.field} ${JSON.stringify(expected ?? text ?? '')}, but: ` +
				describe(outcome));
		}
	}

	#returns(expected, outcome, type) {
		if (outcome.kind === 'bits')
			return type === 'action' || expected.every((value, i) => bitsMatch(value, outcome.bits.subarray(i * 16)));
		if (outcome.kind === 'values')
			return type === 'action' || expected.every((value, i) => valueMatches(value, outcome.values[i]));
		// JavaScript may not see the value at all
		return outcome.kind === 'type' && hidden.test(outcome.message);
	}
}

/** Plays a script on the original and on the rewritten module, and compares. */
export class SideBySide extends Player {
	shared = new Set(); // instances that others know
	stale = new Set(); // instances that are to be fresh when they are entered
	grown = new Set(); // instances that were reset

	constructor(mode) {
		super();
		this.mode = mode;
		this.pairs = new Pairs(mode);
		this.left = new World(({ module }, imports) => original(module, imports, mode));
		this.right = new World(({ rewritten: made }, imports) => rewritten(made, imports, mode));
	}

	has(number) {
		return this.left.instances.has(number) && this.right.instances.has(number);
	}

	get context() {
		const sides = [this.left, this.right].map((world) => [...world.instances.values()]);
		const { optimized } = this.mode;
		return { pairs: this.pairs, sides, nans: optimized, optimized };
	}

	compare(what, a, b) {
		if (!this.#same(a, b))
			this.fail(`${what}: original ${describe(a)}, rewritten ${describe(b)}`);
		const [x, y] = [this.left.log.splice(0), this.right.log.splice(0)];
		if (x.join('\n') !== y.join('\n'))
			this.fail(`${what}: imports called differently: ${x} and ${y}`);
	}

	/* The glue looks at imports and arguments itself, and has words of its own. */
	#same(a, b) {
		if (this.mode.glue && (a.kind === 'link' || a.kind === 'type'))
			return b.kind === a.kind || b.kind === 'type';
		return sameOutcome(a, b, this.context);
	}

	/* Only what is shared can have been changed by others. */
	compareStates(what, number) {
		for (const i of new Set([number, ...this.shared])) {
			const [a, b] = [this.left, this.right].map((world) => world.instances.get(i));
			if (this.stale.has(i) || !a || !b)
				continue;
			const context = { ...this.context, grown: this.grown.has(i) };
			for (const line of stateDifferences(a.exports, b.exports, context))
				this.fail(`after ${what}: ${line}`);
		}
		const context = { ...this.context, grown: true };
		for (const line of stateDifferences(this.left.spectest, this.right.spectest, context))
			this.fail(`after ${what}: spectest: ${line}`);
	}

	#sharedBy(definition) {
		return definition.imports.filter(({ module }) => this.registered.has(module))
			.map(({ module }) => this.registered.get(module));
	}

	instantiate(number, definition) {
		const others = this.#sharedBy(definition);
		const made = [this.left, this.right].map((world) => world.instantiate(number, definition));
		const what = `the module of line ${definition.line}`;
		this.compare(what, ...made.map(onlyKind));
		if (others.length || definition.imports.some(isState))
			[number, ...others].forEach((i) => this.shared.add(i));
		this.compareStates(what, number);
	}

	tryOut({ type, definition }) {
		const made = [this.left, this.right].map((world) => world.tryOut(definition)).map(onlyKind);
		this.compare(type, ...made);
		this.compareStates(type, -1);
		if (made.some(isDeath) && definition.imports.length)
			this.#freshWorlds();
	}

	register(as, number) {
		this.left.register(as, number);
		this.right.register(as, number);
	}

	act({ type }, action) {
		const { number, field } = action;
		this.#revive(number, type);
		if (this.mode.glue)
			action.bits = undefined;
		const what = `${type} ${JSON.stringify(field)}`;
		const outcomes = [this.left, this.right].map((world) => this.outcome(world, action));
		this.compare(what, ...outcomes);
		this.compareStates(what, number);
		if (outcomes.some(isDeath)) {
			this.#mustRefuse(what, action);
			this.#renew(number);
		}
	}

	/* The original has to be made anew for what the other one does by itself. */
	#revive(number, type) {
		if (!this.stale.delete(number))
			return;
		this.#replaceLeft(number);
		if (type === 'get')
			this.right.replace(number);
	}

	#mustRefuse(what, action) {
		if (this.mode.heals)
			return;
		const again = this.outcome(this.right, action);
		if (!isDeath(again) || !this.mode.refuses.test(again.message))
			this.fail(`${what} died, and the next call is not refused: ${describe(again)}`);
		this.right.log.length = 0;
	}

	/* Functions stay in a reset, but not in an original that is made anew. */
	#replaceLeft(number) {
		this.pairs = new Pairs(this.mode);
		return this.left.replace(number);
	}

	/* After a death: a fresh state on both sides, by the rewritten module's own means. */
	#renew(number) {
		const { reset } = this.right.instances.get(number);
		if (this.shared.has(number))
			return this.#freshWorlds();
		this.grown.add(number);
		if (this.mode.heals)
			return void this.stale.add(number);
		const renewed = [this.#replaceLeft(number),
			reset ? attempt(() => ({ kind: 'instance', value: reset() })) : this.right.replace(number)];
		this.compare('a fresh state', ...renewed.map(onlyKind));
		return this.compareStates('a reset', number);
	}

	#freshWorlds() {
		this.left = this.left.anew();
		this.right = this.right.anew();
		this.stale.clear();
		this.grown.clear();
		this.compare('instances made anew', { kind: 'values', values: [] }, { kind: 'values', values: [] });
	}
}

const isState = ({ kind }) => kind === 'memory' || kind === 'table';

const onlyKind = (made) => made.kind === 'instance' ? { kind: 'values', values: [] } : made;

export { failure };
