// SPDX-License-Identifier: MIT OR Apache-2.0
// Programs that compute, print and raise; values, functions and promises that go both
// ways: closures of the package, callbacks from it, and snippets of its own JavaScript.

const PRIMES = `
def sieve(limit):
    flags = [True] * (limit + 1)
    for i in range(2, int(limit ** 0.5) + 1):
        if flags[i]:
            for j in range(i * i, limit + 1, i):
                flags[j] = False
    return [i for i in range(2, limit + 1) if flags[i]]

class Account:
    rate = 1.5

    def __init__(self, owner, amount=0):
        self.owner, self.amount = owner, amount

    def __add__(self, other):
        return Account(f"{self.owner}+{other.owner}", self.amount + other.amount)

    def __repr__(self):
        return f"<{self.owner}: {self.amount:>8.2f}>"

def fibonacci():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b

def take(count, values):
    return [value for value, _ in zip(values, range(count))]

def describe(*args, sep="-", **others):
    return sep.join(repr(arg) for arg in args) + "|" + ",".join(f"{k}={others[k]}" for k in sorted(others))

def fails(depth):
    if depth == 0:
        raise ValueError("at the bottom", 42)
    fails(depth - 1)

words = "the quick brown fox jumps over the lazy dog the end".split()
counts = {}
for word in words:
    counts[word] = counts.get(word, 0) + 1
`;

const EXPRESSIONS = [
	'sieve(400)',
	'len(sieve(5000)), sum(sieve(5000))',
	'take(60, fibonacci())[-1]',
	'2 ** 200 // 3',
	'str(Account("ä", 3) + Account("b", 4.25))',
	'sorted(counts.items(), key=lambda p: (-p[1], p[0]))',
	'counts',
	'[w[::-1].title() for w in words]',
	'"{:+.3e} {!r} %s" .format(12345.678, "ß") % None',
	'bytes(range(256))[::5]',
	'{"a": [1, (2.5, None)], 3: True}',
	'round(2.675, 2), divmod(-7, 3), 7 @ 2 if False else abs(-1j)',
	'"𝕏 and ½".upper()',
	'describe(1, "two", z=3, a=None)',
	'[*map(lambda x: x * x, filter(lambda x: x % 2, range(20)))]',
	'None',
	'(lambda: 1)() == 1.0',
];

const MISTAKES = [
	'fails(5)',
	'1 / 0',
	'undefined_name',
	'def',
	'[1, 2][7]',
	'"a" + 1',
	'if True:\n',
	'{}["missing"]',
	'int("x")',
];

function outcome(run) {
	try {
		return run();
	} catch (error) {
		return {
			kind: error.constructor.name,
			name: error.name,
			message: error.message,
			at: [error.row, error.col],
			text: error.info && String(error),
			keys: Object.keys(error.info ?? {}).join(' '),
		};
	}
}

function session(vm) {
	const printed = [];

	vm.setStdout((text) => printed.push(text));
	vm.exec(PRIMES);
	vm.exec('for i in range(3):\n    print("line", i, sep=":", end=";\\n")');
	return {
		values: EXPRESSIONS.map((text) => [text, outcome(() => vm.eval(text))]),
		mistakes: MISTAKES.map((text) => [
			text,
			outcome(() => vm.eval(text)),
			outcome(() => vm.exec(text, 'file.py')),
		]),
		single: vm.execSingle('x = 6\nx * 7\n'),
		printed,
	};
}

// What goes in comes out, and functions of one side are called from the other.
function crossing(vm) {
	const values = [
		0,
		-1.5,
		2 ** 53,
		true,
		null,
		undefined,
		'ünï🦀\ud800',
		[1, ['x', null]],
		{ a: { b: [] } },
		new Map([['k', 1]]),
		new Uint8Array([1, 2, 255]),
		new Error('an error'),
	];
	const calls = [];

	vm.addToScope('values', values);
	vm.addToScope('call_me', function callMe(...args) {
		calls.push([{ ...this }, args]);
		if (args[0] === 'throw') throw new RangeError('thrown by JavaScript');
		return args.length;
	});
	vm.injectJSModule('host', { version: '1.2', shout: (text) => `${text}!`.toUpperCase() });
	vm.injectModule('tools', 'def twice(x):\n    return 2 * x + extra', { extra: 1 });
	vm.exec(
		'import host, tools\ndef back(a, b=2, **k):\n    return [b, a, sorted(k)]\ndef bad():\n    raise KeyError("k")',
	);

	const back = vm.eval('back');

	return {
		values: values.map((value) => (vm.addToScope('value', value), vm.eval('value'))),
		types: vm.eval('[type(v).__name__ for v in values]'),
		called: [
			vm.eval('call_me(1, [2], key="v")'),
			outcome(() => vm.eval('call_me("throw")')),
			calls,
		],
		caught: vm.exec(
			'try:\n    call_me("throw")\nexcept Exception as e:\n    seen = str(e)',
		),
		seen: vm.eval('seen'),
		modules: vm.eval('host.version, host.shout("loud"), tools.twice(20)'),
		function: [
			back([1]),
			back([1, { x: 2 }], { y: 1, z: 2 }),
			outcome(() => back()),
			outcome(() => vm.eval('bad')()),
		],
		many: Array.from({ length: 200 }, (_, i) => back([i])[1]).reduce(
			(a, b) => a + b,
			0,
		),
	};
}

