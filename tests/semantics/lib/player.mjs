// SPDX-License-Identifier: MIT OR Apache-2.0
// A process that plays scripts: {dir, modes} comes in, a report of each way goes out.
// The engine may crash, or never come back.

import { ByExpectation, SideBySide, readScript } from './script.mjs';
import { Rewriter, modeOf } from './modes.mjs';
import { tool as built, workFolder } from './paths.mjs';

const rewriter = new Rewriter(process.env.UP_SEMANTICS_TOOL ?? built, workFolder());

/* Rewrites all modules; which of them the tool refuses, and why. */
async function prepare(commands, mode) {
	const refusals = [];
	for (const { definition } of commands) {
		if (!definition || definition.absent === 'the engine does not take it')
			continue;
		definition.absent = undefined;
		const made = await rewriter.rewrite(definition.bytes, definition.module, mode);
		definition.rewritten = made;
		if (made.refusal !== undefined) {
			definition.absent = 'the tool does not take it';
			refusals.push({ line: definition.line, message: made.refusal });
		}
	}
	return refusals;
}

const report = ({ done, skipped, failures }, mode, more = {}) =>
	({ mode, done, skipped, failures, ...more });

async function playMode(commands, name) {
	const mode = modeOf(name);
	try {
		const refusals = await prepare(commands, mode);
		const player = new SideBySide(mode);
		player.play(commands);
		return report(player, name, { refusals });
	} catch (error) {
		return { mode: name, done: 0, skipped: 0, failures: [{ line: 0, message: error.stack }], refusals: [] };
	}
}

async function play({ dir, modes }) {
	const { commands, engine } = readScript(dir);
	const script = new ByExpectation();
	script.play(commands);
	const reports = [report(script, 'script', { engine })];
	for (const mode of modes)
		reports.push(await playMode(commands, mode));
	rewriter.forget();
	return reports;
}

process.on('message', async (job) => {
	try {
		process.send({ reports: await play(job) });
	} catch (error) {
		process.send({ error: error.stack });
	}
});
process.on('disconnect', () => process.exit());
