/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "inspect/escape.h"

#include <stdlib.h>
#include <string.h>

#include "util/mem.h"

/* What is known of each call of the graph, as bits. */
enum {
	OPEN = 1 << 0, /* some place in the function lets exceptions through */
	GUARDED = 1 << 1, /* some place ends the program instead */
	CAUGHT = 1 << 2, /* some place handles them */
};

struct finder {
	const struct up_model *model;
	const struct up_graph *graph;
	struct up_escapes *escapes;
	bool *guards; /* functions of the role cannot-unwind */
	uint8_t *exits; /* of each edge of the graph */
	/* Of the function at hand. */
	uint32_t function;
	size_t *edge_of; /* of each node: the edge to it */
	bool has_guard;
};

static const uint32_t *edges_of(const struct finder *finder, uint32_t node,
				size_t *ret_count)
{
	return up_edges_of(&finder->graph->calls, node, ret_count);
}

/* ---- where exceptions of calls go ---- */

static bool calls_guard(const struct finder *finder, uint32_t function)
{
	size_t count;
	const uint32_t *calls = edges_of(finder, function, &count);

	for (size_t i = 0; i < count; i++)
		if (calls[i] < finder->graph->functions &&
		    finder->guards[calls[i]])
			return true;
	return false;
}

static void note_site(const struct up_call_site *site, void *data)
{
	struct finder *finder = data;
	const struct up_contents *contents = &finder->model->contents;
	uint32_t node = site->index;

	if (site->indirect)
		node = up_graph_group(finder->graph,
				      contents->types[site->index].canonical,
				      site->table);
	if (node == UINT32_MAX)
		return;
	if (site->exit == UP_EXIT_OPEN)
		finder->exits[finder->edge_of[node]] |= OPEN;
	if (site->exit == UP_EXIT_CAUGHT)
		finder->exits[finder->edge_of[node]] |= CAUGHT;
	if (site->exit == UP_EXIT_GUARDED) {
		finder->exits[finder->edge_of[node]] |= GUARDED;
		finder->escapes->guard[finder->function] = site->landmark;
		finder->has_guard = true;
	}
}

/*
 * Who guards some calls but not an indirect one knows that this one throws
 * nothing, as a destructor.
 */
static void look_into(struct finder *finder, uint32_t function)
{
	const struct up_edges *calls = &finder->graph->calls;
	size_t first = calls->first[function], end = calls->first[function + 1];

	finder->function = function;
	finder->has_guard = false;
	for (size_t i = first; i < end; i++) {
		finder->exits[i] = 0;
		finder->edge_of[calls->edges[i]] = i;
	}
	up_call_sites(&finder->model->contents, function, finder->guards,
		      finder->model->identity.panic_tag, note_site, finder);
	for (size_t i = first; i < end && finder->has_guard; i++)
		if (calls->edges[i] >= finder->graph->functions)
			finder->exits[i] &= (uint8_t)~OPEN;
}

static void find_exits(struct finder *finder)
{
	const struct up_contents *contents = &finder->model->contents;
	size_t edges = finder->graph->calls.first[finder->graph->nodes];

	finder->exits = up_alloc(edges + 1);
	memset(finder->exits, OPEN, edges);
	finder->edge_of =
		up_alloc(((size_t)finder->graph->nodes + 1) * sizeof(size_t));
	for (uint32_t f = contents->imported_functions;
	     f < contents->function_count; f++)
		if (calls_guard(finder, f))
			look_into(finder, f);
	free(finder->edge_of);
}

/* No exception comes out of a landmark, whatever it calls on its way. */
static void keep_open(struct finder *finder)
{
	const struct up_edges *calls = &finder->graph->calls;
	uint32_t functions = finder->graph->functions;
	size_t edges = calls->first[finder->graph->nodes];
	bool *keep = up_alloc(edges + 1);

	for (size_t i = 0; i < edges; i++)
		keep[i] = finder->exits[i] & OPEN &&
			  (calls->edges[i] >= functions ||
			   !finder->guards[calls->edges[i]]);
	up_graph_filter(finder->graph, keep, &finder->escapes->open);
	free(keep);
}

/* ---- what exceptions may leave ---- */

/* Marks all nodes that a marked one is called from, and so on. */
static void spread(const struct up_graph *open, bool *marked)
{
	struct up_numbers todo = {0};

	for (uint32_t i = 0; i < open->nodes; i++)
		if (marked[i])
			up_numbers_push(&todo, i);
	while (todo.count > 0) {
		size_t count;
		const uint32_t *callers = up_edges_of(
			&open->callers, todo.items[--todo.count], &count);

		for (size_t i = 0; i < count; i++)
			if (!marked[callers[i]]) {
				marked[callers[i]] = true;
				up_numbers_push(&todo, callers[i]);
			}
	}
	free(todo.items);
}

