// SPDX-License-Identifier: MIT OR Apache-2.0
// Killed at any time: in each place is the old file or the whole new one.
// UP_KILLS=N makes that N times instead of 200, UP_SEED=N other times.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { flavourFile } from './support/fixtures.mjs';
import { share } from './support/sparse.mjs';
import { TOOL, freshDir, runTool } from './support/tool.mjs';

const KILLS = Number(process.env.UP_KILLS ?? share(200));
const SEED = Number(process.env.UP_SEED ?? 20_240_229);
const ENOUGH = KILLS / 20;

/** Pseudo-random numbers from 0 to 1, the same in each run. */
function random(seed) {
	let state = seed;
	return () => {
		state = Math.imul(state ^ state >>> 15, 0x2c1b3c6d) + 0x9e3779b9 | 0;
		return ((state ^ state >>> 13) >>> 0) / 2 ** 32;
	};
}

const isTemporary = (name) => name.startsWith('.unpoison-');
const contents = (dir) => Object.fromEntries(fs.readdirSync(dir).sort().map((name) =>
	[name, fs.readFileSync(path.join(dir, name), 'latin1')]));

/** Runs the tool, and kills it after some milliseconds. Returns whether it was alive then. */
async function killedAfter(milliseconds, args) {
	const child = spawn(TOOL, args, { stdio: 'ignore' });
	const end = performance.now() + milliseconds;
	// No timer is that exact.
	while (performance.now() < end)
		continue;
	child.kill('SIGKILL');
	const [status, signal] = await once(child, 'exit');
	assert.ok(signal === 'SIGKILL' || status === 0, `${status} ${signal}`);
	return signal !== null;
}

/** How long a run takes, undisturbed: the median of some. */
function duration(args) {
	const times = Array.from({ length: 7 }, () => {
		const start = performance.now();
		assert.equal(runTool(args).status, 0);
		return performance.now() - start;
	});
	return times.sort((a, b) => a - b)[3];
}

/**
 * Kills runs over a directory with the files @before, all over the time that one
 * takes. @check gets what is there then.
 */
async function killMany(args, dir, before, check) {
	const next = random(SEED);
	const after = contents(dir);
	const seen = { old: 0, new: 0, mixed: 0, temporaries: 0 };
	let time = duration(args);
	for (let i = 0; i < KILLS; i++) {
		for (const [name, text] of Object.entries(before))
			fs.writeFileSync(path.join(dir, name), text, 'latin1');
		// The machine may have other things to do than before.
		const killed = await killedAfter(next() * 1.3 * time, args);
		time *= killed ? 1.01 : 0.98;
		const now = contents(dir);
		for (const name of Object.keys(now).filter(isTemporary)) {
			assert.match(name, /^\.unpoison-[0-9a-f]{16}$/);
			delete now[name];
			seen.temporaries++;
		}
		const what = `seed ${SEED}, kill ${i}`;
		assert.deepEqual(Object.keys(now), Object.keys(after), what);
		for (const name of Object.keys(now))
			assert.ok(now[name] === before[name] || now[name] === after[name], `${what}: ${name} is neither`);
		const fresh = Object.keys(now).filter((name) => now[name] === after[name]).length;
		seen[fresh === 0 ? 'old' : fresh === Object.keys(now).length ? 'new' : 'mixed']++;
		assert.ok(killed || fresh === Object.keys(now).length, what);
		check(now, after, what);
	}
	// What the killed ones have left is gone after a run that is not.
	assert.equal(runTool(args).status, 0);
	assert.deepEqual(contents(dir), after);
	return seen;
}

function report(test, seen) {
	test.diagnostic(`seed ${SEED}, ${KILLS} kills: ${JSON.stringify(seen)}`);
	assert.ok(seen.old >= ENOUGH && seen.new >= ENOUGH, JSON.stringify(seen));
}

describe('killed at random times', () => {
	it('-o', async (test) => {
		const dir = freshDir('killed');
		const args = ['-o', path.join(dir, 'out.wasm'), flavourFile('legacy')];
		assert.equal(runTool(args).status, 0);
		report(test, await killMany(args, dir, { 'out.wasm': 'old\n'.repeat(30_000) }, () => {}));
	});

	it('a package', async (test) => {
		const dir = freshDir('killed');
		const args = ['--target', 'bundler', '--out-dir', dir, '--out-name', 'mod', flavourFile('legacy')];
		assert.equal(runTool(['--target', 'bundler', '--out-dir', dir, '--out-name', 'mod', flavourFile('abort')]).status, 0);
		const before = contents(dir);
		// The file that loads the others is told from the old one, too.
		before['mod.js'] += '// old\n';
		before['mod.d.ts'] += '// old\n';
		before['mod_bg.js'] += '// old\n';
		assert.equal(runTool(args).status, 0);
		report(test, await killMany(args, dir, before, (now, after, what) => {
			if (now['mod.js'] === after['mod.js'])
				assert.deepEqual(now, after, what);
		}));
	});
});
