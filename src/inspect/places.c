/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "inspect/places.h"

#include <stdlib.h>
#include <string.h>

#include "util/mem.h"
#include "wasm/code.h"
#include "wasm/cursor.h"

/* The constants right before an instruction. */
enum { KEPT = 3 };

struct search {
	const struct up_contents *contents;
	struct up_raw_data *segments;
	struct up_code_event last[KEPT]; /* the newest is the last */
};

/* Where the instruction behind a constant is. */
static size_t behind(const struct search *search,
		     const struct up_code_event *constant)
{
	const struct up_raw_module *raw = search->contents->raw;
	struct up_report silent = {0};
	struct up_cursor cursor = {
		raw->bytes + constant->offset + 1,
		raw->bytes + raw->size,
		raw->bytes,
		&silent,
	};
	int32_t value;

	up_cursor_s32(&cursor, "a constant", &value);
	return (size_t)up_cursor_offset(&cursor);
}

/* `memory.init(to, 0, size)` of all of a segment. */
static void look_at_init(struct search *search,
			 const struct up_code_event *init)
{
	struct up_raw_data *segment = &search->segments[init->index];
	const struct up_code_event *last = search->last;

	if (segment->mode != UP_SEGMENT_PASSIVE || init->other != 0)
		return;
	for (size_t i = 0; i < KEPT; i++)
		if (last[i].offset == 0 ||
		    behind(search, &last[i]) !=
			    (i + 1 < KEPT ? last[i + 1].offset : init->offset))
			return;
	if (last[1].value != 0 || (uint32_t)last[2].value != segment->size)
		return;
	segment->mode = UP_SEGMENT_ACTIVE;
	segment->memory = 0;
	segment->has_offset = true;
	segment->offset = (uint32_t)last[0].value;
}

static void look_at(const struct up_code_event *event, void *data)
{
	struct search *search = data;

	if (event->kind == UP_CODE_MEMORY_INIT) {
		look_at_init(search, event);
		return;
	}
	memmove(search->last, search->last + 1,
		(KEPT - 1) * sizeof(*search->last));
	search->last[KEPT - 1] = *event;
}

static bool has_passive(const struct up_contents *contents)
{
	for (uint32_t i = 0; i < contents->data_count; i++)
		if (contents->data[i].mode == UP_SEGMENT_PASSIVE)
			return true;
	return false;
}

struct up_raw_data *up_places_find(const struct up_contents *contents)
{
	size_t count = contents->data_count;
	struct search search = {
		.contents = contents,
		.segments = up_alloc((count + 1) * sizeof(*search.segments)),
	};
	/* What is malformed is for the survey to find. */
	struct up_report silent = {0};
	uint64_t features = 0;

	if (count)
		memcpy(search.segments, contents->data,
		       count * sizeof(*search.segments));
	for (uint32_t i = 0; has_passive(contents) && i < contents->body_count;
	     i++) {
		memset(search.last, 0, sizeof(search.last));
		up_code_scan(contents, &contents->bodies[i],
			     1u << UP_CODE_I32_CONST | 1u << UP_CODE_MEMORY_INIT,
			     look_at, &search, &features, &silent);
	}
	return search.segments;
}
