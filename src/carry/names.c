/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * Names of what is inside of bodies: those of a carried one are the input's, those
 * of another one what Binaryen has written.
 *
 * Source: WebAssembly core specification, appendix, "Name Section"; for labels the
 * proposal for extended names.
 */

#include "carry/names.h"

#include <stdlib.h>

#include "util/mem.h"
#include "wasm/cursor.h"
#include "wasm/leb128.h"

enum { LOCALS = 2, LABELS = 3 };

/* What is behind the index of a function: bytes of either module. */
struct entry {
	uint32_t function; /* as it is written */
	const uint8_t *bytes;
	size_t size;
};

struct entries {
	struct entry *items; /* owned */
	size_t count;
};

/* Where a subsection is; empty if it is not there or broken. */
static struct up_cursor find(const struct up_raw_module *raw, uint8_t wanted,
			     struct up_report *quiet)
{
	const struct up_raw_section *section = up_raw_module_custom(raw, "name");
	struct up_cursor none = {raw->bytes, raw->bytes, raw->bytes, quiet};
	struct up_cursor cursor = none, part;
	uint8_t id;

	if (!section)
		return none;
	cursor.next = raw->bytes + section->payload_offset;
	cursor.end = cursor.next + section->payload_size;
	while (up_cursor_left(&cursor) > 0 &&
	       up_cursor_byte(&cursor, "a subsection", &id) == 0 &&
	       up_cursor_part(&cursor, "its names", &part) == 0)
		if (id == wanted)
			return part;
	return none;
}

static int skip_names(struct up_cursor *cursor)
{
	struct up_raw_name name;
	uint32_t count, index;

	if (up_cursor_count(cursor, "the number of names", &count) < 0)
		return -1;
	while (count-- > 0)
		if (up_cursor_u32(cursor, "an index", &index) < 0 ||
		    up_cursor_name(cursor, "a name", &name) < 0)
			return -1;
	return 0;
}

/* One function's, or -1 if that cannot be read. */
static int read_entry(struct up_cursor *cursor, struct entry *ret)
{
	if (up_cursor_u32(cursor, "an index", &ret->function) < 0)
		return -1;
	ret->bytes = cursor->next;
	if (skip_names(cursor) < 0)
		return -1;
	ret->size = (size_t)(cursor->next - ret->bytes);
	return 0;
}

static void add(struct entries *entries, struct entry entry)
{
	entries->items = up_grow(entries->items, &entries->count,
				 sizeof(*entries->items));
	entries->items[entries->count - 1] = entry;
}

/*
 * Of each function for which @map has a place, under that one; what comes behind
 * something broken is left out.
 */
static void collect(struct entries *entries, const struct up_raw_module *raw,
		    uint8_t id, const uint32_t *map, uint32_t map_size)
{
	struct up_report quiet = {0};
	struct up_cursor cursor = find(raw, id, &quiet);
	struct entry entry;
	uint32_t count;

	if (up_cursor_left(&cursor) == 0 ||
	    up_cursor_count(&cursor, "the number of functions", &count) < 0)
		return;
	while (count-- > 0 && read_entry(&cursor, &entry) == 0) {
		if (entry.function >= map_size ||
		    map[entry.function] == UP_NO_INDEX)
			continue;
		entry.function = map[entry.function];
		add(entries, entry);
	}
}

static int compare(const void *a, const void *b)
{
	uint32_t x = ((const struct entry *)a)->function;
	uint32_t y = ((const struct entry *)b)->function;

	return (x > y) - (x < y);
}

static void put_entries(struct up_buf *out, uint8_t id,
			struct entries *entries)
{
	struct up_buf bytes = {0};

	if (entries->count == 0)
		return;
	qsort(entries->items, entries->count, sizeof(*entries->items), compare);
	up_leb128_put_u32(&bytes, (uint32_t)entries->count);
	for (size_t i = 0; i < entries->count; i++) {
		up_leb128_put_u32(&bytes, entries->items[i].function);
		up_buf_append(&bytes, entries->items[i].bytes,
			      entries->items[i].size);
	}
	up_leb128_put_part(out, id, bytes.bytes, bytes.size);
	up_buf_finish(&bytes);
}

static void put_inner(const struct up_carried_names *names, uint8_t id,
		      struct up_buf *out)
{
	struct entries entries = {0};

	collect(&entries, names->input, id, names->carried,
		names->carried_size);
	collect(&entries, names->written, id, names->kept, names->kept_size);
	put_entries(out, id, &entries);
	free(entries.items);
}

void up_carry_names(const struct up_carried_names *names, struct up_buf *out)
{
	const struct up_raw_section *section =
		up_raw_module_custom(names->written, "name");
	const uint8_t *start = names->written->bytes + section->payload_offset;
	struct up_report quiet = {0};
	struct up_cursor cursor = {start, start + section->payload_size, start,
				   &quiet};
	struct up_cursor part;
	bool done = false;
	uint8_t id;

	/* Subsections are in the order of their numbers. */
	while (up_cursor_left(&cursor) > 0 &&
	       up_cursor_byte(&cursor, "a subsection", &id) == 0 &&
	       up_cursor_part(&cursor, "its names", &part) == 0) {
		if (id >= LOCALS && !done) {
			put_inner(names, LOCALS, out);
			put_inner(names, LABELS, out);
			done = true;
		}
		if (id != LOCALS && id != LABELS)
			up_leb128_put_part(out, id, part.next,
				       up_cursor_left(&part));
	}
	if (!done) {
		put_inner(names, LOCALS, out);
		put_inner(names, LABELS, out);
	}
}
