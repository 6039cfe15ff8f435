// SPDX-License-Identifier: MIT OR Apache-2.0
// Rust without bindings, called through pointers: reads source maps.

import { createRequire } from 'node:module';
import { numbers } from '../lib/data.mjs';

const { SourceMapConsumer, SourceMapGenerator, SourceNode } = createRequire(import.meta.url)('source-map');

function made(lines, sources) {
	const generator = new SourceMapGenerator({ file: 'out.js', sourceRoot: '/src' });
	const order = numbers(lines, lines * 4);
	for (let i = 0; i < lines * 4; i++) {
		const source = `${order[i] % sources}.ts`;
		generator.addMapping({
			generated: { line: 1 + (i >> 2), column: (i & 3) * 17 + order[i] % 9 },
			original: { line: 1 + order[i], column: order[i] % 50 }, source,
			name: i % 3 ? undefined : `name${order[i] % 20}`,
		});
	}
	for (let i = 0; i < sources; i++)
		generator.setSourceContent(`${i}.ts`, `// ${i}\n`.repeat(5));
	return generator.toString();
}

const { LEAST_UPPER_BOUND, GREATEST_LOWER_BOUND, ORIGINAL_ORDER } = SourceMapConsumer;

async function asked(text, log, name) {
	await SourceMapConsumer.with(text, null, async (map) => {
		log(`${name}: sources`, [map.sources, map.hasContentsOfAllSources(), map.sourceContentFor(map.sources[0], true)]);
		for (const bias of [LEAST_UPPER_BOUND, GREATEST_LOWER_BOUND]) {
			for (const [line, column] of [[1, 0], [1, 20], [7, 1000], [500, 3]])
				log(`${name}: original of ${line}:${column}, ${bias}`, map.originalPositionFor({ line, column, bias }));
			for (const line of [1, 40, 200])
				log(`${name}: generated of ${line}, ${bias}`, map.generatedPositionFor({ source: map.sources[0], line, column: 3, bias }));
		}
		log(`${name}: all of a line`, map.allGeneratedPositionsFor({ source: map.sources[0], line: 30 }));
		const each = [], sorted = [];
		map.eachMapping((mapping) => each.push(Object.values(mapping)));
		map.eachMapping((mapping) => sorted.push(Object.values(mapping)), null, ORIGINAL_ORDER);
		log(`${name}: each`, [each.length, each]);
		log(`${name}: in another order`, sorted);
		map.computeColumnSpans();
		log(`${name}: with spans`, map.allGeneratedPositionsFor({ source: map.sources[0], line: 30 }));
		await log.try(`${name}: line 0`, () => map.originalPositionFor({ line: 0, column: 0 }));
		await log.error(`${name}: callback that throws`, () => map.eachMapping(() => {
			throw new RangeError('thrown in a callback');
		}));
		log(`${name}: after that`, map.originalPositionFor({ line: 2, column: 30 }));
	});
}

const sections = () => JSON.stringify({
	version: 3, file: 'all.js',
	sections: [1, 2].map((n) => ({ offset: { line: n * 100, column: 0 }, map: JSON.parse(made(20 * n, n)) })),
});

export async function use(log) {
	await asked(made(10, 1), log, 'small');
	await asked(made(300, 7), log, 'middle');
	await asked(made(20_000, 40), log, 'large');
	await asked(sections(), log, 'sections');
	const text = made(50, 3);
	await SourceMapConsumer.with(text, null, (map) => {
		const generator = SourceMapGenerator.fromSourceMap(map);
		log('generated anew', generator.toString());
		log('source nodes', SourceNode.fromStringWithSourceMap('a\nb c d e f\n'.repeat(9), map).toStringWithSourceMap().map.toString());
	});
	const broken = { mappings: ['AAAA,;;A', 'A!', 'gggggggggggggggggA', 'AAAAAAAAAA', 'AADA', 'D'], };
	for (const mappings of broken.mappings) {
		const map = { version: 3, sources: ['a'], names: [], mappings };
		await log.error(`broken: ${mappings}`, () => SourceMapConsumer.with(map, null, (consumer) => {
			consumer.eachMapping(() => {});
			throw new Error(`read: ${JSON.stringify(consumer.originalPositionFor({ line: 3, column: 0 }))}`);
		}));
	}
	await log.error('no map', () => new SourceMapConsumer('{'));
	const freed = await new SourceMapConsumer(text);
	freed.destroy();
	await log.try('after destroy()', () => freed.originalPositionFor({ line: 1, column: 1 }));
}

export function kill(exports) {
	exports.all_generated_locations_for(-64, 0, 1, 0, 0);
}
