// SPDX-License-Identifier: MIT OR Apache-2.0
// C and C++ with exceptions by Emscripten, inlined and compressed: draws graphs.

import { Graphviz } from '@hpcc-js/wasm-graphviz';
import { wild } from '../lib/deaths.mjs';
import { numbers } from '../lib/data.mjs';

const graphviz = await Graphviz.load();

const graphs = {
	small: 'digraph G { Hello -> World }',
	records: 'digraph { node [shape=record]; a [label="<f0> left|{x|y}|<f2> right"]; b [label="größe 名前"]; a:f0 -> b; a:f2 -> b [label="edge"] }',
	clusters: 'digraph { subgraph cluster_a { label=A; a1 -> a2 } subgraph cluster_b { color=blue; b1 -> b2 -> b3 } a1 -> b3; rankdir=LR }',
	html: 'graph { a [shape=plain label=<<TABLE BORDER="1"><TR><TD PORT="p">x</TD><TD BGCOLOR="red"><B>y</B></TD></TR></TABLE>>]; a:p -- b }',
	splines: 'digraph { splines=ortho; {rank=same; a b c} a -> b -> c -> a; a -> d; d -> a [dir=both color="red:blue"] }',
	shapes: 'graph { a [shape=polygon sides=5 peripheries=3]; b [shape=star style=filled fillcolor=gold]; c [shape=cylinder]; a -- b -- c -- a }',
};

const engines = ['dot', 'neato', 'fdp', 'sfdp', 'circo', 'twopi', 'osage', 'patchwork'];
const mistakes = ['digraph {', 'graph { a -> b }', 'no graph', 'digraph { a [label=<<TABLE>] }', 'digraph { a [shape=', 'strict { }'];

function large(count) {
	const ends = numbers(count, 2 * count);
	return `digraph { ${Array.from({ length: count }, (_, i) => `n${ends[2 * i]} -> n${ends[2 * i + 1] % 40};`).join(' ')} }`;
}

function built() {
	const graph = graphviz.createGraph('G');
	graph.addNode('a').addNode('b').addEdge('a', 'b').setNodeAttr('a', 'color', 'red').setGraphAttr('rankdir', 'LR');
	const cluster = graph.addSubgraph('0');
	cluster.setAttr('label', 'a cluster').addEdge('c', 'd');
	cluster.delete();
	const result = [graph.toDot(), graph.layout(), graph.layout('plain')];
	graph.delete();
	return result;
}

export async function use(log) {
	log('version', graphviz.version());
	for (const [name, dot] of Object.entries(graphs)) {
		for (const engine of engines)
			await log.try(`${name}, ${engine}`, () => graphviz.layout(dot, 'svg', engine));
		for (const format of ['dot', 'json', 'plain', 'xdot'])
			await log.try(`${name} as ${format}`, () => graphviz.layout(dot, format, 'dot'));
	}
	log('built', built());
	log('without cycles', graphviz.acyclic('digraph { a -> b -> c -> a }', true));
	log('reduced', graphviz.tred('digraph { a -> b -> c; a -> c }'));
	log('unflattened', graphviz.unflatten('digraph { a -> b; a -> c; a -> d; a -> e }', 3, true, 2));
	log('printed', graphviz.nop('digraph{a->b[color=red]}'));
	log('with an image', graphviz.dot('digraph { a [image="a.png"] }', 'svg', { images: [{ path: 'a.png', width: '90px', height: '80px' }] }));
	for (const text of mistakes)
		await log.error(`mistake: ${text}`, () => graphviz.dot(text));
	await log.error('a format that there is not', () => graphviz.layout(graphs.small, 'tiff'));
	await log.error('an engine that there is not', () => graphviz.layout(graphs.small, 'svg', 'none'));
	log('large', graphviz.dot(large(250)));
	log('large, too', graphviz.sfdp(large(900)));
}

export const stale = 'The constructors of C++ describe its classes to its JavaScript, which refuses to be told twice.';

export function kill(exports) {
	wild(exports);
}
