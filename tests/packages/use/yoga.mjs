// SPDX-License-Identifier: MIT OR Apache-2.0
// C++ by Emscripten, inlined as base64: lays out boxes, and measures them by functions of JavaScript.

import { loadYoga } from 'yoga-layout/load';
import { outOfStack } from '../lib/deaths.mjs';
import { numbers } from '../lib/data.mjs';

const Yoga = await loadYoga();

const box = (node) => {
	const { left, top, width, height } = node.getComputedLayout();
	return [left, top, width, height, ...Array.from({ length: node.getChildCount() }, (_, i) => box(node.getChild(i)))];
};

function tree(settings, children, config) {
	const node = config ? Yoga.Node.create(config) : Yoga.Node.create();
	for (const [name, value] of Object.entries(settings))
		node[`set${name}`](...[value].flat());
	children?.forEach((child, i) => node.insertChild(child, i));
	return node;
}

const leaf = (width, height, more = {}) => tree({ Width: width, Height: height, ...more });

const { FLEX_DIRECTION_ROW, FLEX_DIRECTION_COLUMN, FLEX_DIRECTION_ROW_REVERSE, WRAP_WRAP, DIRECTION_LTR, DIRECTION_RTL, EDGE_ALL, EDGE_START,
	EDGE_TOP, POSITION_TYPE_ABSOLUTE, DISPLAY_NONE, GUTTER_ALL, MEASURE_MODE_EXACTLY } = Yoga;

function cases() {
	const all = [];
	for (const direction of [FLEX_DIRECTION_ROW, FLEX_DIRECTION_COLUMN, FLEX_DIRECTION_ROW_REVERSE]) {
		for (let justify = 0; justify < 6; justify++)
			all.push([`${direction}, ${justify}`, () => tree({ FlexDirection: direction, JustifyContent: justify, Width: 300, Height: 200 }, [leaf(50, 40), leaf('20%', 30), leaf('auto', 10)])]);
	}
	for (let align = 0; align < 9; align++)
		all.push([`aligned ${align}`, () => tree({ FlexWrap: WRAP_WRAP, FlexDirection: FLEX_DIRECTION_ROW, AlignItems: align, AlignContent: align, Width: 100, Height: 300 }, [1, 2, 3, 4].map((i) => leaf(40, 10 * i)))]);
	all.push(['growing', () => tree({ FlexDirection: FLEX_DIRECTION_ROW, Width: 500, Height: 90 }, [leaf(10, 10, { FlexGrow: 1 }), leaf(10, 10, { FlexGrow: 2.5 }), leaf(900, 10, { FlexShrink: 1 })])]);
	all.push(['edges', () => tree({ Padding: [EDGE_ALL, 7], Border: [EDGE_START, 3], Margin: [EDGE_TOP, '5%'], Width: 200 }, [leaf(50, 50, { Margin: [EDGE_ALL, 'auto'] })])]);
	all.push(['absolute', () => tree({ Width: 200, Height: 200 }, [leaf(50, 50, { PositionType: POSITION_TYPE_ABSOLUTE, Position: [EDGE_TOP, 30] }), leaf(10, 10, { Display: DISPLAY_NONE })])]);
	all.push(['ratio', () => tree({ Width: 200, Gap: [GUTTER_ALL, 9] }, [tree({ AspectRatio: 1.7 }), leaf(33.3, 66.7)])]);
	return all;
}

function measured(seen) {
	const node = tree({ FlexGrow: 1 });
	node.setMeasureFunc((width, widthMode, height, heightMode) => {
		seen.push([width, widthMode, height, heightMode]);
		return { width: widthMode === MEASURE_MODE_EXACTLY ? width : 123, height: 17.25 };
	});
	return node;
}

export async function use(log) {
	for (const [name, make] of cases()) {
		const node = make();
		for (const direction of [DIRECTION_LTR, DIRECTION_RTL]) {
			node.calculateLayout(undefined, undefined, direction);
			log(`${name}, ${direction}`, box(node));
		}
		node.freeRecursive();
	}
	const seen = [];
	const root = tree({ Width: 400, FlexDirection: FLEX_DIRECTION_ROW }, [measured(seen), leaf(30, 30), measured(seen)]);
	root.calculateLayout(undefined, 100);
	log('measured', [box(root), seen]);
	let dirty = 0;
	root.getChild(0).setDirtiedFunc(() => dirty++);
	root.getChild(0).markDirty();
	log('dirtied', [dirty, root.isDirty()]);
	root.getChild(0).setMeasureFunc(() => {
		throw new RangeError('thrown while measuring');
	});
	root.getChild(0).markDirty();
	const config = Yoga.Config.create();
	config.setPointScaleFactor(0);
	config.setUseWebDefaults(true);
	const exact = tree({ Width: 100, FlexDirection: FLEX_DIRECTION_ROW }, [1, 2, 3].map(() => tree({ FlexGrow: 1 }, [], config)), config);
	exact.calculateLayout();
	log('exact', box(exact));
	exact.freeRecursive();
	config.free();
	const sizes = numbers(6, 3000);
	const large = tree({ FlexWrap: WRAP_WRAP, FlexDirection: FLEX_DIRECTION_ROW, Width: 900 }, Array.from(sizes, (size, i) => leaf(size, size % 31, { FlexGrow: i % 3 })));
	large.calculateLayout();
	log('large', box(large));
	large.freeRecursive();
	await log.error('not a number', () => tree({ Width: 'wide' }));
	await log.error('no node', () => Yoga.Node.create().insertChild({}, 0));
}

export const stale = 'The constructors of C++ describe its classes to its JavaScript, which refuses to be told twice.';

export function kill() {
	const node = tree({ Width: 100 }, [leaf(1, 1)]);
	outOfStack(() => node.calculateLayout());
}
