// SPDX-License-Identifier: MIT OR Apache-2.0
// Recovery of crates with bindings: the host that a crate calls, and what that does
// to the calls on the way.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { crateFile, each, hole, isStale, ours, real, realDir, setHooks, UNWINDING } from './support/bindgen.mjs';
import { abortedOnce, isTerminated, show, thrown } from './support/expect.mjs';
import { load, open } from './support/load.mjs';
import { isAtGeneration, isRefusal, timeOut } from './support/recovery.mjs';
import { freshDir, rewriteOk } from './support/tool.mjs';

const SCHEDULES = 2; // the handler of the crate that asks for a fresh state
const NOTES = 0; // the one that calls the host

hole('H2: a frame of an old state does not harm the fresh one', {
	ours: async (flavour) => {
		for (const reset of ['in-place', 'reinstantiate']) {
			const { pkg, aborts, hooks } = await ours(flavour, { flags: ['--reset', reset] });
			let inner;
			hooks.call = () => {
				inner = thrown(() => pkg.trap());
				pkg.__wbg_reset_state();
				pkg.bump();
				pkg.bump();
				return 5;
			};
			isRefusal(pkg, thrown(() => pkg.calls(1)), { generation: 0 });
			abortedOnce(aborts, { error: inner, reason: 'trap', export: 'trap' });
			isAtGeneration(pkg, 1, inner);
			assert.equal(pkg.count(), 2);
			assert.equal(pkg.greet('x'), 'hello x');

			// The same, and the module was alive when it was reset.
			hooks.call = () => {
				pkg.__wbg_reset_state();
				return 5;
			};
			isRefusal(pkg, thrown(() => pkg.calls(1)), { generation: 1 });
			isRefusal(pkg, thrown(() => new pkg.Counter(1, 'a').calls(1)), { generation: 2 });
			isAtGeneration(pkg, 3);
			assert.equal(pkg.bump(), 1);
			assert.equal(aborts.length, 1);
		}
	},
	theirs: async (flavour) => {
		const { pkg, hooks } = await real(flavour);
		pkg.set_handler(SCHEDULES);
		hooks.call = () => {
			thrown(() => pkg.trap());
			assert.equal(pkg.bump(), 1); // on a fresh instance
			return 5;
		};
		thrown(() => pkg.calls(1));
		assert.equal(thrown(() => pkg.bump()).message, 'Module terminated');
	},
});

each('H2: only the outermost call brings a fresh state about', async (flavour) => {
	const { pkg, aborts, hooks } = await ours(flavour);
	pkg.set_recovery_policy({ mode: 'reset' });
	pkg.set_handler(SCHEDULES);
	let inner, refusal, object;
	hooks.call = () => {
		object = new pkg.Counter(4, 'inner');
		inner = thrown(() => pkg.trap());
		refusal = thrown(() => pkg.bump());
		return 5;
	};
	const outer = thrown(() => pkg.calls(1));
	isRefusal(pkg, refusal, { generation: 0, cause: inner });
	isRefusal(pkg, outer, { generation: 0, cause: inner });
	abortedOnce(aborts, { error: inner, reason: 'trap', export: 'trap' });
	assert.equal(pkg.bump(), 1);
	assert.equal(pkg.drops(), 0);
	isStale(pkg, thrown(() => object.bump()));
});

hole('H3: a call that asks for a fresh state goes on with the old one', {
	ours: async (flavour) => {
		for (const reset of ['in-place', 'reinstantiate']) {
			const { pkg, hooks } = await ours(flavour, { flags: ['--reset', reset] });
			pkg.bump();
			hooks.call = () => {
				assert.equal(pkg.bump(), 3); // 2 is that of the call in progress
				const counter = new pkg.Counter(9, 'nine');
				assert.equal(counter.name, 'nine');
				return 100;
			};
			assert.equal(pkg.reinit_then_call(1), 104);
			assert.equal(pkg.recovery_state().generation, 0);
			assert.equal(pkg.count(), 0);
			isAtGeneration(pkg, 1);

			hooks.call = () => {
				pkg.schedule_reinit();
				return pkg.bump();
			};
			assert.equal(pkg.calls(0), 2);
			assert.equal(pkg.bump(), 1);
			isAtGeneration(pkg, 2);
		}
	},
	theirs: async (flavour) => {
		const { pkg, hooks } = await real(flavour);
		pkg.bump();
		hooks.call = () => pkg.bump();
		// 2, then 3 on the same state, then 4, and 3 of the host, would be 7.
		assert.notEqual(pkg.reinit_then_call(1), 7);
	},
});

