/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "inspect/graph.h"

#include <stdlib.h>
#include <string.h>

#include "util/mem.h"

/* Where a group's functions are: in anything, or 1 + in this table alone. */
enum { ANYWHERE = 0 };

struct builder {
	const struct up_contents *contents;
	const struct up_survey *survey;
	struct up_graph *graph;
	const bool *leaves;
	/* Edges from groups: to functions and to groups of subtypes. */
	struct up_numbers from, to;
};

/*
 * Whether the entries of a table are known: those of the active segments, and
 * nothing that code or JavaScript puts there.
 */
static bool *find_closed_tables(const struct up_survey *survey)
{
	const struct up_contents *contents = survey->contents;
	bool *closed = up_alloc((size_t)contents->table_count + 1);

	for (uint32_t i = 0; i < contents->table_count; i++)
		closed[i] = !contents->tables[i].imported &&
			    !contents->tables[i].exported &&
			    !contents->tables[i].has_init &&
			    !survey->table_written[i];
	/* An entry that is no ref.func is null, or else comes of a global. */
	for (uint32_t i = 0; i < contents->element_count; i++) {
		const struct up_raw_element *element = &contents->elements[i];

		for (uint32_t k = 0; k < element->count; k++)
			if (element->mode == UP_SEGMENT_ACTIVE &&
			    element->functions[k] == UP_NO_INDEX &&
			    contents->global_count > 0)
				closed[element->table] = false;
	}
	return closed;
}

static void add_edge(struct builder *builder, uint32_t group, uint32_t to)
{
	up_numbers_push(&builder->from, group);
	up_numbers_push(&builder->to, to);
}

/* The group, with those of all supertypes, which lead to it. */
static uint32_t group_of(struct builder *builder, uint32_t place, uint32_t type)
{
	const struct up_raw_type *types = builder->contents->types;
	struct up_pairs *groups = &builder->graph->groups;
	uint32_t functions = builder->graph->functions;
	bool is_new;
	uint32_t first, group;

	first = group = up_pairs_number(groups, place, type, &is_new);
	while (is_new) {
		uint32_t super = types[type].supertype;

		/* A type is declared behind its supertype. */
		if (super >= type)
			break;
		type = types[super].canonical;
		super = up_pairs_number(groups, place, type, &is_new);
		add_edge(builder, super, functions + group);
		group = super;
	}
	return first;
}

static void add_member(struct builder *builder, uint32_t place,
		       uint32_t function)
{
	const struct up_contents *contents = builder->contents;
	uint32_t type = contents->functions[function];

	type = contents->types[type].canonical;
	add_edge(builder, group_of(builder, place, type), function);
}

static void fill_groups(struct builder *builder)
{
	const struct up_contents *contents = builder->contents;

	for (uint32_t i = 0; i < contents->function_count; i++)
		if (builder->survey->referenced[i])
			add_member(builder, ANYWHERE, i);
	for (uint32_t i = 0; i < contents->element_count; i++) {
		const struct up_raw_element *element = &contents->elements[i];

		uint32_t place = ANYWHERE;

		if (element->mode == UP_SEGMENT_ACTIVE)
			place = builder->graph->places[element->table];
		/* Those that are anywhere are there already. */
		for (uint32_t k = 0; place != ANYWHERE && k < element->count;
		     k++)
			if (element->functions[k] != UP_NO_INDEX)
				add_member(builder, place,
					   element->functions[k]);
	}
}

uint32_t up_graph_group(const struct up_graph *graph, uint32_t type,
			uint32_t table)
{
	uint32_t place = table == UP_NO_INDEX ? ANYWHERE : graph->places[table];
	uint32_t group = up_pairs_find(&graph->groups, place, type);

	return group == UINT32_MAX ? group : graph->functions + group;
}

/* The nodes that the survey's indirect calls lead to. */
static uint32_t *find_targets(const struct builder *builder)
{
	const struct up_survey *survey = builder->survey;
	uint32_t *targets =
		up_alloc((survey->indirect_count + 1) * sizeof(*targets));

	for (size_t i = 0; i < survey->indirect_count; i++)
		targets[i] = up_graph_group(builder->graph,
					    survey->indirects[i].type,
					    survey->indirects[i].table);
	return targets;
}

static size_t put_calls_of_imports(const struct builder *builder,
				   uint32_t function, uint32_t *edges)
{
	const struct up_survey *survey = builder->survey;
	size_t count = 0;

	for (size_t i = survey->first_call[function];
	     i < survey->first_call[function + 1]; i++)
		if (survey->calls[i] < builder->contents->imported_functions)
			edges[count++] = survey->calls[i];
	return count;
}

static size_t put_calls(const struct builder *builder, uint32_t function,
			const uint32_t *targets, uint32_t *edges)
{
	const struct up_survey *survey = builder->survey;
	const size_t *first = survey->first_call + function;
	size_t count = first[1] - first[0];

	if (count > 0)
		memcpy(edges, survey->calls + first[0],
		       count * sizeof(*edges));
	first = survey->first_indirect_call + function;
	for (size_t i = first[0]; i < first[1]; i++) {
		uint32_t target = targets[survey->indirect_calls[i]];

		if (target != UINT32_MAX)
			edges[count++] = target;
	}
	return count;
}

