// SPDX-License-Identifier: MIT OR Apache-2.0
// Runs the strict TypeScript compiler on packages and programs that use them.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { freshDir, runOk } from './tool.mjs';

const HERE = fileURLToPath(new URL('..', import.meta.url));
const TSC = path.join(HERE, 'node_modules/typescript/bin/tsc');

const OPTIONS = {
	strict: true, noEmit: true, target: 'es2022', module: 'esnext',
	moduleResolution: 'bundler', lib: ['esnext', 'dom'], types: [],
	skipLibCheck: false, exactOptionalPropertyTypes: true,
	noUncheckedIndexedAccess: true, isolatedModules: true,
};

/** Installs the compiler if scripts/test has not. */
export function needTypeScript() {
	if (!fs.existsSync(TSC))
		runOk('npm', ['ci', '--no-audit', '--no-fund'], { cwd: HERE });
}

/** Compiles programs {name: {dir, header, text}} in one run, each beside its package. */
export function compile(programs) {
	const root = freshDir('ts');
	for (const [name, { dir, header = '', text }] of Object.entries(programs)) {
		fs.cpSync(dir, path.join(root, name), { recursive: true });
		fs.writeFileSync(path.join(root, name, 'main.ts'), `${header}\n${text}\nexport {};\n`);
		fs.writeFileSync(path.join(root, name, 'package.json'), JSON.stringify({ type: 'module' }));
	}
	fs.writeFileSync(path.join(root, 'tsconfig.json'),
		JSON.stringify({ compilerOptions: OPTIONS, include: ['**/*.ts'] }));
	return spawnSync(process.execPath, [TSC, '-p', root], { encoding: 'utf8' });
}
