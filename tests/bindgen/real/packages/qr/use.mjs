// SPDX-License-Identifier: MIT OR Apache-2.0
// Codes of all sizes as modules and as SVG; options are a builder that takes itself.

function pattern(modules) {
	const size = Math.sqrt(modules.length);
	const rows = [];

	for (let y = 0; y < size; y++)
		rows.push(
			Array.from(modules.subarray(y * size, (y + 1) * size), (on) =>
				on ? '#' : '.',
			).join(''),
		);
	return rows;
}

function thrown(run) {
	try {
		run();
	} catch (error) {
		return error instanceof Error;
	}
	return 'nothing';
}

export default function use({ qr, qr_svg, SvgOptions, Shape, ECL, Version, ImageBackgroundShape }) {
	const url = 'https://example.test/a/long/path?with=query&and=näme#fragment';
	const fancy = () =>
		new SvgOptions()
			.shape(Shape.RoundedSquare)
			.module_color('#103050')
			.background_color('#ffffff80')
			.margin(2)
			.ecl(ECL.H)
			.version(Version.V15);
	const framed = () =>
		fancy()
			.image('data:image/png;base64,AAAA')
			.image_background_color('#ff0000')
			.image_background_shape(ImageBackgroundShape.Circle)
			.image_size(9.5)
			.image_gap(1.25)
			.image_position([30, 30.5]);
	const used = new SvgOptions();
	const moved = used.margin(1);
	return {
		small: pattern(qr('unpoison')),
		sizes: [0, 1, 17, 100, 500, 1200, 2300, 2953, 2954].map(
			(n) => qr('x1'.repeat(n / 2 + 1).slice(0, n)).length,
		),
		digits: qr('0123456789'.repeat(300)),
		plain: qr_svg(url, new SvgOptions()),
		shapes: Object.values(Shape)
			.filter((shape) => typeof shape === 'number')
			.map((shape) => qr_svg(url, new SvgOptions().shape(shape)).length),
		fancy: qr_svg(url, fancy()),
		framed: qr_svg(url, framed()),
		tooLong: qr_svg('y'.repeat(4000), new SvgOptions().ecl(ECL.H)),
		enums: { ...ECL, last: Version.V40, name: Shape[Shape.Diamond] },
		kept: qr_svg('kept', moved).length,
		disposable: typeof SvgOptions.prototype[Symbol.dispose],
		// The last: what was taken cannot be used, and the package may stop there.
		taken: thrown(() => used.margin(3)),
	};
}
