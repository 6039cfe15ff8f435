// SPDX-License-Identifier: MIT OR Apache-2.0
// What has to hold of a Worker, one function for each. They get {app, broker, said,
// variant, facts, deadline} and throw; what they measure goes to facts.

import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { ask, countsOf, load, REQUESTS } from './load.mjs';

const PRIVATE = /password|panick|\.rs|wasm|RuntimeError|unreachable|Terminated|Error:|^\s*at |stack|memory/im;
// Whoever waits longer for a failure has waited for a time-out.
const AT_ONCE = 1000;

const asker = ({ app, deadline }) => (path) => ask(app, path, deadline);
const survivesPanics = ({ variant }) => variant.panic === 'unwind';
const starts = ({ said }) => said.all.split('\n').filter((line) => line === 'started').length;

function isPlainFailure(answer, what) {
	assert.equal(answer.status, 500, `${what}: ${answer.status} ${answer.text}`);
	assert.doesNotMatch(answer.text, PRIVATE, what);
}

async function isServed(get, after) {
	const { status, text } = await get('ok');
	assert.deepEqual([status, text], [200, 'ok'], `the request after ${after}`);
}

/* [in memory, in the storage, found there at the construction] of a counter. */
async function count(get, name, what = 'get') {
	const { status, text } = await get(`counter/${name}/${what}`);
	assert.equal(status, 200, `counter/${name}/${what}: ${status} ${text}`);
	return text.split(' ').map((word) => (word === '-' ? null : Number(word)));
}

async function faults(context) {
	const get = asker(context);
	for (const fault of ['panic', 'abort', 'oom', 'overflow', 'error']) {
		isPlainFailure(await get(fault), fault);
		await isServed(get, fault);
		isPlainFailure(await get(`slow/${fault}?ms=5`), `${fault}, later`);
		await isServed(get, `${fault}, later`);
	}
}

/* A thousand requests. */
async function underLoad(context) {
	const get = asker(context);
	await isServed(get, 'none');
	const before = starts(context);
	const answers = await load(context.app, context);
	const counts = context.facts.load = countsOf(answers);
	counts.resets = starts(context) - before;
	for (const answer of answers.filter(({ status }) => status !== 200))
		isPlainFailure(answer, answer.path);
	assert.equal(counts.requests, REQUESTS);
	assert.deepEqual([counts.panics, counts.aborts], [40, 20]);
	assert.equal(counts.ok + counts.siblings, REQUESTS - 60);
	assert.ok(counts.slowest < AT_ONCE, `a failure took ${counts.slowest} ms`);
	assert.deepEqual(counts.alone, [], 'failed without a fault in flight');
	if (survivesPanics(context))
		assert.equal(counts.besidePanics, 0, 'failed beside panics that unwind');
	// A fault that was in flight with another one may have failed with that.
	const most = survivesPanics(context) ? 20 : 60;
	assert.ok(counts.resets > 0 && counts.resets <= most, `${counts.resets} resets for ${most} ends`);
	await isServed(get, 'the load');
	await isStored(get, answers);
}

// Each addition that was answered is stored; one that failed may be, or not.
async function isStored(get, answers) {
	const additions = answers.filter(({ path }) => path === 'counter/load/add');
	const done = additions.filter(({ status }) => status === 200).length;
	const [, stored] = await count(get, 'load');
	assert.ok(stored >= done && stored <= additions.length, `${done} <= ${stored} <= ${additions.length}`);
}

/*
 * What becomes of a new Durable Object over a fault: it is 'kept', is there 'anew',
 * or is so before its initialisation had ended ('not ready'), or it is 'lost'.
 */
async function fateOf(get, name, path) {
	await count(get, name, 'add');
	assert.deepEqual((await count(get, name, 'add')).slice(0, 2), [2, 2]);
	const failed = await get(path);
	const { status, text } = await get(`counter/${name}/get`);
	const fate = { '2 2 0': 'kept', '0 2 2': 'anew', '0 2 -': 'not ready' }[text];
	return { failed, fate: fate ?? (status === 500 ? 'lost' : `${status} ${text}`) };
}

async function objects(context) {
	const get = asker(context);
	const { variant, facts } = context;
	const rebuilt = variant.waits ? 'anew' : 'not ready';
	const all = Object.entries({
		'its panic': 'counter/own-panic/panic',
		'a panic': 'panic',
		'its abort': 'counter/own-abort/abort',
		'an abort': 'abort',
		'its overflow': 'counter/own-overflow/overflow',
	});
	facts.objects = {};
	for (const [what, path] of all) {
		const name = path.split('/')[1] ?? path;
		const { failed, fate } = await fateOf(get, name, path);
		facts.objects[what] = failed.status === 500 ? fate : String(failed.status);
	}
	for (const [what] of all) {
		const expected = what.endsWith('panic') && survivesPanics(context) ? 'kept' : rebuilt;
		assert.equal(facts.objects[what], expected, `over ${what}`);
	}
}

