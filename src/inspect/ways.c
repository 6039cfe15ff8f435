/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * Shortest ways to the nearest of many functions, from all nodes at once: one
 * search against the direction of the calls. Costs are small, so the queue is a
 * few lists (Dial).
 */

#include <stdlib.h>
#include <string.h>

#include "inspect/graph.h"
#include "util/mem.h"

#define FAR UINT32_MAX

enum {
	DIRECT = 1,
	INDIRECT = 4, /* on the way into a group; out of it 0 */
	QUEUES = INDIRECT + 1,
	/* Of all ways that are read: 128 MB. */
	BUDGET = 16 << 20,
};

static uint32_t cost(const struct up_graph *graph, uint32_t from, uint32_t to)
{
	if (from >= graph->functions)
		return 0;
	return to >= graph->functions ? INDIRECT : DIRECT;
}

struct search {
	struct up_ways *ways;
	bool direct;
	struct up_numbers queues[QUEUES]; /* by distance, modulo their count */
	size_t waiting;
};

static void reach(struct search *search, uint32_t node, uint32_t distance)
{
	if (distance >= search->ways->distance[node])
		return;
	search->ways->distance[node] = distance;
	up_numbers_push(&search->queues[distance % QUEUES], node);
	search->waiting++;
}

static void visit(struct search *search, uint32_t node, uint32_t distance)
{
	const struct up_graph *graph = search->ways->graph;
	size_t count;
	const uint32_t *callers = up_edges_of(&graph->callers, node, &count);

	for (size_t i = 0; i < count; i++)
		if (!search->direct || callers[i] < graph->functions)
			reach(search, callers[i],
			      distance + cost(graph, callers[i], node));
}

static void run(struct search *search)
{
	for (uint32_t distance = 0; search->waiting > 0; distance++) {
		struct up_numbers *queue = &search->queues[distance % QUEUES];

		/* It may grow meanwhile, by what costs nothing. */
		while (queue->count > 0) {
			uint32_t node = queue->items[--queue->count];

			search->waiting--;
			if (search->ways->distance[node] == distance)
				visit(search, node, distance);
		}
	}
}

void up_ways_make(const struct up_graph *graph, const bool *targets,
		  bool direct, struct up_ways *ret)
{
	size_t size = ((size_t)graph->nodes + 1) * sizeof(uint32_t);
	struct search search = {.ways = ret, .direct = direct};

	*ret = (struct up_ways){
		.graph = graph,
		.distance = up_alloc(size),
		.next = up_alloc(size),
		.budget = BUDGET,
	};
	memset(ret->distance, 0xff, size);
	memset(ret->next, 0xff, size);
	for (uint32_t i = 0; i < graph->functions; i++)
		if (targets[i])
			reach(&search, i, 0);
	run(&search);
	for (size_t i = 0; i < QUEUES; i++)
		free(search.queues[i].items);
}

void up_ways_finish(struct up_ways *ways)
{
	free(ways->distance);
	free(ways->next);
	*ways = (struct up_ways){0};
}

/* Distances shrink by what each edge costs: the first that fits is the way. */
static uint32_t next_of(struct up_ways *ways, uint32_t node)
{
	const struct up_graph *graph = ways->graph;
	size_t count;
	const uint32_t *calls = up_edges_of(&graph->calls, node, &count);

	for (size_t i = 0; i < count && ways->next[node] == FAR; i++)
		if (ways->distance[calls[i]] != FAR &&
		    ways->distance[calls[i]] + cost(graph, node, calls[i]) ==
			    ways->distance[node])
			ways->next[node] = calls[i];
	return ways->next[node];
}

/* The next function; sets *@ret_indirect if a group is on the way to it. */
static uint32_t next_function(struct up_ways *ways, uint32_t function,
			      bool *ret_indirect)
{
	uint32_t functions = ways->graph->functions;
	uint32_t next = next_of(ways, function);

	*ret_indirect = next >= functions;
	while (next >= functions)
		next = next_of(ways, next);
	return next;
}

struct up_way up_ways_read(struct up_ways *ways, uint32_t function)
{
	struct up_way way = {0};
	size_t count = 1;
	bool indirect = false;

	if (ways->distance[function] == FAR ||
	    ways->distance[function] / INDIRECT >= ways->budget)
		return way;
	for (uint32_t f = function; ways->distance[f] > 0; count++)
		f = next_function(ways, f, &indirect);
	if (count > ways->budget) {
		ways->budget = 0;
		return way;
	}
	ways->budget -= count;
	way.steps = up_alloc(count * sizeof(*way.steps));
	way.steps[way.count++] = (struct up_step){function, false};
	while (way.count < count) {
		function = next_function(ways, function, &indirect);
		way.steps[way.count++] = (struct up_step){function, indirect};
	}
	return way;
}
