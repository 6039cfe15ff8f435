// SPDX-License-Identifier: MIT OR Apache-2.0
// The names that fuzzing begins with and those it has found (tests/fuzz/corpus/glue-names):
// what is made of them is JavaScript to the engine as well, not only to tests/fuzz/js_check.c.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import vm from 'node:vm';
import { engineHas } from './support/engine.mjs';
import { TOOL, freshDir, runOk } from './support/tool.mjs';

const FUZZ = path.join(path.dirname(TOOL), 'tests', 'fuzz');

/** All files of JavaScript that rewriting makes of the seeds of a fuzz program. */
function made(program) {
	const dir = freshDir(program);
	runOk(path.join(FUZZ, `fuzz-${program}`), ['--save', dir, path.join(FUZZ, 'seeds', program)]);
	return fs.readdirSync(dir, { recursive: true }).filter((file) => file.endsWith('.js'))
		.map((file) => path.join(dir, file));
}

function check(file) {
	const text = fs.readFileSync(file, 'utf8');
	if (!/^(import|export) /m.test(text))
		return void new vm.Script(text, { filename: file });
	// An engine without source phase imports reads all else.
	const known = engineHas.sourceImport ? text : text.replace(/^import source /gm, 'import ');
	fs.writeFileSync(`${file}.mjs`, known);
	const run = spawnSync(process.execPath, ['--check', `${file}.mjs`], { encoding: 'utf8' });
	assert.equal(run.status, 0, run.stderr);
}

describe('JavaScript of names found by fuzzing', () => {
	it('is read by the engine', () => {
		const files = made('glue-names');
		assert.ok(files.length >= 20, `${files.length} files`);
		files.forEach(check);
	});
});
