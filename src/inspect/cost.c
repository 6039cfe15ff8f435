/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * What protection costs an export: the bytes of the trampoline that a rewriting
 * would add for it (trampoline_size.h), or of the one that it has added. An
 * optimizer makes less of it.
 *
 * Functions get their indices when the module is written. Where one might take
 * another byte than thought, the figure is about right.
 */

#include <stdio.h>
#include <stdlib.h>

#include "abi.h"
#include "glue/bindings.h"
#include "inspect/border.h"
#include "inspect/known_exports.h"
#include "inspect/model.h"
#include "inspect/trampoline_size.h"
#include "inspect/trampolines.h"
#include "util/mem.h"
#include "wasm/raw_name.h"
#include "wasm/recode.h"

enum {
	/* More functions than a rewriting adds besides wrappers and trampolines. */
	OTHERS = 40,
	OTHER_LOCALS = 8, /* of a trampoline, besides results */
	STACK_ALIGNMENT = 16, /* see analysis/stack.c */
};

static const char stack_name[] = "__stack_pointer";

/* What all exports of a type have in common that do, or do not, abort. */
struct kind {
	bool known; /* else the rest is still to be found */
	bool about; /* the bytes of locals are not sure, either */
	uint32_t code, catches, coerced;
};

struct cost {
	const struct up_model *model;
	const struct up_options *options;
	struct up_shape shape;
	bool names; /* functions that are added have some */
	bool about;
	uint32_t first; /* export that is a function */
	struct kind *kinds; /* owned: two of each type, the second aborts */
};

/* ---- what is known of the module ---- */

static bool can_be_stack(const struct up_raw_global *global)
{
	return global->mutable_ && global->type.code == UP_VT_I32;
}

static bool is_named_stack(const struct up_contents *contents, uint32_t global)
{
	return contents->global_names &&
	       up_raw_name_is(contents->global_names[global], stack_name);
}

static uint32_t find_imported_stack(const struct up_contents *contents)
{
	for (uint32_t i = 0; i < contents->import_count; i++) {
		const struct up_raw_import *import = &contents->imports[i];

		if (import->kind == UP_RAW_GLOBAL &&
		    can_be_stack(&contents->globals[import->index]) &&
		    (up_raw_name_is(import->name, stack_name) ||
		     is_named_stack(contents, import->index)))
			return import->index;
	}
	return UP_NO_INDEX;
}

static bool makes_frames(const struct up_contents *contents, uint32_t global)
{
	uint32_t *uses;
	bool found = false;

	if (contents->raw->gc_types)
		return false;
	uses = up_alloc(((size_t)contents->function_count + 1) * sizeof(*uses));
	for (uint32_t i = 0; !found && i < contents->body_count; i++)
		found = (up_body_traits(contents->raw->bytes +
						contents->bodies[i].offset,
					contents->bodies[i].size, global,
					uses) &
			 UP_BODY_FRAME) != 0;
	free(uses);
	return found;
}

/* As analysis/stack.c has it. */
static uint32_t find_stack(const struct up_contents *contents)
{
	uint32_t imported = find_imported_stack(contents);
	uint32_t first = UP_NO_INDEX;

	if (imported != UP_NO_INDEX)
		return imported;
	for (uint32_t i = 0; i < contents->global_count; i++) {
		if (!can_be_stack(&contents->globals[i]))
			continue;
		if (is_named_stack(contents, i))
			return i;
		if (first == UP_NO_INDEX)
			first = i;
	}
	if (first == UP_NO_INDEX || !contents->globals[first].has_value ||
	    contents->globals[first].value == 0 ||
	    contents->globals[first].value % STACK_ALIGNMENT != 0 ||
	    !makes_frames(contents, first))
		return UP_NO_INDEX;
	return first;
}

static void set_indices(struct up_shape *shape, const struct up_model *model)
{
	const struct up_contents *contents = &model->contents;
	uint32_t stack = UP_NO_INDEX;

	if (shape->eh.out != UP_EH_NONE && contents->memory_count > 0)
		stack = find_stack(contents);
	if (stack != UP_NO_INDEX)
		shape->stack = up_leb_size(stack);
	if (model->identity.panic_tag != UP_NO_INDEX)
		shape->panic_tag = up_leb_size(model->identity.panic_tag);
	if (shape->eh.tagged)
		shape->unwind_tag = up_leb_size(contents->tag_count);
	/* Behind `running` and `epoch`. */
	if (shape->eh.notes)
		shape->thrown = up_leb_size(contents->global_count + 2);
}

static void cost_init(struct cost *cost, const struct up_model *model,
		      const struct up_options *options)
{
	const struct up_contents *contents = &model->contents;
	uint32_t functions = contents->function_count +
			     contents->imported_functions +
			     model->plan.trampolines;

	*cost = (struct cost){
		.model = model,
		.options = options,
		.shape = {
			.eh = model->eh,
			.glue = options->standalone == UP_STANDALONE_NO,
			.function = up_leb_size(functions),
			.running = up_leb_size(contents->global_count),
		},
		.names = !options->remove_names &&
			 up_raw_module_custom(&model->raw, "name"),
		.about = up_leb_size(functions + OTHERS) > 1,
		.kinds = up_alloc(((size_t)contents->type_count + 1) * 2 *
				  sizeof(struct kind)),
	};
	while (cost->first < contents->export_count &&
	       contents->exports[cost->first].kind != UP_RAW_FUNC)
		cost->first++;
	set_indices(&cost->shape, model);
}

