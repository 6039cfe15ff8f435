// SPDX-License-Identifier: MIT OR Apache-2.0

import assert from 'node:assert/strict';
import { createServer } from 'node:http';

export default async function ({ pkg }) {
	const server = createServer((request, response) => {
		response.statusCode = request.url === '/gone' ? 410 : 200;
		response.setHeader('content-type', 'application/json');
		response.end(JSON.stringify({ accept: request.headers.accept, method: request.method, tëxt: ['ü'] }));
	});
	await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
	const url = `http://127.0.0.1:${server.address().port}`;
	try {
		assert.equal(await pkg.field(`${url}/`, 'accept'), 'application/json');
		assert.equal(await pkg.field(`${url}/`, 'method'), 'GET');
		assert.deepEqual(await pkg.field(`${url}/`, 'tëxt'), ['ü']);
		await assert.rejects(pkg.field(`${url}/gone`, 'x'), { message: 'status 410' });
		await assert.rejects(pkg.field('no address', 'x'), TypeError);
		const fields = await Promise.all(Array.from({ length: 10 }, () => pkg.field(`${url}/`, 'method')));
		assert.deepEqual(fields, Array(10).fill('GET'));
	} finally {
		server.closeAllConnections?.();
		server.close();
	}
	assert.equal(await pkg.size('data:text/plain,abc'), 3);
}