static void put_functions(const struct builder *builder,
			  struct up_edges *edges, const uint32_t *targets)
{
	uint32_t functions = builder->contents->function_count;
	size_t count = 0;

	for (uint32_t f = 0; f < functions; f++) {
		edges->first[f] = count;
		count += builder->graph->leaves && builder->graph->leaves[f]
				 ? put_calls_of_imports(builder, f,
							edges->edges + count)
				 : put_calls(builder, f, targets,
					     edges->edges + count);
	}
	edges->first[functions] = count;
}

/* The edges of groups behind those of functions; their order is kept. */
static void put_groups(const struct builder *builder, struct up_edges *edges)
{
	uint32_t functions = builder->contents->function_count;
	uint32_t groups = builder->graph->groups.count;
	size_t *first = edges->first + functions;
	size_t count = first[0];

	for (size_t i = 0; i < builder->from.count; i++)
		first[builder->from.items[i] + 1]++;
	for (uint32_t g = 0; g < groups; g++) {
		size_t size = first[g + 1];

		first[g + 1] = count;
		count += size;
	}
	/* first[g + 1] is where the edges of g begin, then where they end. */
	for (size_t i = 0; i < builder->from.count; i++)
		edges->edges[first[builder->from.items[i] + 1]++] =
			builder->to.items[i];
}

static void reverse(const struct up_edges *edges, uint32_t nodes,
		    struct up_edges *ret)
{
	size_t total = edges->first[nodes];
	/* Two more than nodes: see put_groups(). */
	size_t *first = up_alloc(((size_t)nodes + 2) * sizeof(*first));
	uint32_t *reversed = up_alloc((total + 1) * sizeof(*reversed));

	for (size_t i = 0; i < total; i++)
		first[(size_t)edges->edges[i] + 2]++;
	for (uint32_t n = 0; n < nodes; n++)
		first[n + 1] += first[n];
	for (uint32_t n = 0; n < nodes; n++)
		for (size_t i = edges->first[n]; i < edges->first[n + 1]; i++)
			reversed[first[(size_t)edges->edges[i] + 1]++] = n;
	*ret = (struct up_edges){reversed, first};
}

static void connect(struct builder *builder)
{
	struct up_graph *graph = builder->graph;
	size_t functions = builder->contents->function_count;
	const struct up_survey *survey = builder->survey;
	size_t total = survey->first_call[functions] +
		       survey->first_indirect_call[functions] +
		       builder->from.count;
	uint32_t *targets = find_targets(builder);

	graph->nodes = graph->functions + builder->graph->groups.count;
	graph->calls.edges = up_alloc((total + 1) * sizeof(uint32_t));
	graph->calls.first =
		up_alloc(((size_t)graph->nodes + 1) * sizeof(size_t));
	put_functions(builder, &graph->calls, targets);
	put_groups(builder, &graph->calls);
	reverse(&graph->calls, graph->nodes, &graph->callers);
	free(targets);
}

void up_graph_make(const struct up_survey *survey, const bool *leaves,
		   struct up_graph *ret)
{
	const struct up_contents *contents = survey->contents;
	bool *closed = find_closed_tables(survey);
	struct builder builder = {
		.contents = contents, .survey = survey, .graph = ret};

	*ret = (struct up_graph){
		.survey = survey,
		.leaves = leaves,
		.functions = contents->function_count,
		.places = up_alloc(((size_t)contents->table_count + 1) *
				   sizeof(uint32_t)),
	};
	for (uint32_t i = 0; i < contents->table_count; i++)
		ret->places[i] = closed[i] ? 1 + i : ANYWHERE;
	fill_groups(&builder);
	connect(&builder);
	free(builder.from.items);
	free(builder.to.items);
	free(closed);
}

void up_graph_filter(const struct up_graph *graph, const bool *keep,
		     struct up_graph *ret)
{
	const struct up_edges *calls = &graph->calls;
	size_t total = calls->first[graph->nodes];
	struct up_edges kept = {
		.edges = up_alloc((total + 1) * sizeof(uint32_t)),
		.first = up_alloc(((size_t)graph->nodes + 1) * sizeof(size_t)),
	};
	size_t count = 0;

	for (uint32_t n = 0; n < graph->nodes; n++) {
		kept.first[n] = count;
		for (size_t i = calls->first[n]; i < calls->first[n + 1]; i++)
			if (keep[i])
				kept.edges[count++] = calls->edges[i];
	}
	kept.first[graph->nodes] = count;
	*ret = (struct up_graph){
		.survey = graph->survey,
		.leaves = graph->leaves,
		.functions = graph->functions,
		.nodes = graph->nodes,
		.calls = kept,
	};
	reverse(&kept, graph->nodes, &ret->callers);
}

void up_graph_finish(struct up_graph *graph)
{
	free(graph->calls.edges);
	free(graph->calls.first);
	free(graph->callers.edges);
	free(graph->callers.first);
	up_pairs_finish(&graph->groups);
	free(graph->places);
	*graph = (struct up_graph){0};
}
