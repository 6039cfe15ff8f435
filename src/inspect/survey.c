/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "inspect/survey.h"

#include <stdlib.h>
#include <string.h>

#include "diag/progress.h"
#include "inspect/numbers.h"
#include "util/mem.h"

#define KIND(name) (1u << UP_CODE_##name)

enum {
	KINDS = KIND(CALL) | KIND(CALL_INDIRECT) | KIND(CALL_REF) |
		KIND(REF_FUNC) | KIND(UNREACHABLE) | KIND(THROW) |
		KIND(THROW_REF) | KIND(TRY) | KIND(RETHROW) |
		KIND(MEMORY_GROW) | KIND(TABLE_GROW) | KIND(TABLE_WRITE),
};

/* The walk. What was seen in the current function is marked by its index. */
struct walk {
	struct up_survey *survey;
	const struct up_contents *contents;
	const struct up_text_range *texts;
	size_t text_count;
	uint32_t function; /* the current one */

	struct up_numbers calls, indirect_calls;
	struct up_pairs indirects; /* (type, table) to their number */
	struct up_numbers seen_indirects; /* of each, where it was seen last */
	uint32_t *seen_calls, *seen_tags, *seen_texts;
	size_t throw_capacity, constant_capacity, indirect_capacity;
};

/* Whether @seen tells that the current function had it; from now on it does. */
static bool had(const struct walk *walk, uint32_t *seen)
{
	bool had = *seen == walk->function;

	*seen = walk->function;
	return had;
}

/* Room for one more of @count elements; doubles. */
static void *room(void *array, size_t count, size_t *capacity, size_t size)
{
	if (count < *capacity)
		return array;
	*capacity = *capacity ? *capacity * 2 : 64;
	return up_realloc(array, *capacity * size);
}

static void add_indirect_call(struct walk *walk, uint32_t type, uint32_t table)
{
	struct up_survey *survey = walk->survey;
	bool is_new;
	uint32_t index;

	type = walk->contents->types[type].canonical;
	index = up_pairs_number(&walk->indirects, type, table, &is_new);
	if (is_new) {
		survey->indirects = room(
			survey->indirects, survey->indirect_count,
			&walk->indirect_capacity, sizeof(*survey->indirects));
		survey->indirects[survey->indirect_count++] =
			(struct up_indirect){type, table};
		up_numbers_push(&walk->seen_indirects, UP_NO_INDEX);
	}
	if (!had(walk, &walk->seen_indirects.items[index]))
		up_numbers_push(&walk->indirect_calls, index);
}

static void add_throw(struct walk *walk, uint32_t tag)
{
	struct up_survey *survey = walk->survey;

	if (had(walk, &walk->seen_tags[tag]))
		return;
	survey->throws = room(survey->throws, survey->throw_count,
			      &walk->throw_capacity, sizeof(*survey->throws));
	survey->throws[survey->throw_count++] =
		(struct up_throw){walk->function, tag};
}

/* The text that @address lies in, or @text_count. */
static size_t text_at(const struct walk *walk, uint32_t address)
{
	size_t low = 0, high = walk->text_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (walk->texts[middle].end <= address)
			low = middle + 1;
		else
			high = middle;
	}
	return low < walk->text_count && walk->texts[low].begin <= address
		       ? low
		       : walk->text_count;
}

static void add_constant(struct walk *walk, uint32_t address)
{
	struct up_survey *survey = walk->survey;
	size_t text = text_at(walk, address);

	if (text == walk->text_count || had(walk, &walk->seen_texts[text]))
		return;
	survey->constants =
		room(survey->constants, survey->constant_count,
		     &walk->constant_capacity, sizeof(*survey->constants));
	survey->constants[survey->constant_count++] =
		(struct up_constant){walk->function, (uint32_t)text};
}

static uint16_t does_of(const struct up_code_event *event)
{
	switch (event->kind) {
	case UP_CODE_UNREACHABLE:
		return UP_DOES_UNREACHABLE;
	case UP_CODE_THROW:
		return UP_DOES_THROW;
	case UP_CODE_TRY:
		return UP_DOES_CATCH;
	case UP_CODE_THROW_REF:
	case UP_CODE_RETHROW:
		return UP_DOES_RETHROW;
	case UP_CODE_MEMORY_GROW:
		return UP_DOES_MEMORY_GROW;
	case UP_CODE_TABLE_WRITE:
		return UP_DOES_TABLE_WRITE;
	case UP_CODE_TABLE_GROW:
		return UP_DOES_TABLE_GROW;
	default:
		return event->tail ? UP_DOES_TAIL_CALL : 0;
	}
}