hole('H5: both hooks are told once, however deep the abort is', {
	ours: async (flavour) => {
		const { pkg, aborts, hooks } = await ours(flavour);
		pkg.set_handler(NOTES);
		const order = [];
		hooks.note = (text) => order.push(text);
		pkg.set_on_abort((abort) => {
			order.push('host');
			aborts.push(abort);
		});
		hooks.call = (x) => x === 0 ? pkg.trap() : pkg.calls(x - 1);
		const error = thrown(() => pkg.calls(5));
		assert.ok(error instanceof WebAssembly.RuntimeError, show(error));
		abortedOnce(aborts, { error, reason: 'trap', export: 'trap' });
		assert.deepEqual(order, ['handler', 'host']);
		isTerminated(pkg, () => pkg.bump(), error);
		assert.deepEqual(order, ['handler', 'host']);
	},
	theirs: async (flavour) => {
		const { pkg, hooks } = await real(flavour);
		pkg.set_handler(NOTES);
		hooks.call = () => pkg.trap();
		thrown(() => pkg.calls(1));
		assert.deepEqual(hooks.notes, ['handler', 'handler']);
	},
});

each('B11: an import that swallows the abort does not save its caller', async (flavour) => {
	const { pkg, aborts, hooks } = await ours(flavour);
	let inner;
	hooks.call = () => {
		inner ??= thrown(() => pkg.trap());
		return 1;
	};
	isRefusal(pkg, thrown(() => pkg.calls_twice(1)), { generation: 0, cause: inner });
	abortedOnce(aborts, { error: inner, reason: 'trap', export: 'trap' });
	pkg.__wbg_reset_state();
	assert.equal(pkg.drops(), 0);
	// The same by a catch import, whose error is no value for the crate then.
	hooks.attempt = () => {
		inner = thrown(() => pkg.trap());
		throw new Error('other');
	};
	const error = thrown(() => pkg.attempts(1));
	assert.equal(pkg.recovery_state().terminated, true);
	assert.ok(error === inner || error.message === 'other' || error.cause === inner, show(error));
	assert.equal(aborts.length, 2);
});

each('an import that throws', async (flavour, { unwinds }) => {
	const { pkg, aborts, hooks } = await ours(flavour);
	for (const object of [new Error('mine'), { own: true }, undefined, 'text', new RangeError('not of the stack'), new WebAssembly.RuntimeError('made by hand')]) {
		hooks.call = hooks.attempt = () => {
			throw object;
		};
		// As far as anybody can tell, a trap of another module.
		const deadly = object instanceof WebAssembly.RuntimeError;
		if (!deadly) {
			const caught = pkg.attempts(1);
			assert.ok(Array.isArray(caught) && caught[0] === object);
			assert.deepEqual(aborts, []);
		}
		const drops = pkg.drops(), count = pkg.bump();
		const counter = new pkg.Counter(1, 'a');
		assert.ok(Object.is(thrown(() => counter.calls(1)), object));
		if (unwinds && !deadly) {
			assert.equal(counter.bump(), 2); // it was not left borrowed
			assert.ok(Object.is(thrown(() => pkg.calls(1)), object));
			assert.equal(pkg.drops(), drops + 1);
			assert.equal(pkg.count(), count);
		} else {
			abortedOnce(aborts, { error: object, reason: 'foreign-exception', export: 'Counter.calls' });
			aborts.length = 0;
			isTerminated(pkg, () => pkg.bump(), object);
			return;
		}
	}
});

each('an import that resets the module while it is called', async (flavour) => {
	for (const reset of ['in-place', 'reinstantiate']) {
		const { pkg, hooks, aborts } = await ours(flavour, { flags: ['--reset', reset] });
		const counter = new pkg.Counter(1, 'a');
		hooks.call = () => {
			pkg.__wbg_reset_state();
			assert.equal(pkg.greet('inside'), 'hello inside');
			throw new Error('lost');
		};
		isRefusal(pkg, thrown(() => counter.calls(1)), { generation: 0 });
		hooks.give_text = () => {
			pkg.__wbg_reset_state();
			return 'a text that has nowhere to go'.repeat(1000);
		};
		isRefusal(pkg, thrown(() => pkg.calls_text(1)), { generation: 1 });
		hooks.attempt = () => {
			pkg.__wbg_reset_state();
			throw new Error('kept by nobody');
		};
		isRefusal(pkg, thrown(() => pkg.attempts(1)), { generation: 2 });
		hooks.run = (closure) => {
			closure(0);
			pkg.__wbg_reset_state();
			assert.equal(closure(0), undefined);
			return 1;
		};
		isRefusal(pkg, thrown(() => pkg.lends()), { generation: 3 });
		isAtGeneration(pkg, 4);
		assert.equal(pkg.recovery_state().stale_calls, 1);
		assert.equal(pkg.ran(), 0);
		assert.equal(pkg.greet('after'), 'hello after');
		assert.deepEqual(aborts, []);
	}
});

