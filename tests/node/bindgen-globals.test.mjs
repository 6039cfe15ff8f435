// SPDX-License-Identifier: MIT OR Apache-2.0
// Crates that import globals by names that the generated JavaScript has for itself.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, it } from 'node:test';
import { crateFile, runAlone, setHooks } from './support/bindgen.mjs';
import { load } from './support/load.mjs';
import { withNames } from './support/rename.mjs';
import { freshDir, rewriteOk } from './support/tool.mjs';

// Of all kinds: functions and constants outside of the instance and in it, what
// patterns take apart, classes, and what a function has that calls an import.
const NAMES = ['report', 'host', 'main', 'init', 'wanted', 'layers', 'depth', 'recovery_state', 'watched', 'then',
	'PanicError', 'objects', 'bytes', 'error', 'life', 'wasm', 'hooks'];

after(() => NAMES.forEach((name) => delete globalThis[name]));

for (const name of NAMES) {
	it(name, async () => {
		const file = path.join(freshDir('globals'), 'crate.wasm');
		fs.writeFileSync(file, withNames(fs.readFileSync(crateFile('abort')), { hooks: name }));
		const { dir } = rewriteOk(file, ['--target', 'nodejs']);
		const hooks = setHooks({ call: (x) => x + 1, attempt: (x) => x * 2 });
		delete globalThis.hooks;
		globalThis[name] = hooks;
		const pkg = await load(dir, 'mod', 'nodejs');
		assert.equal(pkg.calls(41), 43);
		assert.equal(pkg.attempts(21), 42);
	});
}