async function promises(vm) {
	const delayed = (value) => new Promise((resolve) => setTimeout(resolve, 1, value));

	vm.addToScope('delayed', delayed);
	vm.addToScope('rejected', () => Promise.reject(new TypeError('no')));
	vm.exec(`
def chain(value):
    return delayed(value).then(lambda v: v + 1).then(lambda v: delayed([v, v * v]))
def caught():
    return rejected().then(lambda v: "not here", lambda e: "caught " + type(e).__name__)
def raising():
    return delayed(0).then(lambda v: 1 // v)
`);

	const settled = await Promise.allSettled([
		...[1, 2, 3].map((value) => vm.eval('chain')([value])),
		vm.eval('caught')(),
		vm.eval('raising')(),
	]);

	return settled.map(({ status, value, reason }) => [
		status,
		value,
		reason && `${reason.name}: ${reason.message}`,
	]);
}

function machines({ vmStore, pyEval, pyExec, pyExecSingle }) {
	const first = vmStore.init('first', false);
	const second = vmStore.init('second', false);
	const printed = [];

	first.exec('x = 1');
	second.exec('x = 2');
	pyExec('print(js_vars["a"] * 3)\ny = 5', {
		vars: { a: 'ab' },
		stdout: (text) => printed.push(text),
	});

	const results = {
		own: [
			first.eval('x'),
			second.eval('x'),
			vmStore.init('first').eval('x'),
			vmStore.get('nobody'),
		],
		ids: [...vmStore.ids()].sort(),
		simple: [pyEval('y + 1'), pyExecSingle('y'), printed],
		refused: [
			outcome(() => pyEval('1', { vars: 3 })),
			outcome(() => pyEval('1', { stdout: 'nowhere' })),
		],
	};

	second.destroy();
	return {
		...results,
		valid: [first.valid(), second.valid()],
		gone: [outcome(() => second.eval('x')), outcome(() => second.assert_valid())],
		left: [...vmStore.ids()].sort(),
	};
}

// What the package's own module of Python needs of a browser's window.
function pretendWindow() {
	const shown = [];

	class Window {}

	Object.setPrototypeOf(globalThis, Window.prototype);
	Object.assign(globalThis, { Window, window: globalThis, document: {} });
	for (const name of ['alert', 'confirm', 'prompt'])
		globalThis[name] = (...args) => shown.push([name, ...args]);
	return shown;
}

// Objects of JavaScript as such: properties, methods, constructors, and a class of the
// package that JavaScript calls.
function objects(vm, shown) {
	vm.exec(`
import browser
from browser import window, jsstr, jsfloat, jsclosure, alert
alert("hello")
point = window.get_prop("Object").construct()
point.set_prop("x", jsfloat(1.5))
date = window.get_prop("Date").construct(jsstr("2024-02-29T12:00:00Z"))
iso = date.call_method("toISOString").as_str()
seen = []
def listen(this, *args):
    seen.append([this.typeof(), [arg.as_float() for arg in args]])
closure = jsclosure(listen)
window.get_prop("Array").call_method("from", jsstr("7")).call_method("forEach", closure.value)
window.get_prop("Math").call_method("max", jsfloat(3.0), jsfloat(4.0))
`);
	return {
		shown,
		values: vm.eval(
			'iso, point.get_prop("x").as_float(), point.has_prop("y"), date.instanceof(window.get_prop("Date")), seen',
		),
		text: vm.eval(
			'repr(point), repr(date.get_prop("constructor")), repr(jsstr("quoted \\"text\\""))',
		),
		absent: outcome(() => vm.eval('point.get_prop("y")')),
		refused: outcome(() => vm.eval('window.get_prop("Symbol").construct()')),
		destroyed: [
			vm.exec('closure.destroy()'),
			vm.eval('closure.destroyed, closure.value'),
		],
	};
}

export default async function use(python) {
	const shown = pretendWindow();
	const vm = python.vmStore.init('main', true);

	return {
		session: session(vm),
		crossing: crossing(vm),
		objects: objects(vm, shown),
		promises: await promises(vm),
		machines: machines(python),
	};
}