static void visit(const struct up_code_event *event, void *data)
{
	struct walk *walk = data;
	struct up_survey *survey = walk->survey;

	survey->does[walk->function] |= does_of(event);
	survey->legacy |= event->kind == UP_CODE_RETHROW ||
			  (event->kind == UP_CODE_TRY && !event->exnref);
	survey->exnref |= event->kind == UP_CODE_THROW_REF ||
			  (event->kind == UP_CODE_TRY && event->exnref);
	switch (event->kind) {
	case UP_CODE_CALL:
		if (!had(walk, &walk->seen_calls[event->index]))
			up_numbers_push(&walk->calls, event->index);
		break;
	case UP_CODE_CALL_INDIRECT:
		add_indirect_call(walk, event->index, event->other);
		break;
	case UP_CODE_CALL_REF:
		add_indirect_call(walk, event->index, UP_NO_INDEX);
		break;
	case UP_CODE_REF_FUNC:
		survey->referenced[event->index] = true;
		break;
	case UP_CODE_THROW:
		add_throw(walk, event->index);
		break;
	case UP_CODE_TABLE_WRITE:
	case UP_CODE_TABLE_GROW:
		survey->table_written[event->index] = true;
		break;
	case UP_CODE_I32_CONST:
		add_constant(walk, (uint32_t)event->value);
		break;
	default:
		break;
	}
}

/* ---- references that are not made by code ---- */

/* Whether a value of that type can be a function. */
static bool holds_functions(const struct up_contents *contents,
			    struct up_raw_valtype type)
{
	enum { HEAP_FUNC = -0x10 };

	if (type.code == UP_VT_FUNCREF)
		return true;
	if (type.code != UP_VT_REF_NULL && type.code != UP_VT_REF)
		return false;
	if (type.heap < 0)
		return type.heap == HEAP_FUNC;
	return (uint64_t)type.heap < contents->type_count &&
	       contents->types[type.heap].form == UP_FORM_FUNC;
}

static bool any_function(const struct up_contents *contents,
			 const struct up_raw_valtype *types, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		if (holds_functions(contents, types[i]))
			return true;
	return false;
}

static bool takes_functions(const struct up_contents *contents, uint32_t type)
{
	return any_function(contents, contents->types[type].params,
			    contents->types[type].param_count);
}

static bool entity_enters(const struct up_contents *contents,
			  enum up_raw_kind kind, uint32_t index, bool imported)
{
	switch (kind) {
	case UP_RAW_TABLE:
		return holds_functions(contents, contents->tables[index].type);
	case UP_RAW_GLOBAL:
		return (imported || contents->globals[index].mutable_) &&
		       holds_functions(contents, contents->globals[index].type);
	case UP_RAW_TAG:
		return takes_functions(contents, contents->tags[index]);
	default:
		return false;
	}
}

/*
 * Whether JavaScript can hand functions to the module: its own, too, that are
 * exported. (Those that other modules hide in structs are not looked for.)
 */
static bool functions_enter(const struct up_contents *contents)
{
	for (uint32_t i = 0; i < contents->import_count; i++) {
		const struct up_raw_import *import = &contents->imports[i];

		if (entity_enters(contents, import->kind, import->index, true))
			return true;
		if (import->kind != UP_RAW_FUNC)
			continue;
		const struct up_raw_type *type =
			&contents->types[contents->functions[import->index]];
		if (any_function(contents, type->results, type->result_count))
			return true;
	}
	for (uint32_t i = 0; i < contents->export_count; i++) {
		const struct up_raw_export *export_ = &contents->exports[i];

		if (entity_enters(contents, export_->kind, export_->index,
				  false))
			return true;
		if (export_->kind == UP_RAW_FUNC &&
		    takes_functions(contents,
				    contents->functions[export_->index]))
			return true;
	}
	return false;
}

