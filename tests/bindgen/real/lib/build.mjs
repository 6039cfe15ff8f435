// SPDX-License-Identifier: MIT OR Apache-2.0
// Builds a package with Debian's cargo, in a copy in the cache: its Cargo.lock and
// its artefacts stay there, and a package that did not change is not built again.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { cache } from '../../lib/generate.mjs';

const PACKAGES = path.join(import.meta.dirname, '..', 'packages');
const SOURCES = ['Cargo.toml', 'lib.rs'];

export const work = path.join(cache, 'bindgen-real');

// One level for all of them, so that std and what they share is built once.
const PROFILE = {
	CARGO_PROFILE_RELEASE_OPT_LEVEL: '1',
	CARGO_PROFILE_RELEASE_DEBUG: 'false',
};

const RUSTFLAGS = [
	'-Cpanic=abort',
	'-Clinker=wasm-ld-19',
	// How getrandom 0.3 and later are told that there is a JavaScript host.
	'--cfg=getrandom_backend="wasm_js"',
].join(' ');

export function packageNames() {
	return fs.readdirSync(PACKAGES).sort();
}

export function packageDir(name) {
	return path.join(PACKAGES, name);
}

// What the table shows: the crate that the package is about, and its version.
export function packageCrate(name) {
	const manifest = fs.readFileSync(path.join(PACKAGES, name, 'Cargo.toml'), 'utf8');
	const [, crate, version] = /\[dependencies\]\n(\S+) = \{ version = "=([^"]+)"/.exec(
		manifest,
	);
	const [, about] = /description = "([^"]+)"/.exec(manifest);
	return { crate, version, about };
}

function sourcesHash(dir) {
	const hash = createHash('sha256').update(RUSTFLAGS).update(JSON.stringify(PROFILE));

	for (const file of SOURCES) hash.update(fs.readFileSync(path.join(dir, file)));
	return hash.digest('hex');
}

function cargo(dir) {
	const args = [
		'-n',
		'10',
		'/usr/bin/cargo',
		'build',
		'--release',
		'--jobs',
		'1',
		'--target',
		'wasm32-unknown-unknown',
		'-Zbuild-std=std,panic_abort',
		'-Zunstable-options',
		'--artifact-dir',
		path.join(dir, 'out'),
		'--manifest-path',
		path.join(dir, 'Cargo.toml'),
	];
	const env = {
		...PROFILE,
		HOME: process.env.HOME ?? cache,
		PATH: '/usr/bin:/bin',
		LC_ALL: 'C.UTF-8',
		CARGO_HOME: process.env.CARGO_HOME ?? path.join(cache, 'bindgen', 'home'),
		CARGO_TARGET_DIR: path.join(work, 'target'),
		// A release that needs a newer compiler than this one is not chosen.
		CARGO_RESOLVER_INCOMPATIBLE_RUST_VERSIONS: 'fallback',
		RUSTC: '/usr/bin/rustc',
		RUSTC_BOOTSTRAP: '1',
		RUSTFLAGS,
	};

	return spawnSync('nice', args, { env, encoding: 'utf8', maxBuffer: 1 << 26 });
}

// The path of the package's module; throws with what cargo said.
export function buildPackage(name) {
	const dir = path.join(work, 'work', name);
	const wasm = path.join(dir, 'out', `${name}.wasm`);
	const stamp = path.join(dir, 'stamp');
	const hash = sourcesHash(packageDir(name));

	if (fs.existsSync(wasm) && fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === hash)
		return wasm;

	fs.mkdirSync(dir, { recursive: true });
	for (const file of SOURCES)
		fs.copyFileSync(path.join(packageDir(name), file), path.join(dir, file));

	const done = cargo(dir);

	if (done.status !== 0)
		throw new Error(
			`cargo build of ${name}:\n${(done.stderr ?? `${done.error}`).slice(-4000)}`,
		);
	fs.writeFileSync(stamp, hash);
	return wasm;
}
