// SPDX-License-Identifier: MIT OR Apache-2.0
// As much of a browser's document as the package asks for: canvases with pixels.

export function makeDom() {
	class ImageData {
		constructor(data, width, height = data.length / 4 / width) {
			Object.assign(this, { data: new Uint8ClampedArray(data), width, height });
		}
	}

	class CanvasRenderingContext2D {
		constructor(canvas) {
			this.canvas = canvas;
			this.image = undefined;
			this.drawn = [];
		}

		getImageData(x, y, width, height) {
			if (!this.image)
				throw new RangeError(
					`nothing drawn at ${x},${y} ${width}x${height}`,
				);
			return this.image;
		}

		putImageData(image, x, y) {
			this.image = image;
			this.drawn.push(['put', x, y, image.width, image.height]);
		}

		drawImage(source, ...place) {
			this.image = source.getContext('2d').image;
			this.drawn.push(['draw', ...place]);
		}
	}

	class HTMLCanvasElement {
		constructor() {
			Object.assign(this, {
				width: 300,
				height: 150,
				context: new CanvasRenderingContext2D(this),
			});
		}

		getContext(kind) {
			return kind === '2d' ? this.context : null;
		}
	}

	class Window {}

	const body = { children: [], appendChild: (node) => (body.children.push(node), node) };
	const createElement = (tag) => {
		if (/[^a-z]/.test(tag)) throw new TypeError(tag);
		return tag === 'canvas' ? new HTMLCanvasElement() : { tag, textContent: null };
	};
	const window = Object.assign(new Window(), { document: { body, createElement } });

	Object.setPrototypeOf(globalThis, Window.prototype);
	Object.assign(globalThis, {
		ImageData,
		CanvasRenderingContext2D,
		HTMLCanvasElement,
		Window,
	});
	Object.assign(globalThis, { window, self: window, document: window.document });
	return { body, ImageData, HTMLCanvasElement };
}
