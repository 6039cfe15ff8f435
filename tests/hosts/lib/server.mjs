// SPDX-License-Identifier: MIT OR Apache-2.0
// What the browsers load from: the page, the packages, and what is to be done with
// them. On loopback, at whatever port is free.

import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { here } from './paths.mjs';

const types = {
	'.css': 'text/css',
	'.html': 'text/html; charset=utf-8',
	'.js': 'text/javascript',
	'.json': 'application/json',
	'.mjs': 'text/javascript',
	'.wasm': 'application/wasm',
};

const page = join(here, 'page/index.html');

/**
 * Serves `work` as /made/, the folders page and scenario by their names, and the
 * objects of `plans` as /plan/KEY. Resolves to {address, close}.
 */
export async function serve(work, plans) {
	const folders = { made: work, page: join(here, 'page'), scenario: join(here, 'scenario') };

	async function answer({ url }, response) {
		// The parser of URLs leaves no `..` in a path.
		const { pathname } = new URL(url, 'http://localhost');
		const [, folder, ...rest] = decodeURIComponent(pathname).split('/');
		if (folder === 'plan')
			return send(response, '.json', JSON.stringify(plans.get(rest.join('/'))));
		const file = pathname === '/' ? page : folders[folder] && !rest.includes('..') && join(folders[folder], ...rest);
		if (!file)
			throw new Error(`nothing is at ${pathname}`);
		send(response, extname(file), await readFile(file));
	}

	const server = createServer((request, response) => {
		answer(request, response).catch(() => {
			response.statusCode = 404;
			response.end();
		});
	});
	await new Promise((resolve, reject) => {
		server.on('error', reject).listen(0, '127.0.0.1', resolve);
	});
	return {
		address: `http://127.0.0.1:${server.address().port}/`,
		close() {
			server.close();
			server.closeAllConnections();
		},
	};
}

function send(response, type, body) {
	response.setHeader('Content-Type', types[type] ?? 'application/octet-stream');
	response.setHeader('Cache-Control', 'no-store');
	response.end(body);
}
