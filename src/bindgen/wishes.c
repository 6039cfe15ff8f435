/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * Which bodies are looked into (by the passes throws and handler), found out from
 * the bytes: from who calls whom. What is missing here counts as unknown there, so
 * that something is not shown that could be, and nothing is that is not so.
 */

#include <stdlib.h>
#include <string.h>

#include "bindgen/crate.h"
#include "bindgen/look.h"
#include "util/mem.h"
#include "wasm/recode.h"

/* Who calls whom: those of one function are next to each other. */
struct graph {
	const struct up_contents *contents;
	uint32_t *others; /* owned */
	size_t other_count;
	uint32_t *first; /* owned; by function, and where the last ends */
};

struct bits {
	bool *has; /* owned; by function */
	uint32_t *items; /* owned; those that it has, in their order */
	uint32_t count;
};

static struct bits bits_create(const struct up_contents *contents)
{
	size_t count = contents->function_count + 1;

	return (struct bits){
		.has = up_alloc(count * sizeof(bool)),
		.items = up_alloc(count * sizeof(uint32_t)),
	};
}

static void bits_finish(struct bits *bits)
{
	free(bits->has);
	free(bits->items);
}

static void add(struct bits *bits, uint32_t function)
{
	if (bits->has[function])
		return;
	bits->has[function] = true;
	bits->items[bits->count++] = function;
}

/* ---- going over the bodies ---- */

struct scan {
	const struct up_contents *contents;
	struct graph calls;
	struct bits indirect; /* functions that call by a table */
	uint32_t function; /* in work */
	uint32_t handler; /* a place in memory, or 0 */
	bool *near; /* owned; by function: it may have the place for its own */
	struct up_buf constants, offsets; /* of the body: uint32_t */
};

static void note_number(struct up_buf *list, uint32_t value)
{
	up_buf_append(list, &value, sizeof(value));
}

static void see(enum up_body_use use, uint32_t value, void *data)
{
	struct scan *scan = data;
	struct graph *calls = &scan->calls;

	switch (use) {
	case UP_USE_FUNCTION:
		calls->others = up_grow(calls->others, &calls->other_count,
					sizeof(*calls->others));
		calls->others[calls->other_count - 1] = value;
		break;
	case UP_USE_TYPE:
		add(&scan->indirect, scan->function);
		break;
	case UP_USE_I32_CONST:
		if (value == scan->handler)
			scan->near[scan->function] = true;
		else if (value < scan->handler)
			note_number(&scan->constants, value);
		break;
	case UP_USE_OFFSET:
		if (value > 0 && value <= scan->handler)
			note_number(&scan->offsets, value);
		break;
	default:
		break;
	}
}