const RAW = `
	exports.raw_call = (x) => globalThis.hooks.raw_call(x);
`;

async function withEnv(dir) {
	const copy = freshDir('env');
	fs.cpSync(dir, copy, { recursive: true });
	fs.mkdirSync(path.join(copy, 'node_modules/env'), { recursive: true });
	fs.writeFileSync(path.join(copy, 'node_modules/env/index.js'), RAW);
	setHooks();
	return (await open(copy, 'mod', 'nodejs')).pkg;
}

hole('H15: an import that nothing describes is one like others', {
	flavours: UNWINDING,
	ours: async (flavour) => {
		const { dir } = rewriteOk(crateFile(flavour, 'raw'), ['--target', 'nodejs']);
		const pkg = await withEnv(dir);
		const error = new Error('raw');
		hooks.raw_call = () => {
			throw error;
		};
		assert.equal(thrown(() => pkg.calls(1)), error);
		assert.equal(pkg.drops(), 1);
		assert.equal(pkg.recovery_state().terminated, false);
		hooks.raw_call = (x) => x * 2;
		assert.equal(pkg.calls(4), 9);
	},
	theirs: async (flavour) => {
		const pkg = await withEnv(realDir(crateFile(flavour, 'raw'), 'nodejs'));
		const error = new Error('raw');
		hooks.raw_call = () => {
			throw error;
		};
		assert.equal(thrown(() => pkg.calls(1)), error);
		assert.equal(thrown(() => pkg.drops()).message, 'Module terminated');
	},
});

each('H15: in a build without unwinding it is an abort', async (flavour, { unwinds }) => {
	if (unwinds)
		return;
	const { dir } = rewriteOk(crateFile(flavour, 'raw'), ['--target', 'nodejs']);
	const pkg = await withEnv(dir);
	const error = new Error('raw');
	hooks.raw_call = () => {
		throw error;
	};
	assert.equal(thrown(() => pkg.calls(1)), error);
	isTerminated(pkg, () => pkg.drops(), error);
	pkg.__wbg_reset_state();
	assert.equal(pkg.drops(), 0);
	assert.equal(pkg.greet('x'), 'hello x');
});

hole("H16: the module's own exports are guarded as well", {
	ours: async (flavour) => {
		const { pkg, aborts } = await ours(flavour, { target: 'web' });
		const raw = pkg.initSync();
		assert.equal(raw.memory, pkg.initSync().memory);
		const [trap] = Object.keys(raw).filter((name) => name.startsWith('trap'));
		const bump = Object.keys(raw).find((name) => name.startsWith('bump'));
		assert.equal(raw[bump](), 1);
		const error = thrown(() => raw[trap]());
		assert.ok(error instanceof WebAssembly.RuntimeError);
		assert.equal(aborts.length, 1);
		isTerminated(pkg, () => raw[bump](), error);
		isTerminated(pkg, () => pkg.bump(), error);
		pkg.schedule_reinit();
		assert.equal(raw[bump](), 1);
		assert.equal(Object.keys(raw).filter((name) => name.startsWith('__unpoison')).length, 0);
	},
	theirs: async (flavour) => {
		const { pkg } = await real(flavour, { target: 'web' });
		const raw = pkg.initSync();
		thrown(() => raw.trap());
		assert.equal(raw.bump(), 1);
		assert.equal(pkg.bump(), 2);
	},
});

// Recursion of the host alone, until its stack ends.
const dig = () => dig() + 1;

hole('H20: the end of the stack inside an import is an abort, in every build', {
	ours: async (flavour) => {
		for (const name of ['calls', 'attempts']) {
			const { pkg, aborts, hooks } = await ours(flavour);
			hooks.call = hooks.attempt = () => dig();
			const error = thrown(() => pkg[name](1));
			assert.ok(error instanceof RangeError, show(error));
			abortedOnce(aborts, { error, reason: 'stack-overflow', export: name });
			isTerminated(pkg, () => pkg.bump(), error);
			pkg.__wbg_reset_state();
			assert.equal(pkg.bump(), 1);
		}
	},
	theirs: async (flavour) => {
		const { pkg, hooks } = await real(flavour);
		hooks.call = () => dig();
		assert.ok(thrown(() => pkg.calls(1)) instanceof RangeError);
		// It depends on how the crate was built, and on the engine.
		if (flavour === 'legacy')
			assert.equal(pkg.bump(), 1);
		else
			assert.equal(thrown(() => pkg.bump()).message, 'Module terminated');
	},
});

