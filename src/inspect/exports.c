/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What each export may get to. All questions are asked of one graph, and each
 * is answered for all exports at once.
 */

#include <stdlib.h>

#include "abi.h"
#include "analysis/policy.h"
#include "inspect/escape.h"
#include "inspect/texts.h"
#include "inspect/trampolines.h"
#include "util/mem.h"
#include "wasm/raw_name.h"

/* The exported functions, by the order of exports. */
struct entries {
	uint32_t *functions;
	struct up_model_export **exports;
	const struct up_raw_export **raw;
	size_t count;
};

static void find_entries(struct up_model *model, struct entries *ret)
{
	const struct up_contents *contents = &model->contents;
	size_t all = (size_t)contents->export_count + 1;

	model->exports = up_alloc(all * sizeof(*model->exports));
	ret->functions = up_alloc(all * sizeof(*ret->functions));
	ret->exports = up_alloc(all * sizeof(*ret->exports));
	ret->raw = up_alloc(all * sizeof(*ret->raw));
	ret->count = 0;
	for (uint32_t i = 0; i < contents->export_count; i++) {
		model->exports[i].behind = UP_NO_INDEX;
		if (contents->exports[i].kind != UP_RAW_FUNC)
			continue;
		ret->functions[ret->count] = contents->exports[i].index;
		ret->exports[ret->count] = &model->exports[i];
		ret->raw[ret->count++] = &contents->exports[i];
	}
}

static void entries_finish(struct entries *entries)
{
	free(entries->functions);
	free(entries->exports);
	free(entries->raw);
}

/* ---- imports ---- */

static void fill_reach(const struct up_model *model,
		       const struct up_graph *graph,
		       const struct entries *entries)
{
	struct up_reach *reach =
		up_alloc((entries->count + 1) * sizeof(*reach));

	up_graph_reach(graph, entries->functions, entries->count, reach);
	for (size_t i = 0; i < entries->count; i++) {
		struct up_model_export *export_ = entries->exports[i];

		export_->reaches_indirect = reach[i].indirect;
		export_->reaches = reach[i].functions;
		export_->reach_count = reach[i].count;
		for (size_t k = 0; k < reach[i].count; k++)
			export_->reaches[k] =
				model->import_of[reach[i].functions[k]];
	}
	free(reach);
}

/* ---- panics ---- */

/* A way may end in any of these. */
static bool begins_panic(enum up_role role)
{
	return role == UP_ROLE_PANIC || role == UP_ROLE_PANIC_HOOK ||
	       role == UP_ROLE_THROW || role == UP_ROLE_ABORT;
}

static bool *find_panics(const struct up_model *model)
{
	const struct up_contents *contents = &model->contents;
	const struct up_survey *survey = &model->survey;
	bool *panics = up_alloc((size_t)contents->function_count + 1);
	bool *exits = up_trampoline_exits(model);
	bool traps = model->identity.traps || !up_has_function_names(contents);

	for (size_t i = 0; i < model->landmark_count; i++)
		if (begins_panic(model->landmarks[i].role))
			panics[model->landmarks[i].function] = true;
	for (size_t i = 0; i < survey->throw_count; i++)
		if (survey->throws[i].tag == model->identity.panic_tag)
			panics[survey->throws[i].function] = true;
	/* Whatever panics ends there, and that is all there is to see. */
	for (uint32_t i = 0; i < contents->function_count; i++)
		if (traps && survey->does[i] & UP_DOES_UNREACHABLE &&
		    !up_trampoline_made(model, exits, i))
			panics[i] = true;
	free(exits);
	return panics;
}

static void fill_panics(const struct up_model *model,
			const struct up_graph *graph,
			const struct entries *entries)
{
	bool *panics = find_panics(model);
	struct up_ways ways;

	up_ways_make(graph, panics, false, &ways);
	for (size_t i = 0; i < entries->count; i++) {
		uint32_t function = entries->functions[i];

		entries->exports[i]->can_panic =
			ways.distance[function] != UINT32_MAX;
		entries->exports[i]->panic = up_ways_read(&ways, function);
	}
	up_ways_finish(&ways);
	free(panics);
}

/* ---- exceptions ---- */

static bool is_named_abort(const struct up_options *options,
			   const struct up_raw_name *raw)
{
	char *name = up_raw_name_text(*raw);
	bool aborts = up_policy_export_aborts(options, name);

	free(name);
	return aborts;
}

static bool is_own(const struct up_model *model,
		   const struct up_raw_export *export_)
{
	return up_model_is_own(
		model, (uint32_t)(export_ - model->contents.exports));
}

/* What all exports have in common; SAFE: to be looked at one by one. */
static enum up_verdict common_verdict(const struct up_eh_policy *eh)
{
	if (eh->trusts || eh->recognised)
		return UP_VERDICT_SAFE;
	return eh->in == UP_EH_NONE ? UP_VERDICT_ABORTS : UP_VERDICT_UNKNOWN;
}

static void fill_verdicts(const struct up_model *model,
			  const struct up_options *options,
			  const struct up_graph *graph,
			  const struct entries *entries)
{
	enum up_verdict common = common_verdict(&model->eh);
	bool looks = common == UP_VERDICT_SAFE && !model->eh.trusts;
	struct up_escapes escapes = {0};

	if (looks)
		up_escapes_make(model, graph, &escapes);
	for (size_t i = 0; i < entries->count; i++) {
		struct up_model_export *export_ = entries->exports[i];

		if (is_own(model, entries->raw[i]))
			export_->unwind = UP_VERDICT_SAFE;
		else if (is_named_abort(options, &entries->raw[i]->name))
			export_->unwind = UP_VERDICT_ABORTS;
		else if (looks)
			export_->unwind = up_escapes_verdict(
				&escapes, entries->functions[i],
				&export_->abort);
		else
			export_->unwind = common;
	}
	up_escapes_finish(&escapes);
}

void up_inspect_exports(struct up_model *model,
			const struct up_options *options)
{
	struct entries entries;
	struct up_graph graph;
	bool *exits = up_trampoline_exits(model);

	find_entries(model, &entries);
	up_graph_make(&model->survey, exits, &graph);
	fill_reach(model, &graph, &entries);
	fill_panics(model, &graph, &entries);
	fill_verdicts(model, options, &graph, &entries);
	for (size_t i = 0; exits && i < entries.count; i++)
		if (!is_own(model, entries.raw[i]))
			entries.exports[i]->behind = up_trampoline_target(
				model, exits, entries.functions[i]);
	up_graph_finish(&graph);
	entries_finish(&entries);
	free(exits);
}
