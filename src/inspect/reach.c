/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * Which imports a function may get to. Functions that reach each other
 * (Tarjan's strongly connected components) reach the same; the components come
 * out with what they call first, so that one pass over them is enough for as
 * many imports as there are bits in a set.
 */

#include <stdlib.h>
#include <string.h>

#include "inspect/graph.h"
#include "util/mem.h"

#define NOT_SEEN UINT32_MAX

enum {
	WORD_BITS = 64,
	SET_WORDS = 8, /* 64 bytes for each component at a time */
};

struct frame {
	uint32_t node;
	size_t edge; /* the next one */
};

struct components {
	const struct up_graph *graph;
	uint32_t *of; /* each node's; NOT_SEEN: nobody asks for it */
	uint32_t *order; /* the nodes, by component */
	uint32_t count, ordered;

	/* While they are looked for. */
	uint32_t *number, *low; /* Tarjan's */
	uint32_t *stack;
	struct frame *frames;
	uint32_t stacked, depth, numbered;
};

static void enter(struct components *c, uint32_t node)
{
	c->number[node] = c->low[node] = c->numbered++;
	c->stack[c->stacked++] = node;
	c->frames[c->depth++] = (struct frame){
		node,
		c->graph->calls.first[node],
	};
}

static void take_component(struct components *c, uint32_t root)
{
	uint32_t node;

	do {
		node = c->stack[--c->stacked];
		c->of[node] = c->count;
		c->order[c->ordered++] = node;
	} while (node != root);
	c->count++;
}

static void leave(struct components *c)
{
	uint32_t node = c->frames[--c->depth].node;

	if (c->low[node] == c->number[node])
		take_component(c, node);
	if (c->depth > 0) {
		uint32_t caller = c->frames[c->depth - 1].node;

		if (c->low[node] < c->low[caller])
			c->low[caller] = c->low[node];
	}
}

static void search(struct components *c, uint32_t root)
{
	const struct up_edges *calls = &c->graph->calls;

	enter(c, root);
	while (c->depth > 0) {
		struct frame *frame = &c->frames[c->depth - 1];
		uint32_t node = frame->node;

		if (frame->edge == calls->first[node + 1]) {
			leave(c);
			continue;
		}
		uint32_t next = calls->edges[frame->edge++];

		if (c->number[next] == NOT_SEEN)
			enter(c, next);
		else if (c->of[next] == NOT_SEEN &&
			 c->number[next] < c->low[node])
			c->low[node] = c->number[next];
	}
}

static uint32_t *numbers(uint32_t count, int byte)
{
	uint32_t *all = up_alloc(((size_t)count + 1) * sizeof(*all));

	memset(all, byte, (size_t)count * sizeof(*all));
	return all;
}

static void find_components(struct components *c, const uint32_t *nodes,
			    size_t count)
{
	uint32_t all = c->graph->nodes;

	c->of = numbers(all, 0xff);
	c->order = numbers(all, 0);
	c->number = numbers(all, 0xff);
	c->low = numbers(all, 0);
	c->stack = numbers(all, 0);
	c->frames = up_alloc(((size_t)all + 1) * sizeof(*c->frames));
	for (size_t i = 0; i < count; i++)
		if (c->number[nodes[i]] == NOT_SEEN)
			search(c, nodes[i]);
	free(c->number);
	free(c->low);
	free(c->stack);
	free(c->frames);
}

/* ---- indirect calls ---- */

static void find_indirect(const struct components *c, const uint32_t *nodes,
			  size_t count, struct up_reach *ret)
{
	const struct up_graph *graph = c->graph;
	const size_t *own = graph->survey->first_indirect_call;
	bool *indirect = up_alloc((size_t)c->count + 1);

	for (uint32_t i = 0; i < c->ordered; i++) {
		uint32_t node = c->order[i];
		size_t edges;
		const uint32_t *next = up_edges_of(&graph->calls, node, &edges);
		/* Groups are reached by indirect calls alone. */
		bool found = node >= graph->functions ||
			     (own[node + 1] > own[node] &&
			      !(graph->leaves && graph->leaves[node]));

		for (size_t k = 0; k < edges && !found; k++)
			found = indirect[c->of[next[k]]];
		indirect[c->of[node]] |= found;
	}
	for (size_t i = 0; i < count; i++)
		ret[i].indirect = indirect[c->of[nodes[i]]];
	free(indirect);
}

/* ---- imports ---- */

/* The imports [from, to) of those that are reached at all, in one pass. */
struct pass {
	const struct components *c;
	const uint32_t *imports; /* all that are reached; ascending */
	size_t from, to;
	size_t words; /* of a set */
	uint64_t *sets; /* of each component */
};

static void mark_imports(const struct pass *pass)
{
	for (size_t i = pass->from; i < pass->to; i++) {
		size_t component = pass->c->of[pass->imports[i]];
		size_t bit = i - pass->from;

		pass->sets[component * pass->words + bit / WORD_BITS] |=
			1ull << bit % WORD_BITS;
	}
}

static void merge(const struct pass *pass)
{
	const struct components *c = pass->c;
	size_t words = pass->words;

	for (uint32_t i = 0; i < c->ordered; i++) {
		size_t edges;
		const uint32_t *next =
			up_edges_of(&c->graph->calls, c->order[i], &edges);
		size_t own = c->of[c->order[i]];

		for (size_t k = 0; k < edges; k++) {
			size_t other = c->of[next[k]];

			if (other == own)
				continue;
			for (size_t w = 0; w < words; w++)
				pass->sets[own * words + w] |=
					pass->sets[other * words + w];
		}
	}
}

static void read_set(const struct pass *pass, uint32_t node,
		     struct up_reach *reach)
{
	const uint64_t *set = pass->sets + pass->c->of[node] * pass->words;
	size_t found = 0;

	for (size_t w = 0; w < pass->words; w++)
		found += (size_t)__builtin_popcountll(set[w]);
	if (found == 0)
		return;
	reach->functions =
		up_realloc(reach->functions, (reach->count + found) *
						     sizeof(uint32_t));
	for (size_t w = 0; w < pass->words; w++)
		for (uint64_t bits = set[w]; bits != 0; bits &= bits - 1)
			reach->functions[reach->count++] =
				pass->imports[pass->from + w * WORD_BITS +
					      (size_t)__builtin_ctzll(bits)];
}

static void find_imports(const struct components *c, const uint32_t *nodes,
			 size_t count, struct up_reach *ret)
{
	uint32_t imported = c->graph->survey->contents->imported_functions;
	uint32_t *reached = numbers(imported, 0);
	size_t reached_count = 0;

	for (uint32_t i = 0; i < imported; i++)
		if (c->of[i] != NOT_SEEN)
			reached[reached_count++] = i;
	struct pass pass = {.c = c, .imports = reached};

	pass.words = (reached_count + WORD_BITS - 1) / WORD_BITS;
	if (pass.words > SET_WORDS)
		pass.words = SET_WORDS;
	pass.sets = up_alloc(((size_t)c->count + 1) * (pass.words + 1) *
			     sizeof(*pass.sets));
	for (; pass.from < reached_count; pass.from = pass.to) {
		pass.to = pass.from + pass.words * WORD_BITS;
		if (pass.to > reached_count)
			pass.to = reached_count;
		memset(pass.sets, 0,
		       c->count * pass.words * sizeof(*pass.sets));
		mark_imports(&pass);
		merge(&pass);
		for (size_t i = 0; i < count; i++)
			read_set(&pass, nodes[i], &ret[i]);
	}
	free(pass.sets);
	free(reached);
}

void up_graph_reach(const struct up_graph *graph, const uint32_t *nodes,
		    size_t count, struct up_reach *ret)
{
	struct components components = {.graph = graph};

	find_components(&components, nodes, count);
	for (size_t i = 0; i < count; i++)
		ret[i] = (struct up_reach){0};
	find_indirect(&components, nodes, count, ret);
	find_imports(&components, nodes, count, ret);
	free(components.of);
	free(components.order);
}
