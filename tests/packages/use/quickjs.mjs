// SPDX-License-Identifier: MIT OR Apache-2.0
// C by Emscripten: an engine for JavaScript, with functions of the host in it.

import { newQuickJSWASMModuleFromVariant } from 'quickjs-emscripten-core';
import variant from '@jitl/quickjs-wasmfile-release-sync';
import { tooSlow } from '../lib/deaths.mjs';

const QuickJS = await newQuickJSWASMModuleFromVariant(variant);

const programs = ['1 + 2', '"größe".toUpperCase() + [..."名前"].length', '[3, 1, 2].sort().map((x) => x ** 2)',
	'JSON.stringify({ a: [1, { b: null }], c: undefined, d: new Date(0) })', 'new Map([[1, 2]]).get(1)',
	'(function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2) })(20)', '2n ** 200n', '"aXbX".replace(/x/gi, (m, i) => m + i)',
	'let out = []; for (const x of (function* () { yield 1; yield* [2, 3] })()) out.push(x); out',
	'class A { #x = 1; static s = 2; get x() { return this.#x } }; new A().x + A.s', 'Array.from({ length: 50000 }, (_, i) => i % 97).reduce((a, b) => a + b)',
	'const { a, ...rest } = { a: 1, b: 2, c: 3 }; rest', '`${typeof Symbol.iterator} ${0.1 + 0.2} ${1e21} ${-0}`',
	'Object.getOwnPropertyNames(globalThis).sort().join()', 'new Uint8Array([1, 2, 300]).join()', 'Math.atan2(1, 2) + Math.sin(3) + Math.exp(1.5)',
	'"x".repeat(300000).length', 'new Proxy({}, { get: (t, k) => k + "!" }).name', 'parseFloat("1.5e-7") + Number("0x1f")',
	'Reflect.ownKeys(class { static a() {} })', '/(?<y>\\d{4})-(?<m>\\d\\d)/u.exec("on 2024-02-29").groups.m'];

const mistakes = ['throw new TypeError("thrown inside")', 'nothing', 'const a = ;', 'null.x', 'undefined()', 'throw 5', 'throw { a: 1 }',
	'(function f() { f() })()', 'new Array(-1)', 'JSON.parse("{")', 'Symbol() + ""', '"x".repeat(2 ** 40)', 'host.fails()', 'await 1', 'BigInt(1.5)'];

function host(vm) {
	const seen = [];
	const object = vm.newObject();
	const functions = {
		note: (...args) => void seen.push(args.map(vm.dump)),
		twice: (n) => vm.newNumber(2 * vm.getNumber(n)),
		calls(callback, ...args) {
			// The host calls the engine that is calling it.
			const result = vm.callFunction(callback, vm.undefined, ...args);
			return result.error ? { error: result.error } : result.value;
		},
		nested: (text) => vm.unwrapResult(vm.evalCode(vm.getString(text))),
		fails() {
			throw new RangeError('thrown by the host');
		},
	};
	for (const [name, action] of Object.entries(functions))
		vm.newFunction(name, action).consume((handle) => vm.setProp(object, name, handle));
	vm.setProp(vm.global, 'host', object);
	object.dispose();
	return seen;
}

function evaluated(vm, code) {
	const result = vm.evalCode(code, 'a.js');
	const handle = result.error ?? result.value;
	const dumped = vm.dump(handle);
	handle.dispose();
	if (dumped?.stack)
		dumped.stack = String(dumped.stack);
	return { [result.error ? 'error' : 'value']: dumped };
}

async function promised(vm) {
	const promise = vm.unwrapResult(vm.evalCode('(async () => { const a = await 1; return a + await host.twice(3) })()'));
	const settled = vm.resolvePromise(promise);
	promise.dispose();
	vm.runtime.executePendingJobs();
	return vm.unwrapResult(await settled).consume(vm.dump);
}

export async function use(log) {
	const vm = QuickJS.newContext();
	const seen = host(vm);
	vm.runtime.setMaxStackSize(100_000);
	for (const code of [...programs, ...mistakes])
		log(code, evaluated(vm, code));
	for (const code of ['host.note(1, "a", [true])', '[1, 2, 3].map((x) => host.twice(x))', 'host.calls((a, b) => a * b, 6, 7)',
		'host.calls(() => { throw new Error("inside of inside") })', 'host.nested("host.nested(\'5 + host.twice(4)\')")',
		'try { host.fails() } catch (e) { e.name + e.message }', 'host.calls(() => host.calls(() => host.calls(() => host.fails())))'])
		log(code, evaluated(vm, code));
	log('seen by the host', seen);
	log('promised', await promised(vm));
	vm.runtime.setModuleLoader((name) => `export const name = '${name}'; export default 5`);
	const module = vm.evalCode('import five, { name } from "m"; globalThis.imported = [five, name]', 'b.mjs', { type: 'module' });
	log('imported', [vm.dump(module.error ?? module.value), evaluated(vm, 'imported')]);
	vm.runtime.setMemoryLimit(20_000_000);
	log('out of memory', evaluated(vm, 'const all = []; for (;;) all.push("x".repeat(1000) + all.length)'));
	vm.runtime.setMemoryLimit(-1);
	let left = 50;
	vm.runtime.setInterruptHandler(() => left-- === 0);
	log('interrupted', evaluated(vm, 'for (;;);'));
	vm.runtime.removeInterruptHandler();
	log('large', evaluated(vm, 'let o = {}; for (let i = 0; i < 100000; i++) o["k" + i % 5000] = [i]; Object.keys(o).length'));
	module.dispose();
	vm.dispose();
}

const forever = QuickJS.newContext();

export const unhealable = 'the memory is imported';

/** Nobody thought of an interrupt handler. */
export function kill() {
	tooSlow(() => forever.evalCode('for (;;);'));
}