each('mutual recursion of crate and host until the stack ends', async (flavour) => {
	const { pkg, aborts, hooks } = await ours(flavour);
	pkg.set_recovery_policy({ mode: 'reset' });
	for (let round = 1; round <= 3; round++) {
		hooks.call = () => pkg.calls(1);
		const error = thrown(() => pkg.calls(1));
		assert.ok(error instanceof RangeError || error instanceof pkg.TerminatedError, show(error));
		assert.equal(pkg.bump(), 1);
		assert.equal(pkg.greet('x'), 'hello x');
		assert.equal(pkg.recovery_state().generation, round);
		assert.equal(aborts.length, round);
		assert.equal(aborts.at(-1).reason, 'stack-overflow');
	}
});

each('the host stops a call: the next one finds the module dead', async (flavour) => {
	for (const mode of ['throw', 'reset']) {
		const { pkg, aborts, hooks } = await ours(flavour);
		pkg.set_recovery_policy({ mode });
		pkg.set_handler(NOTES);
		pkg.bump();
		hooks.keep = (closure) => {
			hooks.kept = closure;
		};
		pkg.keeps();
		timeOut(() => pkg.spin());
		if (mode === 'throw') {
			isTerminated(pkg, () => pkg.greet('x'));
			assert.equal(hooks.kept(0), undefined);
			assert.deepEqual(hooks.notes, ['handler']);
		} else {
			assert.equal(pkg.greet('x'), 'hello x');
			assert.equal(pkg.count(), 0);
			isAtGeneration(pkg, 1);
		}
		assert.equal(aborts.length, 1);
		assert.equal(aborts[0].reason, 'host-terminated');
		assert.equal(aborts[0].export, 'greet');
	}
});

// Calls that find out, by how they are written, with what they return.
const FINDING = {
	'plus(2, 3)': [(pkg) => pkg.plus(2, 3), 5],
	'index(1)': [(pkg) => pkg.index(1), 2],
	'sum()': [(pkg) => pkg.sum(Uint32Array.of(40, 2)), 42],
	'a static method': [(pkg) => pkg.Counter.make(3).value, 3],
	'a constructor': [(pkg) => new pkg.Counter(4, 'four').name, 'four'],
};

each('the host stops a call: what finds out is done, by whatever name it goes', async (flavour) => {
	const { pkg, aborts } = await ours(flavour, { flags: ['--rename', 'add=plus'] });
	pkg.set_recovery_policy({ mode: 'reset' });
	for (const [i, [call, result]] of Object.values(FINDING).entries()) {
		timeOut(() => pkg.spin());
		assert.equal(call(pkg), result);
		isAtGeneration(pkg, i + 1);
		assert.equal(aborts.length, i + 1);
	}
	assert.deepEqual([pkg.plus.name, pkg.index.name], ['plus', 'index']);
	assert.equal(pkg.plus.prototype.constructor, pkg.plus); // as of a declared function
});

each('the host stops a call: a closure that finds out is quiet', async (flavour) => {
	const { pkg, aborts, hooks } = await ours(flavour);
	hooks.keep = (closure) => {
		hooks.kept = closure;
	};
	pkg.keeps();
	timeOut(() => pkg.spin());
	assert.equal(hooks.kept(0), undefined);
	assert.equal(pkg.recovery_state().stale_calls, 1);
	assert.equal(aborts.length, 1);
	assert.equal(aborts[0].reason, 'host-terminated');
	isTerminated(pkg, () => pkg.bump());
});

each('the host stops a call: a free() that finds out is quiet', async (flavour) => {
	for (const mode of ['throw', 'reset']) {
		const { pkg, aborts } = await ours(flavour);
		pkg.set_recovery_policy({ mode });
		const counter = new pkg.Counter(1, 'one');
		timeOut(() => pkg.spin());
		assert.equal(counter.free(), undefined);
		assert.equal(aborts.length, 1);
		assert.equal(aborts[0].reason, 'host-terminated');
		assert.equal(pkg.recovery_state().terminated, true);
		if (mode === 'throw') isTerminated(pkg, () => pkg.bump());
		else assert.equal(pkg.bump(), 1);
	}
});

each('entries of a table that JavaScript has are guarded too', async (flavour) => {
	const { dir } = rewriteOk(crateFile(flavour, 'raw'), ['--target', 'nodejs']);
	const pkg = await withEnv(dir);
	const table = pkg.table();
	const entry = Array.from({ length: table.length }, (_, i) => table.get(i)).find((function_) => function_ !== null);
	timeOut(() => pkg.spin());
	isTerminated(pkg, () => pkg.greet('x'));
	isRefusal(pkg, thrown(() => entry()), { generation: 0 });
	pkg.__wbg_reset_state();
	assert.equal(pkg.greet('x'), 'hello x');
});
