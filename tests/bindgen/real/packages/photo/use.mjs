// SPDX-License-Identifier: MIT OR Apache-2.0
// Every effect on a picture, files of three formats, and the way to a canvas and back.

import { makeDom } from './dom.mjs';

const WIDTH = 96;
const HEIGHT = 64;
const DATA_URL = /^data:.*;base64,/;

function pixels(width = WIDTH, height = HEIGHT) {
	const data = new Uint8Array(width * height * 4);

	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++)
			data.set(
				[x * 2, y * 3, (x * y) & 0xff, x === y ? 128 : 255],
				(y * width + x) * 4,
			);
	}
	return data;
}

// Name, and arguments after the picture.
const EFFECTS = [
	['adjust_brightness', -20],
	['adjust_contrast', 12.5],
	['alter_channel', 1, -40],
	['alter_channels', 5, -6, 7],
	['alter_two_channels', 0, 20, 2, -30],
	['apply_gradient'],
	['b_grayscale'],
	['box_blur'],
	['cali'],
	['colorize'],
	['darken_hsl', 0.2],
	['darken_lch', 0.1],
	['decompose_max'],
	['decompose_min'],
	['desaturate'],
	['desaturate_hsluv', 0.3],
	['detect_45_deg_lines'],
	['dither', 2],
	['dramatic'],
	['duotone_horizon'],
	['edge_detection'],
	['emboss'],
	['filter', 'oceanic'],
	['filter', 'vintage'],
	['filter', 'no such filter'],
	['firenze'],
	['fliph'],
	['flipv'],
	['gamma_correction', 2.2, 1.1, 0.9],
	['gaussian_blur', 3],
	['golden'],
	['grayscale'],
	['grayscale_shades', 4],
	['halftone'],
	['horizontal_strips', 8],
	['hsl', 'saturate', 0.2],
	['hsv', 'shift_hue', 0.5],
	['lch', 'lighten', 0.15],
	['hsluv', 'desaturate', 0.15],
	['hue_rotate_hsv', 120],
	['inc_brightness', 30],
	['invert'],
	['laplace'],
	['monochrome', 40, 50, 100],
	['multiple_offsets', 5, 1, 2],
	['normalize'],
	['offset', 0, 10],
	['pixelize', 8],
	['primary'],
	['remove_channel', 2, 100],
	['saturate_hsv', 0.1],
	['sepia'],
	['sharpen'],
	['single_channel_grayscale', 1],
	['sobel_global'],
	['solarize'],
	['swap_channels', 0, 2],
	['threshold', 90],
	['tint', 10, 20, 30],
	['vertical_strips', 5],
	['draw_text', 'Zoë & Ægir', 4, 10, 20],
	['draw_text_with_border', 'x', 30, 30, 24],
];

function applied(photon, [name, ...args]) {
	const image = new photon.PhotonImage(pixels(), WIDTH, HEIGHT);

	photon[name](image, ...args);

	const after = image.get_raw_pixels();

	image.free();
	return [[name, ...args].join(' '), after];
}

function coloured({ PhotonImage, Rgb, Rgba, ...photon }) {
	const image = () => new PhotonImage(pixels(), WIDTH, HEIGHT);
	const red = new Rgb(200, 30, 40);
	const out = {};

	// What takes a colour takes it away: each call gets its own.
	for (const [name, ...rest] of [
		['mix_with_colour', 0.5],
		['selective_lighten', 0.3],
		['selective_hue_rotate', 90],
	]) {
		const target = image();

		photon[name](target, new Rgb(20, 120, 200), ...rest);
		out[name] = target.get_raw_pixels();
	}

	const two = image();

	photon.duotone(two, new Rgb(10, 20, 30), new Rgb(240, 230, 220));
	out.duotone = two.get_raw_pixels();
	red.set_green(255);
	out.rgb = [red.get_red(), red.get_green(), red.get_blue()];
	out.padded = sized(photon.padding_uniform(image(), 5, new Rgba(1, 2, 3, 4)));
	out.bottom = sized(photon.padding_bottom(image(), 9, new Rgba(255, 0, 0, 128)));
	return out;
}

function sized(image) {
	return [image.get_width(), image.get_height(), image.get_raw_pixels()];
}

function shaped(photon) {
	const { SamplingFilter } = photon;
	const image = new photon.PhotonImage(pixels(), WIDTH, HEIGHT);
	const mark = photon.create_gradient(16, 16);

	photon.watermark(image, mark, 10n, -4n);
	photon.blend(image, new photon.PhotonImage(pixels(), WIDTH, HEIGHT), 'overlay');
	return {
		marked: sized(image),
		crop: sized(photon.crop(image, 5, 6, 60, 50)),
		filters: Object.values(SamplingFilter)
			.filter((f) => typeof f === 'number')
			.map((filter) => sized(photon.resize(image, 31, 47, filter))),
		seam: sized(photon.seam_carve(image, 90, 60)),
		shear: [sized(photon.shearx(image, 0.5)), sized(photon.sheary(image, 0.25))],
		rotate: sized(photon.rotate(image, 33.5)),
		resample: sized(photon.resample(image, 50, 20)),
	};
}

function files({ PhotonImage, base64_to_image, base64_to_vec }) {
	const image = new PhotonImage(pixels(), WIDTH, HEIGHT);
	const base64 = image.get_base64();
	const png = image.get_bytes();

	return {
		png,
		base64,
		size: image.get_estimated_filesize(),
		jpeg: [10, 95].map((quality) => image.get_bytes_jpeg(quality)),
		webp: image.get_bytes_webp(),
		again: sized(PhotonImage.new_from_byteslice(png)),
		fromBase64: sized(PhotonImage.new_from_base64(base64.replace(DATA_URL, ''))),
		decoded: sized(base64_to_image(base64.replace(DATA_URL, ''))),
		text: base64_to_vec('dW5wb2lzb24='),
	};
}

function canvases(photon, dom) {
	const canvas = new dom.HTMLCanvasElement();
	const context = canvas.getContext('2d');

	Object.assign(canvas, { width: WIDTH, height: HEIGHT });
	context.putImageData(new dom.ImageData(pixels(), WIDTH, HEIGHT), 0, 0);

	const image = photon.open_image(canvas, context);
	const data = image.get_image_data();

	photon.invert(image);
	image.set_imgdata(photon.to_image_data(photon.create_gradient(8, 8)));

	const whole = sized(image);

	photon.putImageData(canvas, context, new photon.PhotonImage(pixels(), WIDTH, HEIGHT));

	const small = photon.resize_img_browser(
		new photon.PhotonImage(pixels(), WIDTH, HEIGHT),
		24,
		16,
		photon.SamplingFilter.Triangle,
	);
	const cut = photon.crop_img_browser(canvas, 20, 10, 2, 3);

	photon.run();
	return {
		data: [data instanceof dom.ImageData, data.width, data.data],
		whole,
		drawn: context.drawn,
		raw: photon.to_raw_pixels(context.image),
		same: photon.get_image_data(canvas, context) === context.image,
		small: [small.width, small.height, small.context.drawn],
		cut: [cut.width, cut.height, cut.context.drawn],
		body: dom.body.children,
	};
}

export default function use(photon) {
	const dom = makeDom();

	return {
		effects: EFFECTS.map((effect) => applied(photon, effect)),
		coloured: coloured(photon),
		shaped: shaped(photon),
		files: files(photon),
		canvases: canvases(photon, dom),
	};
}
