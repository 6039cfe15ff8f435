// SPDX-License-Identifier: MIT OR Apache-2.0
// The tool in a terminal, and what a person sees there.

import path from 'node:path';
import { ROOT, TOOL, runOk } from './tool.mjs';

const RUNNER = path.join(ROOT, 'tests/node/support/in_terminal.py');

/**
 * Runs the tool in a terminal; `options` are those of in_terminal.py. Returns {output,
 * status, signal}: all that the terminal got, with the line ends of files.
 */
export function runInTerminal(args, { env = {}, ...options } = {}) {
	const job = { argv: [TOOL, ...args], env: { TERM: 'xterm', NO_COLOR: '1', ...env }, ...options };
	const [output, end] = runOk('python3', [RUNNER, JSON.stringify(job)], { timeout: 120_000 }).split('\0');
	return { output: output.replaceAll('\r\n', '\n'), ...JSON.parse(end) };
}

/** What is on the screen in the end, of a terminal that is wide enough; no trailing blank line. */
export function screen(output) {
	const lines = [[]];
	let column = 0;
	for (const [, erase, code] of output.matchAll(/(\x1b\[K)|([^])/g)) {
		const line = lines.at(-1);
		if (erase)
			line.length = column;
		else if (code === '\r')
			column = 0;
		else if (code === '\n')
			column = lines.push([]) && 0;
		else
			line[column++] = code;
	}
	return lines.map((line) => line.join('')).join('\n').replace(/\n$/, '');
}

/** The lines of progress that were drawn, in their order. */
export const drawn = (output) => [...output.matchAll(/\r([^\r\n\x1b]+)\x1b\[K/g)].map(([, text]) => text);
