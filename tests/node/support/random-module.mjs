// SPDX-License-Identifier: MIT OR Apache-2.0
// Modules made up at random: state of every kind, and a function for each
// instruction that changes or reads it. The same seed gives the same module.

/** Numbers that look random: mulberry32. */
export function random(seed) {
	let state = seed >>> 0;
	const next = () => {
		state = state + 0x6d2b79f5 >>> 0;
		let x = Math.imul(state ^ state >>> 15, state | 1);
		x = x + Math.imul(x ^ x >>> 7, x | 61) ^ x;
		return (x ^ x >>> 14) >>> 0;
	};
	const below = (n) => next() % n;
	return {
		next,
		below,
		chance: (percent) => below(100) < percent,
		pick: (list) => list[below(list.length)],
		times: (n, make) => Array.from({ length: n }, (_, i) => make(i)),
	};
}

const PAGE = 65536;
const FUNCTIONS = 5; // $f0 … return 100, 101 …

/**
 * A count that does not leave the room that `size` leaves behind each place: a
 * size is logical after a reset, the engine's bounds are not.
 */
const within = (size, count, ...places) => places.reduce((text, place) =>
	`(i32.rem_u ${text} (i32.add (i32.sub ${size} ${place}) (i32.const 1)))`, count);

function makeGlobals(r, module) {
	const types = ['i32', 'i64', 'f32', 'f64', 'externref', 'funcref'];
	module.globals = r.times(r.below(7), (i) => {
		const type = r.pick(types);
		const value = {
			i32: () => `(i32.const ${r.next() | 0})`,
			i64: () => `(i64.const ${BigInt(r.next()) << 31n ^ BigInt(r.next())})`,
			f32: () => `(f32.const ${r.pick(['nan:0x200003', '-0', 'inf', '1.25'])})`,
			f64: () => `(f64.const ${r.pick(['nan:0x4000000000005', '-0', '-inf', '2.5'])})`,
			externref: () => '(ref.null extern)',
			funcref: () => r.pick(['(ref.null func)', `(ref.func $f${r.below(FUNCTIONS)})`]),
		}[type]();
		const exported = r.chance(50) ? `(export "global${i}")` : '';
		module.fields.push(`(global $g${i} ${exported} (mut ${type}) ${value})`);
		return { type };
	});
	module.globals.forEach(({ type }, i) => {
		if (type === 'funcref') {
			// Which function it is, or -1.
			module.function(`get_g${i}`, [], 'i32', `
				(if (result i32) (ref.is_null (global.get $g${i}))
					(then (i32.const -1))
					(else
						(table.set $scratch (i32.const 0) (global.get $g${i}))
						(call_indirect $scratch (type $t) (i32.const 0))))`, true);
			module.function(`set_g${i}`, [], '', `
				(global.set $g${i} (ref.func $f${r.below(FUNCTIONS)}))`);
			module.function(`null_g${i}`, [], '', `(global.set $g${i} (ref.null func))`);
			return;
		}
		// The bits, as JavaScript does not tell one NaN from another.
		const get = { f32: ['i32', '(i32.reinterpret_f32 '], f64: ['i64', '(i64.reinterpret_f64 '] };
		const [result, wrap] = get[type] ?? [type, '('];
		const read = wrap === '(' ? `(global.get $g${i})` : `${wrap}(global.get $g${i}))`;
		module.function(`get_g${i}`, [], result, read, true);
		module.function(`set_g${i}`, [type], '', `(global.set $g${i} (local.get 0))`);
	});
}

