// SPDX-License-Identifier: MIT OR Apache-2.0
// Makes Workers, each in a folder of its own.

import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../hosts/lib/processes.mjs';
import { cache, esbuild, here, real, root, tool, wasmOpt, workerBuild } from './paths.mjs';

const BUILDING = 1_200_000;
const app = join(here, 'app');

// Shared with the suite of tests/bindgen: the standard library is the same.
const targetOf = ({ panic }) => join(cache, 'bindgen-suite', panic === 'unwind' ? 'legacy' : 'abort');

// Nothing of what the user has set up for other projects, and no downloads: where
// worker-build has a program of its own for something, it is told ours.
const environment = (variant, more) => ({
	HOME: process.env.HOME,
	PATH: `${join(here, 'bin')}:/usr/bin:/bin`,
	LC_ALL: 'C.UTF-8',
	XDG_CACHE_HOME: join(cache, 'worker-build-cache'),
	CARGO_HOME: process.env.CARGO_HOME ?? join(cache, 'bindgen/home'),
	CARGO_TARGET_DIR: targetOf(variant),
	...more,
});

async function succeed(program, args, env) {
	const made = await run(program, args, { cwd: app, env, timeout: BUILDING });
	if (made.status !== 0)
		throw new Error(`${program} ${args.join(' ')}: exit status ${made.status}\n${made.stdout}${made.stderr}`);
}

const byWorkerBuild = (dir, variant, generator) =>
	succeed(workerBuild, ['--release', '--out-dir', dir, ...variant.flags], environment(variant, {
		ESBUILD_BIN: esbuild,
		WASM_OPT_BIN: wasmOpt(),
		WASM_BINDGEN_BIN: generator === 'real' ? real : tool,
		...variant.shim ? { CUSTOM_SHIM: join(here, variant.shim) } : {},
	}));

// The module is the one that worker-build has just had compiled, if it has.
async function byCargo(dir, variant) {
	const args = ['build', '--lib', '--release', '--target', 'wasm32-unknown-unknown'];
	const unwinding = variant.panic === 'unwind';
	await succeed(join(here, 'bin/cargo'), unwinding ? [...args, '-Z', 'build-std=std,panic_unwind'] : args,
		environment(variant, unwinding ? { RUSTFLAGS: '-Cpanic=unwind' } : {}));
	const module = join(targetOf(variant), 'wasm32-unknown-unknown/release/workers_app.wasm');
	await succeed(tool, ['--target', 'workers', '--rpc', 'add', '--out-dir', dir, '--out-name', 'app', module]);
}

async function byHand(dir, { flavour }) {
	const module = join(cache, 'bindgen-suite', `modules-recovery-${flavour}`, 'recovery.wasm');
	if (!existsSync(module))
		throw new Error(`there is no ${module}: run tests/bindgen/recovery/build ${flavour}`);
	await succeed(tool, ['--target', 'module', '--out-dir', dir, '--out-name', 'crate', module]);
	const glue = join(dir, 'crate.js');
	const text = await readFile(glue, 'utf8');
	// Workers import a module without the word.
	const plain = text.replace(/^import source (\w+) from /m, 'import $1 from ');
	if (plain === text)
		throw new Error(`there is no \`import source\` in ${glue}`);
	await writeFile(glue, plain);
	await copyFile(join(here, 'hand/worker.mjs'), join(dir, 'worker.mjs'));
}

const makers = { 'worker-build': byWorkerBuild, plain: byCargo, hand: byHand };

/** Returns {dir, modules}: a folder, and what a Worker loads from it, the entry first. */
export async function build(generator, name, variant) {
	const dir = join(root, 'build/workers', `${generator} ${name}`.replace(/\W+/g, '-'));
	await rm(dir, { recursive: true, force: true });
	await mkdir(dir, { recursive: true });
	await makers[variant.made](dir, variant, generator);
	const files = (await readdir(dir, { recursive: true })).filter((file) => /\.(js|mjs|wasm)$/.test(file));
	if (!files.includes(variant.main))
		throw new Error(`${name}: there is no ${variant.main} in ${dir}`);
	return { dir, modules: [variant.main, ...files.filter((file) => file !== variant.main)] };
}
