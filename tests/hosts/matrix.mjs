// SPDX-License-Identifier: MIT OR Apache-2.0
// Which combinations of host, target and dialect of exceptions there are, and what
// a host says to those that it cannot do. The run checks every line of this: what
// is to run must run, and what is to be refused must be refused with these words.

/** The dialects of exceptions, by the flavour of the crates that is built with it. */
export const dialects = { abort: 'none', legacy: 'legacy', exnref: 'exnref' };
export const flavours = Object.keys(dialects);

/**
 * The ways from a package to a running program, in the order of the table: `target`
 * is what the package is made for, `by` how it is loaded, `app` the folder of apps/
 * that a bundler makes a program of.
 */
export const ways = {
	nodejs: { target: 'nodejs', by: '`require()`' },
	web: { target: 'web', by: '`init()` or `initSync()`' },
	bundler: { target: 'bundler', by: '`import`, without a bundler' },
	webpack: { target: 'bundler', by: 'webpack 5', app: 'webpack' },
	vite: { target: 'bundler', by: 'Vite 8', app: 'vite' },
	esbuild: { target: 'bundler', by: 'esbuild, with a small plugin', app: 'esbuild' },
	'webpack-web': { target: 'web', by: 'webpack 5', app: 'webpack' },
	'vite-web': { target: 'web', by: 'Vite 8', app: 'vite' },
	'esbuild-web': { target: 'web', by: 'esbuild, `--loader:.wasm=file`', app: 'esbuild-web' },
	deno: { target: 'deno', by: '`import`' },
	module: { target: 'module', by: '`import`' },
	'module-plain': { target: 'module', by: '`import source` made a plain `import`, as worker-build does' },
	workers: { target: 'workers', by: '`import`, as a Worker' },
	'no-modules': { target: 'no-modules', by: '`<script>`' },
	'no-modules-worker': { target: 'no-modules', by: '`importScripts()`' },
	crate: { kind: 'crate', by: 'target `web`; in Node and Bun `nodejs`' },
};

// runs: it has to work. –: it is not what this target is for. A pattern: the host
// refuses with what matches it, and that stands in the table.
const runs = true;
const not = null;

// What has been built for browsers.
const built = (state) => ({
	webpack: state, vite: state, 'webpack-web': state, 'vite-web': state, 'esbuild-web': state,
});

// What all hosts with a file system and require() have in common.
const server = {
	...built(not),
	nodejs: runs, web: runs, esbuild: runs, crate: runs,
	'module-plain': not, workers: not, 'no-modules': not, 'no-modules-worker': not,
};

const browser = {
	...built(runs),
	web: runs, esbuild: runs, deno: runs, 'no-modules': runs, 'no-modules-worker': runs, crate: runs,
	nodejs: not, 'module-plain': not, workers: not,
};

const FETCH_FILE = /TypeError: fetch failed/;
const NO_SOURCE_PHASE = /SyntaxError: Unexpected identifier 'wasmModule'/;

/**
 * The hosts. `lacks` is what is said to a dialect that the engine does not have,
 * whatever the way. `pinned` hosts have the version that the suite installs; the
 * others are Debian's, and move with it.
 */
export const hosts = {
	'node-20': {
		name: 'Node', kind: 'node', major: 20, pinned: true,
		lacks: { exnref: /CompileError: .*(invalid value type 'noexternref')/ },
		ways: { ...server, bundler: /Unknown file extension "\.wasm"/, deno: FETCH_FILE, module: NO_SOURCE_PHASE },
	},
	'node-22': {
		name: 'Node', kind: 'node', major: 22, pinned: true,
		ways: { ...server, bundler: runs, deno: FETCH_FILE, module: NO_SOURCE_PHASE },
	},
	'node-24': {
		name: 'Node', kind: 'node', major: 24, pinned: true,
		ways: { ...server, bundler: runs, deno: FETCH_FILE, module: runs },
	},
	'node-26': {
		name: 'Node', kind: 'node', major: 26, pinned: true,
		ways: { ...server, bundler: runs, deno: FETCH_FILE, module: runs },
	},
	deno: {
		name: 'Deno', kind: 'deno', pinned: true,
		ways: { ...server, bundler: runs, deno: runs, module: runs },
	},
	bun: {
		name: 'Bun', kind: 'bun', pinned: true,
		ways: {
			...server, deno: runs,
			bundler: /The import of '.\/mod_bg\.wasm' is not an instance of the module/,
			module: /Expected "from" but found "wasmModule"/,
		},
	},
	workerd: {
		name: 'workerd', kind: 'workerd', pinned: true,
		ways: {
			web: runs, module: runs, 'module-plain': runs, workers: runs, crate: runs,
			bundler: /The import of '.\/mod_bg\.wasm' is not an instance of the module/,
			...built(not), esbuild: not,
			nodejs: not, deno: not, 'no-modules': not, 'no-modules-worker': not, // neither files nor scripts
		},
	},
	chromium: {
		name: 'Chromium', kind: 'browser', binary: '/usr/bin/chromium', browser: 'chrome',
		ways: { ...browser, bundler: /Failed to fetch dynamically imported module/, module: NO_SOURCE_PHASE },
	},
	firefox: {
		name: 'Firefox ESR', kind: 'browser', binary: '/usr/bin/firefox-esr', browser: 'firefox',
		ways: {
			...browser,
			bundler: /error loading dynamically imported module/,
			module: /error loading dynamically imported module/,
		},
	},
};

/** The target that a way of a host uses: it is another one for the crate. */
export function targetOf(host, way) {
	if (way !== 'crate')
		return ways[way].target;
	return ['node', 'bun'].includes(hosts[host].kind) ? 'nodejs' : 'web';
}

/**
 * All combinations: {host, way, target, flavour, kind, refusal}. `refusal` is the
 * pattern of what the host says, if it is to refuse.
 */
export function combinations() {
	return Object.entries(hosts).flatMap(([host, { ways: given, lacks = {} }]) =>
		Object.keys(ways).flatMap((way) => {
			if (given[way] === undefined)
				throw new Error(`matrix.mjs says nothing about ${way} in ${host}`);
			if (given[way] === not)
				return [];
			return flavours.map((flavour) => ({
				host, way, flavour,
				target: targetOf(host, way),
				kind: ways[way].kind ?? 'flavours',
				refusal: given[way] === runs ? lacks[flavour] : given[way],
			}));
		}));
}
