/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* The rules for what is not code, and the way to that what is. */

#include "wasm/validate.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "diag/diag.h"
#include "diag/held.h"
#include "diag/progress.h"
#include "util/beside.h"
#include "util/mem.h"
#include "wasm/code_scan.h"

enum {
	PAGES_MAX = 65536,
	/* What engines take, as the JavaScript API has them agree on. */
	TYPES_MAX = 1000,
	SECTION_TYPE = 1,
	SECTION_START = 8,
	SECTION_TAG = 13,
};

#define INVALID(report, offset, format, ...)                              \
	up_error(report, UP_FAULT_INPUT, offset,                          \
		 format "; check the module with wasm-validate",          \
		 __VA_ARGS__)

/* Where a section begins; what is wrong may be in that of imports. */
static uint64_t section_offset(const struct up_contents *contents, uint8_t id)
{
	for (size_t i = 0; i < contents->raw->section_count; i++)
		if (contents->raw->sections[i].id == id)
			return contents->raw->sections[i].payload_offset;
	return UP_NO_OFFSET;
}

/* ---- types, tags, start ---- */

static int check_types(const struct up_contents *contents,
		       struct up_report *report)
{
	for (uint32_t i = 0; i < contents->type_count; i++) {
		const struct up_raw_type *type = &contents->types[i];

		if (type->param_count > TYPES_MAX ||
		    type->result_count > TYPES_MAX)
			return INVALID(report,
				       section_offset(contents, SECTION_TYPE),
				       "type %" PRIu32 " has more than %d "
				       "parameters or results, which no engine "
				       "takes",
				       i, TYPES_MAX);
	}
	for (uint32_t i = 0; i < contents->tag_count; i++)
		if (contents->types[contents->tags[i]].result_count > 0)
			return INVALID(report,
				       section_offset(contents, SECTION_TAG),
				       "tag %" PRIu32 " has results", i);
	return 0;
}

static int check_start(const struct up_contents *contents,
		       struct up_report *report)
{
	const struct up_raw_type *type;

	if (contents->start == UP_NO_INDEX)
		return 0;
	type = &contents->types[contents->functions[contents->start]];
	if (type->param_count == 0 && type->result_count == 0)
		return 0;
	return INVALID(report, section_offset(contents, SECTION_START),
		       "the start function, %" PRIu32 ", has parameters or "
		       "results",
		       contents->start);
}

/* ---- limits ---- */

static int check_limits(const struct up_raw_limits *limits, const char *what,
			uint32_t index, struct up_report *report)
{
	if (!limits->has_max || limits->initial <= limits->max)
		return 0;
	return INVALID(report, limits->offset,
		       "%s %" PRIu32 " begins larger than its maximum", what,
		       index);
}

static int check_memory(const struct up_raw_limits *limits, uint32_t index,
			struct up_report *report)
{
	if (limits->initial > PAGES_MAX ||
	    (limits->has_max && limits->max > PAGES_MAX))
		return INVALID(report, limits->offset,
			       "memory %" PRIu32 " has more than %d pages",
			       index, PAGES_MAX);
	if (limits->shared && !limits->has_max)
		return INVALID(report, limits->offset,
			       "memory %" PRIu32 " is shared and has no "
			       "maximum",
			       index);
	return check_limits(limits, "memory", index, report);
}

static int check_sizes(const struct up_contents *contents,
		       struct up_report *report)
{
	for (uint32_t i = 0; i < contents->memory_count; i++)
		if (check_memory(&contents->memories[i].limits, i, report) < 0)
			return -1;
	for (uint32_t i = 0; i < contents->table_count; i++)
		if (check_limits(&contents->tables[i].limits, "table", i,
				 report) < 0)
			return -1;
	return 0;
}

/* ---- exports ---- */

static int compare_names(const void *a, const void *b)
{
	const struct up_raw_name *one = a, *other = b;
	size_t size = one->size < other->size ? one->size : other->size;
	int order = size > 0 ? memcmp(one->text, other->text, size) : 0;

	if (order != 0)
		return order;
	return (one->size > other->size) - (one->size < other->size);
}

static int check_sorted(const struct up_contents *contents,
			const struct up_raw_name *names,
			struct up_report *report)
{
	const char *start = (const char *)contents->raw->bytes;

	for (uint32_t i = 1; i < contents->export_count; i++)
		if (compare_names(&names[i - 1], &names[i]) == 0)
			return INVALID(report,
				       (uint64_t)(names[i].text - start),
				       "two exports have %s", "the same name");
	return 0;
}

static int check_exports(const struct up_contents *contents,
			 struct up_report *report)
{
	struct up_raw_name *names =
		up_alloc((contents->export_count + 1ull) * sizeof(*names));
	int err;

	for (uint32_t i = 0; i < contents->export_count; i++)
		names[i] = contents->exports[i].name;
	qsort(names, contents->export_count, sizeof(*names), compare_names);
	err = check_sorted(contents, names, report);
	free(names);
	return err;
}

/* ---- segments, constant expressions ---- */

static int check_elements(const struct up_types *types,
			  struct up_report *report)
{
	const struct up_contents *contents = types->contents;

