// SPDX-License-Identifier: MIT OR Apache-2.0
// C by wasi-sdk, inlined as base64: reads HTTP, and tells each part of it to JavaScript.

import { once } from 'node:events';
import net from 'node:net';
import { Agent, Client, request } from 'undici';
import { numbers, words } from '../lib/data.mjs';

const answers = {
	'/plain': 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A: 1\r\nX-A: 2\r\n\r\nhello',
	'/empty': 'HTTP/1.1 204 No Content\r\n\r\n',
	'/chunks': 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: x\r\n\r\n5\r\nhello\r\n6;ext=1\r\n, all!\r\n0\r\nx-trailer: end\r\n\r\n',
	'/status': 'HTTP/1.1 418 I am a teapot, größer\r\nContent-Length: 0\r\n\r\n',
	'/close': 'HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nuntil the end',
	'/headers': `HTTP/1.1 200 OK\r\n${Array.from({ length: 60 }, (_, i) => `X-${i}: ${'v'.repeat(i)}\r\n`).join('')}Content-Length: 2\r\n\r\nok`,
	'/early': 'HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nnow',
	'/old': 'HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nold',
	'/large': `HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n${Buffer.from(numbers(3, 900_000)).toString('latin1')}`,
	'/pieces': `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${words(900).split(' ').map((word) => `${Buffer.byteLength(word).toString(16)}\r\n${Buffer.from(word).toString('latin1')}\r\n`).join('')}0\r\n\r\n`,
	'/bad-status': 'HTTP/1.1 2x0 OK\r\n\r\n',
	'/bad-version': 'HTTP/9.9 200 OK\r\n\r\n',
	'/bad-header': 'HTTP/1.1 200 OK\r\nX A: 1\r\n\r\n',
	'/bad-length': 'HTTP/1.1 200 OK\r\nContent-Length: 5x\r\n\r\nhello',
	'/bad-both': 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
	'/bad-chunk': 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n',
	'/bad-feed': 'HTTP/1.1 200 OK\nX: \x00\r\n\r\n',
	'/not-http': 'SSH-2.0-OpenSSH_9.2\r\n',
	'/cut': 'HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort',
	'/nothing': '',
	'/too-large': `HTTP/1.1 200 OK\r\n${'X-Y: z\r\n'.repeat(9000)}\r\n`,
};

const closes = (path) => /close|bad|not|cut|nothing|too/.test(path);

/* Answers from a table, in one piece or byte by byte. */
function serve(size) {
	const server = net.createServer((socket) => {
		socket.setNoDelay(true);
		socket.on('error', () => {});
		socket.on('data', async (data) => {
			for (const [, path] of data.toString('latin1').matchAll(/^(?:GET|POST) (\S+) HTTP/gm)) {
				const bytes = Buffer.from(answers[path] ?? answers['/plain'], 'latin1');
				for (let at = 0; at < bytes.length && !socket.destroyed; at += size) {
					socket.write(bytes.subarray(at, at + size));
					if (bytes.length / size < 300)
						await new Promise(setImmediate);
				}
				if (closes(path))
					socket.end();
			}
		});
	});
	server.listen(0, '127.0.0.1');
	return once(server, 'listening').then(() => server);
}

async function got(origin, path, dispatcher) {
	const { statusCode, statusText, headers, body, trailers } = await request(`${origin}${path}`, { dispatcher });
	const bytes = await body.bytes();
	return [statusCode, statusText, headers, Buffer.from(bytes), trailers];
}

const unnumbered = (error, port) => {
	error.message = error.message.replaceAll(String(port), 'PORT');
	return error;
};

export const timed = true;

export async function use(log) {
	for (const size of [1 << 20, 7]) {
		const server = await serve(size);
		const { port } = server.address();
		const origin = `http://127.0.0.1:${port}`;
		const agent = new Agent();
		for (const path of Object.keys(answers)) {
			if (size === 7 && answers[path].length > 9000)
				continue;
			await log.try(`${path} by ${size}`, () => got(origin, path, agent).catch((error) => Promise.reject(unnumbered(error, port))));
		}
		const client = new Client(origin, { pipelining: 8 });
		const all = ['/plain', '/chunks', '/early', '/headers', '/old', '/status', '/plain', '/empty'];
		const answered = all.map(async (path) => {
			const { statusCode, body } = await client.request({ path, method: 'GET' });
			return [path, statusCode, await body.text()];
		});
		log(`in a row by ${size}`, (await Promise.allSettled(answered)).map(({ value, reason }) => value ?? reason.code));
		await client.destroy();
		await agent.destroy();
		server.close();
		await once(server, 'close');
	}
}

export const stale = 'Its JavaScript keeps the address of a buffer for all connections.';

export function kill(exports) {
	exports.llhttp_execute(-64, -64, 64);
}