static void find_throwers(const struct finder *finder, bool *marked)
{
	const struct up_model *model = finder->model;
	const struct up_survey *survey = &model->survey;

	for (size_t i = 0; i < survey->throw_count; i++)
		if (survey->throws[i].tag == model->identity.panic_tag)
			marked[survey->throws[i].function] = true;
	for (size_t i = 0; i < model->landmark_count; i++)
		if (model->landmarks[i].role == UP_ROLE_THROW)
			marked[model->landmarks[i].function] = true;
}

/*
 * The allocator of Rust's library: no program unwinds out of it, and what would
 * panic in there is its check of the caller's word.
 */
static bool *find_allocators(const struct up_model *model)
{
	bool *found = up_alloc((size_t)model->contents.function_count + 1);

	for (size_t i = 0; i < model->landmark_count; i++)
		if (model->landmarks[i].role == UP_ROLE_ALLOC ||
		    model->landmarks[i].role == UP_ROLE_DEALLOC)
			found[model->landmarks[i].function] = true;
	return found;
}

/*
 * Whether a call is guarded that something comes out of. In a function that
 * also handles exceptions only those of the language count: what guards its
 * handler is not there for JavaScript's.
 */
static bool ends_exceptions(const struct finder *finder, uint32_t function,
			    const bool *any)
{
	const struct up_edges *calls = &finder->graph->calls;
	const bool *may = finder->escapes->may;
	bool handles = false, ends = false, ends_any = false;

	for (size_t i = calls->first[function]; i < calls->first[function + 1];
	     i++) {
		uint32_t call = calls->edges[i];

		handles |= finder->exits[i] & CAUGHT && may[call];
		ends |= finder->exits[i] & GUARDED && may[call];
		ends_any |= finder->exits[i] & GUARDED && any[call];
	}
	return ends || (ends_any && !handles);
}

/* Functions that end the program where something would come out of them. */
static bool *find_aborting(const struct finder *finder)
{
	const struct up_graph *graph = finder->graph;
	bool *any = up_alloc((size_t)graph->nodes + 1);
	bool *aborting = up_alloc((size_t)graph->functions + 1);
	bool *allocators = find_allocators(finder->model);

	/* JavaScript's exceptions, too. */
	find_throwers(finder, any);
	for (uint32_t i = 0; i < graph->survey->contents->imported_functions;
	     i++)
		any[i] = true;
	spread(&finder->escapes->open, any);
	for (uint32_t f = 0; f < graph->functions; f++)
		aborting[f] = finder->escapes->guard[f] != UP_NO_INDEX &&
			      !allocators[f] &&
			      ends_exceptions(finder, f, any);
	free(any);
	free(allocators);
	return aborting;
}

void up_escapes_make(const struct up_model *model,
		     const struct up_graph *graph, struct up_escapes *ret)
{
	size_t functions = graph->functions;
	struct finder finder = {
		.model = model,
		.graph = graph,
		.escapes = ret,
		.guards = up_alloc(functions + 1),
	};

	*ret = (struct up_escapes){
		.may = up_alloc((size_t)graph->nodes + 1),
		.guard = up_alloc((functions + 1) * sizeof(uint32_t)),
	};
	memset(ret->guard, 0xff, functions * sizeof(uint32_t));
	for (size_t i = 0; i < model->landmark_count; i++)
		if (model->landmarks[i].role == UP_ROLE_CANNOT_UNWIND)
			finder.guards[model->landmarks[i].function] = true;
	find_exits(&finder);
	keep_open(&finder);
	find_throwers(&finder, ret->may);
	spread(&ret->open, ret->may);
	bool *aborting = find_aborting(&finder);
	up_ways_make(&ret->open, aborting, true, &ret->aborts);
	free(aborting);
	free(finder.guards);
	free(finder.exits);
}

void up_escapes_finish(struct up_escapes *escapes)
{
	up_ways_finish(&escapes->aborts);
	up_graph_finish(&escapes->open);
	free(escapes->may);
	free(escapes->guard);
	*escapes = (struct up_escapes){0};
}

enum up_verdict up_escapes_verdict(struct up_escapes *escapes,
				   uint32_t function, struct up_way *ret_way)
{
	struct up_way way;

	if (escapes->may[function] ||
	    escapes->aborts.distance[function] == UINT32_MAX)
		return UP_VERDICT_SAFE;
	way = up_ways_read(&escapes->aborts, function);
	if (way.count > 0) {
		uint32_t last = way.steps[way.count - 1].function;

		way.steps = up_realloc(way.steps, (way.count + 1) *
							  sizeof(*way.steps));
		way.steps[way.count++] =
			(struct up_step){escapes->guard[last], false};
	}
	*ret_way = way;
	return UP_VERDICT_ABORTS;
}