/* ---- all of it ---- */

/* An index, and a text behind its length. */
static uint32_t name_size(const struct cost *cost, uint32_t index)
{
	char name[64];
	int size = snprintf(name, sizeof(name), UP_NAME_PREFIX "export.%u",
			    index);

	return cost->names ? cost->shape.function + up_leb_size((uint32_t)size) +
				     (uint32_t)size
			   : 0;
}

/* References may need other locals; types decide on the order of all. */
static bool has_unsure_locals(const struct up_raw_type *type)
{
	uint32_t count = type->param_count + type->result_count;

	for (uint32_t i = 0; i < type->result_count; i++)
		if (type->results[i].code == UP_VT_REF ||
		    type->results[i].code == UP_VT_REF_NULL)
			return true;
	return up_leb_size(type->param_count) !=
	       up_leb_size(count + OTHER_LOCALS);
}

static uint32_t count_coerced(const struct up_raw_type *type)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < type->param_count; i++)
		count += up_glue_coerces(up_border_valtype(type->params[i]));
	return count;
}

static const struct kind *kind_of(struct cost *cost, uint32_t function,
				  bool aborts)
{
	const struct up_contents *contents = &cost->model->contents;
	uint32_t index = contents->functions[function];
	const struct up_raw_type *type = &contents->types[index];
	struct kind *kind = &cost->kinds[2 * (size_t)index + aborts];

	if (kind->known)
		return kind;
	kind->known = true;
	kind->about = has_unsure_locals(type);
	kind->coerced = count_coerced(type);
	kind->code = up_trampoline_size(&cost->shape, type, aborts,
					&kind->catches);
	return kind;
}

static bool keeps_tables(const struct up_contents *contents)
{
	for (uint32_t i = 0; i < contents->table_count; i++)
		if (contents->tables[i].exported &&
		    contents->tables[i].type.code == UP_VT_EXTERNREF)
			return true;
	return false;
}

/* Of what only some exports have. */
static uint32_t more_size(const struct cost *cost, uint32_t index)
{
	const struct up_model *model = cost->model;
	uint32_t function = model->contents.exports[index].index;
	enum up_release when = up_known_releases(model, index);
	uint32_t size = 0;

	if (when != UP_RELEASE_NO)
		size += up_trampoline_release_size(
			&cost->shape, up_model_type(model, function),
			when == UP_RELEASE_POSITIVE);
	if (up_known_initializes(model, index, index == cost->first))
		size += up_trampoline_note_size(
			&cost->shape, keeps_tables(&model->contents));
	if (cost->shape.glue)
		size += up_signed_leb_size(index);
	return size;
}

static bool is_named_abort(const struct cost *cost, struct up_raw_name raw)
{
	char *name = up_raw_name_text(raw);
	bool aborts = up_policy_export_aborts(cost->options, name);

	free(name);
	return aborts;
}

static void predict(struct cost *cost, uint32_t index, struct up_cost *ret)
{
	const struct up_raw_export *raw = &cost->model->contents.exports[index];
	const struct kind *kind = kind_of(cost, raw->index,
					  is_named_abort(cost, raw->name));

	*ret = (struct up_cost){
		.known = true,
		.about = cost->about || kind->about,
		.code = kind->code + more_size(cost, index),
		.name = name_size(cost, index),
		.catches = kind->catches,
		.coerced = cost->shape.glue ? kind->coerced : 0,
	};
}

/* ---- of a module that was rewritten ---- */

static void measure(struct cost *cost, uint32_t index, struct up_cost *ret)
{
	const struct up_model *model = cost->model;
	const struct up_contents *contents = &model->contents;
	const struct up_raw_export *raw = &contents->exports[index];
	uint32_t imported = contents->imported_functions;

	/* The optimizer may have left none of it. */
	if (model->exports[index].behind == UP_NO_INDEX &&
	    !up_trampoline_named(model, raw->index))
		return;
	ret->known = true;
	ret->code = (uint32_t)contents->bodies[raw->index - imported].size;
	if (model->survey.does[raw->index] & UP_DOES_CATCH)
		ret->catches = UP_CATCHES_SOME;
	if (up_trampoline_named(model, raw->index)) {
		uint32_t size =
			(uint32_t)contents->function_names[raw->index].size;

		ret->name = up_leb_size(raw->index) + up_leb_size(size) + size;
	}
	if (model->rewritten.standalone[0] == '\0')
		ret->coerced = kind_of(cost, raw->index, false)->coerced;
}

/* ---- each export ---- */

static bool is_wanted(const struct up_model *model, uint32_t index)
{
	return model->contents.exports[index].kind == UP_RAW_FUNC &&
	       !up_model_is_own(model, index);
}

void up_inspect_cost(struct up_model *model, const struct up_options *options)
{
	struct cost cost;

	/* A crate without bindings will have other exports than these. */
	if (!model->rewritten.is &&
	    (model->plan.refusal || model->identity.bindgen_schema))
		return;
	cost_init(&cost, model, options);
	for (uint32_t i = 0; i < model->contents.export_count; i++) {
		if (!is_wanted(model, i))
			continue;
		if (model->rewritten.is)
			measure(&cost, i, &model->exports[i].cost);
		else
			predict(&cost, i, &model->exports[i].cost);
	}
	free(cost.kinds);
}