static int compare_numbers(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* Whether a constant and an offset make the place together. */
static bool has_parts(struct scan *scan)
{
	size_t size = sizeof(uint32_t);
	size_t count = scan->offsets.size / size;
	const uint32_t *constants = (const uint32_t *)scan->constants.bytes;

	if (count == 0 || scan->constants.size == 0)
		return false;
	qsort(scan->offsets.bytes, count, size, compare_numbers);
	for (size_t i = 0; i < scan->constants.size / size; i++) {
		uint32_t rest = scan->handler - constants[i];

		if (bsearch(&rest, scan->offsets.bytes, count, size,
			    compare_numbers))
			return true;
	}
	return false;
}

static void scan_body(struct scan *scan, uint32_t function)
{
	const struct up_contents *contents = scan->contents;
	const struct up_raw_body *body =
		&contents->bodies[function - contents->imported_functions];

	scan->function = function;
	scan->constants.size = scan->offsets.size = 0;
	up_body_each_use(contents->raw->bytes + body->offset, body->size, see,
			 scan);
	if (has_parts(scan))
		scan->near[function] = true;
}

static bool is_named(const struct up_raw_name *name, const char *text)
{
	return name->size == strlen(text) &&
	       memcmp(name->text, text, name->size) == 0;
}

/* Where the crate keeps what is to be called on an abort, or 0. */
static uint32_t handler_of(const struct up_contents *contents)
{
	for (uint32_t i = 0; i < contents->export_count; i++) {
		const struct up_raw_export *export_ = &contents->exports[i];

		if (export_->kind == UP_RAW_GLOBAL &&
		    is_named(&export_->name, "__abort_handler") &&
		    contents->globals[export_->index].has_value)
			return (uint32_t)contents->globals[export_->index]
				.value;
	}
	return 0;
}

static void scan_init(struct scan *scan, const struct up_contents *contents)
{
	uint32_t count = contents->function_count;

	*scan = (struct scan){
		.contents = contents,
		.calls.contents = contents,
		.calls.first = up_alloc((count + 1) * sizeof(uint32_t)),
		.indirect = bits_create(contents),
		.handler = handler_of(contents),
		.near = up_alloc(count + 1),
	};
	for (uint32_t i = contents->imported_functions; i < count; i++) {
		scan->calls.first[i] = (uint32_t)scan->calls.other_count;
		scan_body(scan, i);
	}
	scan->calls.first[count] = (uint32_t)scan->calls.other_count;
}

static void graph_finish(struct graph *graph)
{
	free(graph->others);
	free(graph->first);
}

static void scan_finish(struct scan *scan)
{
	graph_finish(&scan->calls);
	bits_finish(&scan->indirect);
	free(scan->near);
	up_buf_finish(&scan->constants);
	up_buf_finish(&scan->offsets);
}

/* ---- on the graph ---- */

/* Who is called by whom. */
static struct graph turned(const struct graph *calls)
{
	uint32_t count = calls->contents->function_count;
	struct graph callers = {
		.contents = calls->contents,
		.others = up_alloc((calls->other_count + 1) *
				   sizeof(uint32_t)),
		.other_count = calls->other_count,
		.first = up_alloc((count + 2) * sizeof(uint32_t)),
	};
	uint32_t *next = callers.first + 1;

	for (size_t i = 0; i < calls->other_count; i++)
		next[calls->others[i]]++;
	for (uint32_t i = 1; i < count; i++)
		next[i] += next[i - 1];
	/* Each end becomes the next one's start, as it is filled from there. */
	for (uint32_t i = count; i-- > 0;)
		for (uint32_t k = calls->first[i]; k < calls->first[i + 1]; k++)
			callers.others[--next[calls->others[k]]] = i;
	memmove(callers.first, next, count * sizeof(uint32_t));
	callers.first[count] = (uint32_t)calls->other_count;
	return callers;
}

/* Adds all that can be got to from @bits. */
static void close(struct bits *bits, const struct graph *graph)
{
	for (uint32_t i = 0; i < bits->count; i++) {
		uint32_t from = bits->items[i];

		for (uint32_t k = graph->first[from];
		     k < graph->first[from + 1]; k++)
			add(bits, graph->others[k]);
	}
}

/* ---- what is looked into ---- */

static bool contains(const struct up_raw_name *name, const char *text)
{
	size_t size = strlen(text);

	for (size_t i = 0; i + size <= name->size; i++)
		if (memcmp(name->text + i, text, size) == 0)
			return true;
	return false;
}

/* Imports that throw, and all that gets to one. */
static struct bits find_throwing(const struct up_contents *contents,
				 const struct graph *callers)
{
	struct bits throwing = bits_create(contents);

	for (uint32_t i = 0; i < contents->import_count; i++) {
		const struct up_raw_import *import = &contents->imports[i];

		if (import->kind == UP_RAW_FUNC &&
		    (contains(&import->name, "__wbindgen_throw") ||
		     contains(&import->name, "__wbindgen_rethrow")))
			add(&throwing, import->index);
	}
	close(&throwing, callers);
	return throwing;
}

static bool describes(const struct up_raw_export *export_)
{
	static const char prefix[] = "__wbindgen_describe_";
	size_t size = sizeof(prefix) - 1;

	return export_->name.size >= size &&
	       memcmp(export_->name.text, prefix, size) == 0;
}

static void add_exports(struct bits *bits, const struct up_contents *contents)
{
	for (uint32_t i = 0; i < contents->export_count; i++)
		if (contents->exports[i].kind == UP_RAW_FUNC &&
		    !describes(&contents->exports[i]))
			add(bits, contents->exports[i].index);
}

/* What may be called by a table, and by the engine. */
static void add_others(struct bits *bits, const struct up_contents *contents)
{
	for (uint32_t i = 0; i < contents->element_count; i++)
		for (uint32_t k = 0; k < contents->elements[i].count; k++)
			if (contents->elements[i].functions[k] != UP_NO_INDEX)
				add(bits, contents->elements[i].functions[k]);
	for (size_t i = 0; i < contents->const_function_count; i++)
		add(bits, contents->const_functions[i]);
	if (contents->start != UP_NO_INDEX)
		add(bits, contents->start);
}

static bool is_own(const struct up_contents *contents, uint32_t function)
{
	return function >= contents->imported_functions;
}

/* Whether what frees the slot of a value may throw. */
static bool frees_throw(const struct up_contents *contents, const bool *throwing)
{
	for (uint32_t i = 0; i < contents->export_count; i++)
		if (contents->exports[i].kind == UP_RAW_FUNC &&
		    throwing[contents->exports[i].index] &&
		    is_named(&contents->exports[i].name,
			     "__externref_table_dealloc"))
			return true;
	return false;
}

/*
 * What JavaScript calls, and what it may call by a table, which are closures of the
 * crate: if it throws, or calls by a table at once; or if what is exported in its
 * place may throw behind the call of it.
 */
static void look_at_all(struct up_look *look, const struct scan *scan)
{
	const struct up_contents *contents = scan->contents;
	struct bits entries = bits_create(contents);
	bool all = frees_throw(contents, look->throwing);

	add_exports(&entries, contents);
	add_others(&entries, contents);
	for (uint32_t i = 0; i < entries.count; i++) {
		uint32_t function = entries.items[i];

		if (!is_own(contents, function))
			continue;
		if (look->throwing[function] || scan->indirect.has[function])
			up_look_at(look, function);
		if (all)
			up_look_at_call(look, function);
	}
	bits_finish(&entries);
}

/* An import that marks what calls it as standing for JavaScript, by its name. */
static bool is_marker(const struct up_raw_import *import)
{
	static const char prefix[] = "__wbindgen_describe_";
	size_t size = sizeof(prefix) - 1;

	return import->kind == UP_RAW_FUNC && import->name.size >= size &&
	       memcmp(import->name.text, prefix, size) == 0;
}

static void add_marked(struct bits *bits, const struct up_contents *contents,
		       const struct graph *callers)
{
	for (uint32_t i = 0; i < contents->import_count; i++) {
		uint32_t import = contents->imports[i].index;

		if (!is_marker(&contents->imports[i]))
			continue;
		for (uint32_t k = callers->first[import];
		     k < callers->first[import + 1]; k++)
			add(bits, callers->others[k]);
	}
}

/* What is not removed at once: whatever that names is here, too. */
static struct bits find_live(const struct scan *scan,
			     const struct graph *callers)
{
	struct bits live = bits_create(scan->contents);

	add_marked(&live, scan->contents, callers);
	for (uint32_t i = 0; i < scan->contents->function_count; i++)
		if (scan->near[i])
			add(&live, i);
	add_exports(&live, scan->contents);
	add_others(&live, scan->contents);
	close(&live, &scan->calls);
	return live;
}

uint8_t *up_crate_wishes(const struct up_contents *contents)
{
	uint8_t *wishes = up_alloc(contents->body_count + 1);
	struct bits throwing, live;
	struct up_look look;
	struct graph callers;
	struct scan scan;

	scan_init(&scan, contents);
	callers = turned(&scan.calls);
	throwing = find_throwing(contents, &callers);
	live = find_live(&scan, &callers);
	graph_finish(&callers);
	up_look_init(&look, contents, throwing.has);
	/* Where exceptions are caught, none is given another meaning. */
	if (contents->tag_count == 0)
		look_at_all(&look, &scan);
	for (uint32_t i = 0; i < contents->body_count; i++) {
		uint32_t function = contents->imported_functions + i;

		if (up_look_seen(&look, function) || scan.near[function])
			wishes[i] = UP_BODY_WANTED;
		else if (!live.has[function])
			wishes[i] = UP_BODY_GOES;
	}
	up_look_finish(&look);
	bits_finish(&throwing);
	bits_finish(&live);
	scan_finish(&scan);
	return wishes;
}
