/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_INSPECT_GRAPH_H
#define UP_INSPECT_GRAPH_H

/*
 * Who may call whom. The nodes are the functions, and behind them the groups of
 * functions that an indirect call may get to: those of one type in one table,
 * or in all that is referenced. So the graph has as many edges as the module has
 * calls, entries of tables and types, however many functions a call may get to.
 */

#include "inspect/model.h"
#include "inspect/numbers.h"

/* For each node its edges: edges[first[n]] up to edges[first[n + 1]]. */
struct up_edges {
	uint32_t *edges; /* owned */
	size_t *first; /* owned; of node_count + 1 */
};

struct up_graph {
	const struct up_survey *survey; /* borrowed */
	const bool *leaves; /* borrowed; see up_graph_make() */
	uint32_t functions; /* nodes below are functions */
	uint32_t nodes;
	/* Of a function: calls in the order of the code, then indirect ones. */
	struct up_edges calls;
	struct up_edges callers; /* the same, reversed; ascending */

	/* Groups by (place, type), and the place of each table. Owned. */
	struct up_pairs groups;
	uint32_t *places;
};

/* Those of which @leaves (may be NULL) holds are taken to call imports only. */
void up_graph_make(const struct up_survey *survey, const bool *leaves,
		   struct up_graph *ret);

/* The same nodes, but only the edges for which @keep holds. */
void up_graph_filter(const struct up_graph *graph, const bool *keep,
		     struct up_graph *ret);
void up_graph_finish(struct up_graph *graph);

/*
 * The node of what is called by (canonical) type through a table or, with
 * UP_NO_INDEX, by a reference; or UINT32_MAX if nothing can be.
 */
uint32_t up_graph_group(const struct up_graph *graph, uint32_t type,
			uint32_t table);

/* The edges of one node. */
static inline const uint32_t *up_edges_of(const struct up_edges *edges,
					  uint32_t node, size_t *ret_count)
{
	*ret_count = edges->first[node + 1] - edges->first[node];
	return edges->edges + edges->first[node];
}

/* ---- reach.c: what is called in the end ---- */

/* Of one node; an import reaches itself. */
struct up_reach {
	uint32_t *functions; /* owned; imported ones, ascending */
	size_t count;
	bool indirect; /* something on the way calls indirectly */
};

/* For each of @nodes, into the array @ret of as many. */
void up_graph_reach(const struct up_graph *graph, const uint32_t *nodes,
		    size_t count, struct up_reach *ret);

/* ---- ways.c: shortest ways ---- */

/*
 * How far it is from each node to the nearest target. A call counts 1, an
 * indirect one 4: a direct way is certain to exist in the code, an indirect one
 * only may.
 */
struct up_ways {
	const struct up_graph *graph; /* borrowed */
	uint32_t *distance; /* owned; UINT32_MAX: there is no way */
	uint32_t *next; /* owned; of nodes that a way has led over */
	size_t budget; /* how many steps may still be handed out */
};

/*
 * To the functions for which @targets (of graph->functions) holds; with @direct
 * by direct calls alone.
 */
void up_ways_make(const struct up_graph *graph, const bool *targets,
		  bool direct, struct up_ways *ret);
void up_ways_finish(struct up_ways *ways);

/*
 * The shortest way from a function; of several the one by the first call in the
 * code. Empty if there is none, or if it is so long that nobody would read it.
 */
struct up_way up_ways_read(struct up_ways *ways, uint32_t function);

#endif
