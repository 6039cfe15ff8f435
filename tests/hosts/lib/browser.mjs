// SPDX-License-Identifier: MIT OR Apache-2.0
// The browsers: a page for each way, which plays the scenario once per flavour.

import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import puppeteer from 'puppeteer-core';
import { ways } from '../matrix.mjs';
import { output } from './paths.mjs';
import { within } from './processes.mjs';

const DEADLINE = 60_000;

// Nothing but the pages of this run, and no request of its own.
const CHROMIUM = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-dev-shm-usage', '--no-first-run',
	'--disable-background-networking', '--disable-component-update', '--disable-sync'];
const FIREFOX = { 'network.captive-portal-service.enabled': false, 'network.connectivity-service.enabled': false };

// Ways that are shown on one page; it is the one of the screenshot.
const SHOWN = ['web', 'crate'];

function launch({ browser, binary }, profile) {
	return puppeteer.launch({
		browser,
		executablePath: binary,
		headless: true,
		userDataDir: profile,
		args: browser === 'chrome' ? CHROMIUM : [],
		env: { ...process.env, MOZ_CRASHREPORTER_DISABLE: '1' },
		extraPrefsFirefox: browser === 'firefox' ? FIREFOX : undefined,
		defaultViewport: { width: 1440, height: 900 },
		timeout: DEADLINE,
		protocolTimeout: DEADLINE,
	});
}

/* Groups of combinations that share a page. */
function pagesOf(combinations) {
	const groups = Map.groupBy(combinations, ({ way }) => (SHOWN.includes(way) ? SHOWN.join() : way));
	return [...groups].map(([name, list]) => ({ name, list }));
}

/** As that of node-like.mjs, but play() takes all combinations at once. */
export async function open(host, { id, work, server, plans }) {
	if (!existsSync(host.binary))
		throw new Error(`there is no ${host.binary}: run scripts/setup`);
	const profile = join(work, `profile-${id}`);
	await mkdir(profile, { recursive: true });
	const browser = await within(DEADLINE, `the start of ${host.name}`, launch(host, profile));
	const version = /\/([\d.]+)/.exec(await browser.version())[1];

	async function visit(name, key) {
		const page = await browser.newPage();
		const said = [];
		page.on('console', (message) => said.push(message.text()));
		try {
			await page.goto(`${server.address}?plan=${encodeURIComponent(key)}`, { timeout: DEADLINE });
			await page.waitForSelector('html[data-state]', { timeout: DEADLINE });
			const failure = await page.evaluate(() => document.documentElement.dataset.failure);
			if (failure)
				throw new Error(failure);
			if (name === SHOWN.join())
				await page.screenshot({ path: join(output, `${id}.png`), fullPage: true });
			return JSON.parse(await page.evaluate(() => JSON.stringify(globalThis.results)));
		} catch (error) {
			throw new Error(`the page of ${name}: ${error.message}\n${said.join('\n')}`);
		} finally {
			await page.close();
		}
	}

	const url = (dir, file) => `/made/${relative(work, join(dir, file))}`;

	/* One page; resolves to a result per combination. */
	async function playPage({ name, list }, pack) {
		const made = await Promise.all(list.map(pack));
		const key = `${id}/${name}`;
		plans.set(key, {
			host: host.name,
			version,
			combinations: list.map(({ kind, way, target, flavour }, i) => ({
				kind, way, target, flavour,
				by: ways[way].by,
				entry: url(made[i].dir, made[i].entry),
				// Relative to nothing: the package's own folder, or that of the application.
				module: `/made/${relative(work, made[i].module ?? join(made[i].dir, 'mod_bg.wasm'))}`,
			})),
		});
		return visit(name, key);
	}

	async function playAll(combinations, pack, tell) {
		for (const page of pagesOf(combinations)) {
			const results = await playPage(page, pack).catch((error) =>
				page.list.map(() => ({ error: error.stack })));
			page.list.forEach((combination, i) => tell(combination, results[i]));
		}
	}
	async function stop() {
		await within(10_000, 'the end', browser.close()).catch(() => browser.process()?.kill('SIGKILL'));
	}
	return { version, playAll, stop };
}
