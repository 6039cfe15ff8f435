// SPDX-License-Identifier: MIT OR Apache-2.0
// How long it takes from a dead module to one that has answered. Prints JSON.
//
// Both ways in one process, in turn: what disturbs the one disturbs the other.

import path from 'node:path';
import { CORPUS, compiled, corpusFile, places, rewritten } from '../lib/modules.mjs';
import { inTurn } from '../lib/turns.mjs';

const MIB = 1 << 20;
const SIZES = [1, 4, 16, 64];

/** Bounds the time for large memories: there every round takes long. */
const roundsFor = (mib) => Math.max(25, Math.min(300, 600 / mib));

async function synthetic() {
	const original = compiled(path.join(places().work, 'state.wasm'));
	const inPlace = (await rewritten('state-in-place')).pkg;
	const anew = (await rewritten('state-reinstantiate')).pkg;
	inPlace.initSync({ module: (await rewritten('state-in-place')).module });
	anew.initSync({ module: (await rewritten('state-reinstantiate')).module });
	const results = [];
	for (const mib of SIZES) {
		const bytes = mib * MIB;
		inPlace.touch(bytes);
		anew.touch(bytes);
		const touched = inTurn({
			inPlace() {
				inPlace.__wbg_reset_state();
				return inPlace.touch(bytes);
			},
			instance() {
				return new WebAssembly.Instance(original).exports.touch(bytes);
			},
			reinstantiate() {
				anew.__wbg_reset_state();
				return anew.touch(bytes);
			},
		}, roundsFor(mib));
		// The same much in use before, and nothing of it after.
		const answer = inTurn({
			inPlace() {
				inPlace.__wbg_reset_state();
				return inPlace.answer();
			},
			instance() {
				return new WebAssembly.Instance(original).exports.answer();
			},
		}, roundsFor(mib), () => inPlace.touch(bytes));
		results.push({ mib, touched, answer });
	}
	return results;
}

async function real(entry) {
	const original = compiled(corpusFile(entry));
	const { pkg, module } = await rewritten(entry.name);
	const host = {};
	pkg.initSync({ module, imports: entry.imports(module, host) });
	host.memory ??= pkg.memory;
	const life = (wasm, ownHost, bytes) => {
		entry.begin(wasm);
		const answer = entry.answer(wasm, ownHost);
		if (bytes > 0)
			entry.use(wasm, ownHost, bytes);
		return answer;
	};
	const ways = (bytes) => ({
		inPlace() {
			pkg.__wbg_reset_state();
			return life(pkg, host, bytes);
		},
		instance() {
			const ownHost = {};
			const imports = entry.imports(original, ownHost);
			const { exports } = new WebAssembly.Instance(original, imports);
			ownHost.memory ??= exports.memory;
			return life(exports, ownHost, bytes);
		},
	});
	life(pkg, host, entry.bytes);
	const touched = inTurn(ways(entry.bytes), 200);
	return { name: entry.name, bytes: entry.bytes, touched, answer: inTurn(ways(0), 200),
		memory: host.memory.buffer.byteLength };
}

const results = { synthetic: await synthetic(), real: [] };
for (const entry of CORPUS)
	results.real.push(await real(entry));
console.log(JSON.stringify(results));
