// SPDX-License-Identifier: MIT OR Apache-2.0
// A session with definitions, units, numbers of other bases, matrices and mistakes.

const SESSION = [
	'1+2*(3-4/5)',
	'f(x, y) = x^2 + y/3',
	'f(3, 4)',
	'fib(n) = {n if n < 2; fib(n-1) + fib(n-2) otherwise}',
	'fib(12)',
	'a = 12.5',
	'3a + sqrt(2)',
	'sin(π/6)',
	'√-4',
	'(2+3i)(4-i)',
	'e^(i*π)',
	'0b1011 + 0xff',
	'|-7| + ⌈2.1⌉',
	'sum(n = 1, 100, n^2)',
	'∫(0, 2, x^2 dx)',
	'x^2 + x = 12',
	'6!',
	'5 mod 3',
	'[1,2;3,4] * [5,6;7,8]',
	'[1,2,3]²',
	'5 m to cm',
	'2.5 km to m',
	'100!',
	'1/3',
	'10^25',
	'0.1 + 0.2',
	'nonsense(',
	'1 + ',
	'g(1)',
	'2/0',
	'',
];

function describe(value) {
	if (value === undefined) return value;

	const described = {
		text: value.toString(),
		pretty: value.toPrettyString(),
		big: value.toStringBig(),
		value: value.getValue(),
		imaginary: value.getImaginaryValue(),
		estimate: value.estimate(),
	};

	value.free();
	return described;
}

function evaluate(context, input) {
	try {
		return describe(context.evaluate(input));
	} catch (error) {
		return { thrown: error };
	}
}

export default function use({ Context, ComplexNumberType, ScientificNotationFormat }) {
	const context = new Context();
	const degrees = new Context().set_angle_unit('deg').set_max_recursion_depth(40);
	const big = context.evaluate('123456.789 * 1000');
	const notation = big.toScientificNotation(ComplexNumberType.Real);
	const results = {
		session: SESSION.map((input) => [input, evaluate(context, input)]),
		degrees: evaluate(degrees, 'sin(30) + cos(60)'),
		deep: [evaluate(degrees, 'h(n) = h(n+1)'), evaluate(degrees, 'h(1)')],
		radix: [big.setRadix(16), big.setRadix(1), big.toPrettyString()],
		engineering: big.toPrettyStringWithFormat(ScientificNotationFormat.Engineering),
		notation: [
			notation.value,
			notation.exponent,
			notation.imaginary,
			notation.toString(),
			notation.to_string_format(ScientificNotationFormat.Engineering),
		],
	};

	notation.exponent = -3;
	notation.value = 1.5;
	notation.imaginary = true;
	return {
		...results,
		changed: [notation.toString(), notation.exponent, notation.imaginary],
	};
}