function makeMemory(r, module) {
	if (r.chance(10))
		return;
	const initial = 1 + r.below(3);
	const maximum = r.chance(70) ? initial + r.below(6) : '';
	module.memory = { initial };
	module.fields.push(`(memory (export "memory") ${initial} ${maximum})`);
	const bytes = () => r.times(r.below(40),
		() => `\\${(r.below(256) + 256).toString(16).slice(1)}`).join('');
	r.times(r.below(6), () => {
		// Close to each other, so that they overlap.
		const at = r.pick([r.below(64), 1000 + r.below(64), initial * PAGE - 40]);
		const offset = r.chance(20) ? '(global.get $base)' : `(i32.const ${at})`;
		module.fields.push(`(data ${offset} "${bytes()}")`);
	});
	const passive = r.times(r.below(4), (i) => {
		module.fields.push(`(data $d${i} "${bytes()}")`);
		return i;
	});
	const size = '(i32.mul (memory.size) (i32.const 65536))';
	const place = `(i32.rem_u (local.get 0) ${size})`;
	const second = place.replace('local.get 0', 'local.get 1');
	module.function('load', ['address'], 'i32', `(i32.load8_u ${place})`);
	module.function('store', ['address', 'byte'], '', `(i32.store8 ${place} (local.get 1))`);
	module.function('wild', [], 'i32', '(i32.load (i32.const 0x7fffffff))');
	module.function('size', [], 'i32', '(memory.size)', true);
	module.function('grow', ['pages'], 'i32', '(memory.grow (local.get 0))');
	module.function('fill', ['address', 'byte', 'size'], '',
		`(memory.fill ${place} (local.get 1) ${within(size, '(local.get 2)', place)})`);
	module.function('copy', ['address', 'address', 'size'], '',
		`(memory.copy ${place} ${second} ${within(size, '(local.get 2)', place, second)})`);
	for (const i of passive) {
		module.function(`init${i}`, ['address', 'offset', 'offset'], '',
			`(memory.init $d${i} ${place} (local.get 1) ${within(size, '(local.get 2)', place)})`);
		module.function(`drop${i}`, [], '', `(data.drop $d${i})`);
	}
}

function makeTables(r, module) {
	module.tables = r.times(r.below(4), (i) => {
		const type = r.pick(['funcref', 'funcref', 'externref']);
		const initial = 3 + r.below(6);
		const maximum = r.chance(60) ? initial + r.below(12) : '';
		const exported = r.chance(40) ? `(export "table${i}")` : '';
		module.fields.push(`(table $t${i} ${exported} ${initial} ${maximum} ${type})`);
		return { type, initial };
	});
	const items = (count) => r.times(count, () => r.chance(25) ? '(ref.null func)'
		: `(ref.func $f${r.below(FUNCTIONS)})`).join(' ');
	module.tables.forEach(({ type, initial }, i) => {
		const size = `(table.size $t${i})`;
		const place = `(i32.rem_u (local.get 0) ${size})`;
		const second = place.replace('local.get 0', 'local.get 1');
		const heap = type === 'funcref' ? 'func' : 'extern';
		module.function(`size_t${i}`, [], 'i32', `(table.size $t${i})`, true);
		module.function(`null_t${i}`, ['index'], '', `(table.set $t${i} ${place} (ref.null ${heap}))`);
		module.function(`copy_t${i}`, ['index', 'index', 'offset'], '',
			`(table.copy $t${i} $t${i} ${place} ${second}
				${within(size, '(local.get 2)', place, second)})`);
		if (type === 'externref') {
			module.function(`at_t${i}`, ['index'], 'externref', `(table.get $t${i} ${place})`);
			module.function(`set_t${i}`, ['index', 'externref'], '',
				`(table.set $t${i} ${place} (local.get 1))`);
			module.function(`grow_t${i}`, ['entries', 'externref'], 'i32',
				`(table.grow $t${i} (local.get 1) (local.get 0))`);
			module.function(`fill_t${i}`, ['index', 'externref', 'offset'], '',
				`(table.fill $t${i} ${place} (local.get 1) ${within(size, '(local.get 2)', place)})`);
			return;
		}
		r.times(r.below(3), () => {
			const count = r.below(Math.min(initial, 4));
			const at = r.below(initial - count + 1);
			module.fields.push(`(elem (table $t${i}) (i32.const ${at}) funcref ${items(count)})`);
		});
		const one = `(ref.func $f${r.below(FUNCTIONS)})`;
		module.function(`at_t${i}`, ['index'], 'i32', `
			(if (result i32) (ref.is_null (table.get $t${i} ${place}))
				(then (i32.const -1))
				(else (call_indirect $t${i} (type $t) ${place})))`);
		module.function(`set_t${i}`, ['index'], '', `(table.set $t${i} ${place} ${one})`);
		module.function(`grow_t${i}`, ['entries'], 'i32',
			`(table.grow $t${i} ${r.pick([one, '(ref.null func)'])} (local.get 0))`);
		module.function(`fill_t${i}`, ['index', 'offset'], '',
			`(table.fill $t${i} ${place} ${one} ${within(size, '(local.get 1)', place)})`);
		r.times(r.below(3), (k) => {
			const name = `$e${i}_${k}`;
			module.fields.push(`(elem ${name} funcref ${items(r.below(6))})`);
			module.function(`init_t${i}_${k}`, ['index', 'offset', 'offset'], '',
				`(table.init $t${i} ${name} ${place} (local.get 1)
					${within(size, '(local.get 2)', place)})`);
			module.function(`drop_t${i}_${k}`, [], '', `(elem.drop ${name})`);
		});
	});
}