/* Requests that wait, and a fault beside them: {answers, late}. */
async function beside(context, fault, ms) {
	const get = asker(context);
	const slow = Array.from({ length: 7 }, () => get(`slow?ms=${ms}`));
	await pause(100);
	const failed = await get(fault);
	isPlainFailure(failed, fault);
	await isServed(get, fault);
	const answers = await Promise.all(slow);
	return { answers, late: Math.max(...answers.map(({ to }) => to - failed.to)) };
}

/* Those that cannot go on are told so at once, not when their time is up. */
async function siblings(context) {
	const { facts } = context;
	facts.told = {};
	if (survivesPanics(context)) {
		const { answers } = await beside(context, 'panic', 400);
		for (const { status, text } of answers)
			assert.deepEqual([status, text], [200, 'slow'], 'beside a panic');
		facts.told.panic = 'alive';
	}
	for (const fault of survivesPanics(context) ? ['abort', 'overflow'] : ['panic', 'abort', 'overflow']) {
		const { answers, late } = await beside(context, fault, 2 * AT_ONCE);
		facts.told[fault] = late;
		for (const answer of answers)
			isPlainFailure(answer, `beside ${fault}`);
	}
	for (const [fault, late] of Object.entries(facts.told))
		assert.ok(late === 'alive' || late < AT_ONCE, `told ${late} ms after ${fault}`);
}

async function tell(context, path) {
	const { status, text } = await ask(context.broker, path, context.deadline);
	assert.equal(status, 200, `${path}: ${status} ${text}`);
	return JSON.parse(text);
}

async function queue(context) {
	const get = asker(context);
	for (const text of ['a', 'b'])
		assert.equal((await get(`queue/${text}`)).status, 200);
	assert.deepEqual(await tell(context, 'deliver'), { outcome: 'ok', delivered: 2, left: 0 });
	assert.deepEqual((await count(get, 'queue')).slice(0, 2), [2, 2]);
	for (const fault of ['panic', 'abort']) {
		await get(`queue/fault-${fault}`);
		await get('queue/c');
		const { outcome, left } = await tell(context, 'deliver');
		assert.notEqual(outcome, 'ok', fault);
		assert.equal(left, 2, 'what was not done comes again');
		await tell(context, 'forget');
		await isServed(get, `a ${fault} of the queue's consumer`);
	}
	await get('queue/d');
	const after = { outcome: 'ok', delivered: 1, left: 0 };
	assert.deepEqual(await tell(context, 'deliver'), after);
}

async function clock(context) {
	const get = asker(context);
	assert.deepEqual(await tell(context, 'cron/hourly'), { outcome: 'ok' });
	assert.deepEqual((await count(get, 'cron')).slice(0, 2), [1, 1]);
	for (const fault of ['panic', 'abort']) {
		assert.deepEqual(await tell(context, `cron/fault-${fault}`), { outcome: 'exception' });
		await isServed(get, `a ${fault} of the clock's`);
	}
	assert.deepEqual(await tell(context, 'cron/hourly'), { outcome: 'ok' });
}

// What the glue has besides the module's own, by all its names.
const HELPERS = ['PanicError', 'StaleInstanceError', 'TerminatedError', 'createInstance', 'entrypoint', 'init',
	'initSync', 'recovery_state', 'schedule_reinit', 'set_on_abort', 'set_on_reset', 'set_recovery_policy']
	.flatMap((name) => [name, `__${name}`]).concat('__wbg_reset_state', '__wbg_set_wasm', '__worker_init_state');

async function procedures(context) {
	assert.deepEqual(await tell(context, 'call/add/2/3'), { value: 5 });
	const called = [];
	for (const name of HELPERS) {
		const { error } = await tell(context, `call/${name}`);
		if (!/does not implement the method/.test(error ?? ''))
			called.push(name);
	}
	assert.deepEqual(called, [], 'procedures that are none');
	assert.deepEqual(await tell(context, 'call/add/1/1'), { value: 2 });
}

/* What workerd had to say about all that. */
async function log({ said }) {
	const complaints = said.all.split('\n').filter((line) =>
		/had hung|different request|will never (complete|resolve)|warning:|Uncaught (?!exception)/i.test(line));
	assert.deepEqual(complaints.slice(0, 5), []);
}

/** By name, in the order in which they are made, all on one workerd. */
export const checks = { load: underLoad, faults, objects, siblings, queue, clock, procedures, log };