	for (uint32_t i = 0; i < contents->element_count; i++) {
		const struct up_raw_element *element = &contents->elements[i];

		if (element->mode == UP_SEGMENT_ACTIVE &&
		    types->elements[i] != types->tables[element->table])
			return INVALID(report, element->offset_in_module,
				       "element segment %" PRIu32 " has other "
				       "entries than its table",
				       i);
	}
	return 0;
}

static int check_consts(struct up_types *types, struct up_report *report)
{
	const struct up_contents *contents = types->contents;

	for (size_t i = 0; i < contents->const_count && !types->left; i++) {
		const struct up_raw_const *constant = &contents->consts[i];
		struct up_raw_body body = {
			.offset = constant->offset,
			.size = contents->raw->size - constant->offset,
		};
		uint8_t result = (uint8_t)up_type_of(constant->type);
		struct up_type_function type = {.results = {&result, 1}};

		types->globals_before = constant->globals;
		up_types_begin(types, UP_NO_INDEX, type);
		if (up_code_scan_typed(contents, &body, types, report) < 0)
			return -1;
	}
	return 0;
}

/* ---- all of it ---- */

static int check_outside(struct up_types *types, struct up_report *report)
{
	const struct up_contents *contents = types->contents;

	if (check_types(contents, report) < 0 ||
	    check_start(contents, report) < 0 ||
	    check_sizes(contents, report) < 0 ||
	    check_exports(contents, report) < 0 ||
	    check_elements(types, report) < 0)
		return -1;
	return check_consts(types, report);
}

/* Those from @first to before @end; @types NULL: what is malformed alone. */
static int check_bodies(const struct up_contents *contents,
			struct up_types *types, uint32_t first, uint32_t end,
			struct up_report *report)
{
	for (uint32_t i = first; i < end; i++) {
		uint32_t function = contents->imported_functions + i;
		uint32_t type = contents->functions[function];

		up_progress_far(report, i - first, end - first);
		if (types && types->left)
			types = NULL;
		if (types)
			up_types_begin(types, function, types->functions[type]);
		if (up_code_scan_typed(contents, &contents->bodies[i], types,
				       report) < 0)
			return -1;
	}
	return 0;
}

/* ---- the second half of them, beside the first ---- */

enum { FEWEST_BYTES = 64 << 10 }; /* for less no thread is worth its while */

struct second {
	struct up_beside beside;
	const struct up_contents *contents;
	uint32_t first;
	struct up_types types;
	struct up_held held;
	int err;
};

static void check_second(void *data)
{
	struct second *second = data;

	second->err = check_bodies(second->contents, &second->types,
				   second->first, second->contents->body_count,
				   &second->held.report);
}

/* Where it begins: at half of the bytes. */
static uint32_t find_second(const struct up_contents *contents)
{
	uint64_t all = 0, bytes = 0;
	uint32_t first = 0;

	for (uint32_t i = 0; i < contents->body_count; i++)
		all += contents->bodies[i].size;
	if (all < FEWEST_BYTES)
		return contents->body_count;
	while (bytes < all / 2)
		bytes += contents->bodies[first++].size;
	return first;
}

static void begin_second(struct second *second,
			 const struct up_contents *contents)
{
	*second = (struct second){
		.contents = contents,
		.first = find_second(contents),
	};
	up_types_init(&second->types, contents);
	up_held_init(&second->held);
	if (second->first < contents->body_count)
		up_beside_start(&second->beside, check_second, second);
}

/* As if it had been gone over behind the first, whose @types and @err are given. */
static int end_second(struct second *second, struct up_types *types, int err,
		      struct up_report *report)
{
	struct up_report quiet = {0};
	bool alike = err == 0 && !types->left;

	up_beside_wait(&second->beside);
	types->left |= second->types.left;
	up_types_finish(&second->types);
	up_held_pass(&second->held, alike ? report : &quiet);
	if (alike || err < 0 || second->err == 0)
		return err < 0 ? err : second->err;
	/* What is not valid there may not be in what else nobody knows. */
	return check_bodies(second->contents, NULL, second->first,
			    second->contents->body_count, report);
}

static int check_all_bodies(struct up_types *types, struct up_report *report)
{
	const struct up_contents *contents = types->contents;
	struct second second;
	int err;

	/* Of what is not judged, all is only read; that is soon done. */
	if (types->left)
		return check_bodies(contents, NULL, 0, contents->body_count,
				    report);
	begin_second(&second, contents);
	err = check_bodies(contents, types, 0, second.first, report);
	return end_second(&second, types, err, report);
}

bool up_validate_covers(const struct up_contents *contents)
{
	struct up_types types;
	bool covered = up_types_init(&types, contents);

	up_types_finish(&types);
	return covered;
}

int up_validate(const struct up_contents *contents, bool *ret_covered,
		struct up_report *report)
{
	struct up_types types;
	int err = 0;

	if (up_types_init(&types, contents))
		err = check_outside(&types, report);
	if (err == 0)
		err = check_all_bodies(&types, report);
	*ret_covered = !types.left;
	up_types_finish(&types);
	return err;
}