/** Text, functions {name, params, reads}, and what must be looked at. */
export function randomModule(seed) {
	const r = random(seed);
	const module = { fields: [], functions: [], globals: [], tables: [], memory: null };
	const wasmType = (kind) => ['i32', 'i64', 'f32', 'f64', 'externref'].includes(kind) ? kind : 'i32';
	module.function = (name, params, result, body, reads = false) => {
		const types = params.map((kind) => `(param ${wasmType(kind)})`).join(' ');
		const results = result && `(result ${result})`;
		module.fields.push(`(func $${name} (export "${name}") ${types} ${results} ${body})`);
		module.functions.push({ name, params, reads });
	};
	makeMemory(r, module);
	makeTables(r, module);
	makeGlobals(r, module);
	if (r.chance(50) && module.functions.some(({ name }) => name === 'fill')) {
		module.fields.push(`(func $begin
			(call $fill (i32.const 500) (i32.const ${r.below(256)}) (i32.const 50)))
			(start $begin)`);
	}
	const own = r.times(FUNCTIONS, (i) => `(func $f${i} (result i32) (i32.const ${100 + i}))`);
	const declared = r.times(FUNCTIONS, (i) => `$f${i}`).join(' ');
	module.text = `(module
		(type $t (func (result i32)))
		(import "env" "base" (global $base i32))
		${module.fields.join('\n')}
		(table $scratch 1 funcref)
		(elem declare func ${declared})
		${own.join('\n')}
		(func (export "trap") unreachable))`;
	return module;
}

const ARGUMENTS = {
	i32: (r) => r.next() | 0,
	i64: (r) => BigInt.asIntN(64, BigInt(r.next()) * 0x1_0000_0001n),
	f32: (r) => r.pick([0, -0, 1.5, -Infinity]),
	f64: (r) => r.pick([0, -0, 2.5, Infinity]),
	externref: (r) => r.pick([null, 'text', 5, Symbol.iterator]),
	address: (r) => r.pick([r.below(80), 1000 + r.below(80), r.next()]),
	byte: (r) => r.below(256),
	size: (r) => r.pick([0, 1, r.below(40), r.below(5000)]),
	offset: (r) => r.pick([0, 0, 1, r.below(4), r.below(30)]),
	index: (r) => r.below(20),
	entries: (r) => r.pick([0, 1, 1, 2, r.below(10), 0xffffffff]),
	pages: (r) => r.pick([0, 1, 1, 2, 3, r.below(10), 100_000]),
};

/** A list of calls, [name, arguments], that suit the module. */
export function randomCalls(module, seed, count) {
	const r = random(seed);
	if (module.functions.length === 0)
		return [];
	return r.times(count, () => {
		const { name, params } = r.pick(module.functions);
		return [name, params.map((kind) => ARGUMENTS[kind](r))];
	});
}