/* A declaration alone makes no reference: ref.func does, which is seen. */
static void mark_referenced(struct up_survey *survey)
{
	const struct up_contents *contents = survey->contents;

	for (uint32_t i = 0; i < contents->element_count; i++) {
		const struct up_raw_element *element = &contents->elements[i];

		if (element->mode == UP_SEGMENT_DECLARATIVE)
			continue;
		for (uint32_t k = 0; k < element->count; k++)
			if (element->functions[k] != UP_NO_INDEX)
				survey->referenced[element->functions[k]] =
					true;
	}
	if (!functions_enter(contents))
		return;
	for (uint32_t i = 0; i < contents->export_count; i++)
		if (contents->exports[i].kind == UP_RAW_FUNC)
			survey->referenced[contents->exports[i].index] = true;
}

/* ---- the walk ---- */

static uint32_t *nowhere(size_t count)
{
	uint32_t *seen = up_alloc((count + 1) * sizeof(*seen));

	memset(seen, 0xff, count * sizeof(*seen));
	return seen;
}

static void walk_init(struct walk *walk, const struct up_contents *contents,
		      struct up_survey *survey)
{
	size_t functions = contents->function_count;

	*survey = (struct up_survey){
		.contents = contents,
		.first_call = up_alloc((functions + 1) * sizeof(size_t)),
		.first_indirect_call =
			up_alloc((functions + 1) * sizeof(size_t)),
		.does = up_alloc((functions + 1) * sizeof(uint16_t)),
		.referenced = up_alloc(functions + 1),
		.table_written = up_alloc((size_t)contents->table_count + 1),
		.features = contents->features,
	};
	walk->survey = survey;
	walk->contents = contents;
	walk->seen_calls = nowhere(functions);
	walk->seen_tags = nowhere(contents->tag_count);
	walk->seen_texts = nowhere(walk->text_count);
}

static void walk_finish(struct walk *walk)
{
	up_pairs_finish(&walk->indirects);
	free(walk->seen_indirects.items);
	free(walk->seen_calls);
	free(walk->seen_tags);
	free(walk->seen_texts);
	/* The survey has these now. */
	walk->survey->calls = walk->calls.items;
	walk->survey->indirect_calls = walk->indirect_calls.items;
}

static int walk_bodies(struct walk *walk, struct up_report *report)
{
	const struct up_contents *contents = walk->contents;
	struct up_survey *survey = walk->survey;
	uint32_t kinds = KINDS;

	if (walk->text_count > 0)
		kinds |= KIND(I32_CONST);
	for (uint32_t i = 0; i < contents->body_count; i++) {
		walk->function = contents->imported_functions + i;
		up_progress_far(report, i, contents->body_count);
		survey->first_call[walk->function] = walk->calls.count;
		survey->first_indirect_call[walk->function] =
			walk->indirect_calls.count;
		if (up_code_scan(contents, &contents->bodies[i], kinds, visit,
				 walk, &survey->features, report) < 0)
			return -1;
	}
	survey->first_call[contents->function_count] = walk->calls.count;
	survey->first_indirect_call[contents->function_count] =
		walk->indirect_calls.count;
	return 0;
}

int up_survey_make(const struct up_contents *contents,
		   const struct up_text_range *texts, size_t text_count,
		   struct up_survey *ret, struct up_report *report)
{
	struct walk walk = {.texts = texts, .text_count = text_count};
	struct up_survey survey;

	walk_init(&walk, contents, &survey);
	int status = walk_bodies(&walk, report);
	walk_finish(&walk);
	if (status < 0) {
		up_survey_finish(&survey);
		return -1;
	}
	for (size_t i = 0; i < contents->const_function_count; i++)
		survey.referenced[contents->const_functions[i]] = true;
	mark_referenced(&survey);
	*ret = survey;
	return 0;
}

void up_survey_finish(struct up_survey *survey)
{
	free(survey->calls);
	free(survey->first_call);
	free(survey->indirect_calls);
	free(survey->first_indirect_call);
	free(survey->indirects);
	free(survey->does);
	free(survey->referenced);
	free(survey->table_written);
	free(survey->throws);
	free(survey->constants);
	*survey = (struct up_survey){0};
}
