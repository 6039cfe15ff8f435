/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/*
 * The custom sections `name` and `producers`, as far as they can be read:
 * nothing in them is an error.
 *
 * https://webassembly.github.io/spec/core/appendix/custom.html, "Name Section",
 * https://github.com/WebAssembly/extended-name-section, and
 * https://github.com/WebAssembly/tool-conventions, ProducersSection.md
 */

#include <stdlib.h>

#include "util/mem.h"
#include "wasm/contents_parts.h"

enum subsection {
	NAMES_FUNCTIONS = 1,
	NAMES_GLOBALS = 7,
	NAMES_OLD_TAGS = 10, /* of fields, since */
	NAMES_TAGS = 11,
};

/* Any bytes: compilers do not look what names they are given. */
static int read_text(struct up_cursor *cursor, struct up_raw_name *ret)
{
	struct up_cursor part;

	if (up_cursor_part(cursor, "a name", &part) < 0)
		return -1;
	ret->text = (const char *)part.next;
	ret->size = up_cursor_left(&part);
	return 0;
}

/* ---- names ---- */

/*
 * Names of what has indices below @count. Returns -1 if something in them is
 * wrong; what can be read is in *@ret_names all the same.
 */
static int read_names(struct up_cursor cursor, uint32_t count,
		      struct up_raw_name **ret_names)
{
	uint32_t entries, index;
	struct up_raw_name name;
	int err = 0;

	if (*ret_names == NULL)
		*ret_names = up_alloc(count * sizeof(**ret_names));
	if (up_cursor_count(&cursor, "the number of names", &entries) < 0)
		return -1;
	while (entries-- > 0) {
		if (up_cursor_u32(&cursor, "an index", &index) < 0 ||
		    read_text(&cursor, &name) < 0)
			return -1;
		if (index < count)
			(*ret_names)[index] = name;
		else
			err = -1;
	}
	return up_cursor_left(&cursor) == 0 ? err : -1;
}

static void read_subsection(struct up_contents *contents, uint8_t id,
			    struct up_cursor part,
			    struct up_raw_name **old_tags)
{
	switch (id) {
	case NAMES_FUNCTIONS:
		read_names(part, contents->function_count,
			   &contents->function_names);
		break;
	case NAMES_GLOBALS:
		read_names(part, contents->global_count,
			   &contents->global_names);
		break;
	case NAMES_TAGS:
		read_names(part, contents->tag_count, &contents->tag_names);
		break;
	case NAMES_OLD_TAGS:
		/* All of it has to be names of tags, or it is none. */
		if (read_names(part, contents->tag_count, old_tags) == 0)
			break;
		free(*old_tags);
		*old_tags = NULL;
		break;
	default:
		break;
	}
}

void up_contents_names(struct up_contents *contents)
{
	const struct up_raw_section *section =
		up_raw_module_custom(contents->raw, "name");
	struct up_report quiet = {0};
	struct up_raw_name *old_tags = NULL;
	struct up_cursor cursor, part;
	uint8_t id;

	if (section == NULL)
		return;
	cursor = up_cursor_over(contents->raw, section, &quiet);
	while (up_cursor_left(&cursor) > 0 &&
	       up_cursor_byte(&cursor, "a subsection", &id) == 0 &&
	       up_cursor_part(&cursor, "a subsection", &part) == 0)
		read_subsection(contents, id, part, &old_tags);
	if (contents->tag_names == NULL)
		contents->tag_names = old_tags;
	else
		free(old_tags);
}

/* ---- producers ---- */

static void add_producer(struct up_contents *contents,
			 const struct up_raw_producer *producer)
{
	contents->producers =
		up_grow(contents->producers, &contents->producer_count,
			sizeof(contents->producers[0]));
	contents->producers[contents->producer_count - 1] = *producer;
}

static int read_field(struct up_cursor *cursor, struct up_contents *contents)
{
	struct up_raw_producer producer;
	uint32_t count;

	if (read_text(cursor, &producer.field) < 0 ||
	    up_cursor_count(cursor, "the number of producers", &count) < 0)
		return -1;
	while (count-- > 0) {
		if (read_text(cursor, &producer.name) < 0 ||
		    read_text(cursor, &producer.version) < 0)
			return -1;
		add_producer(contents, &producer);
	}
	return 0;
}

void up_contents_producers(struct up_contents *contents)
{
	const struct up_raw_section *section =
		up_raw_module_custom(contents->raw, "producers");
	struct up_report quiet = {0};
	struct up_cursor cursor;
	uint32_t count;

	if (section == NULL)
		return;
	cursor = up_cursor_over(contents->raw, section, &quiet);
	if (up_cursor_count(&cursor, "the number of fields", &count) < 0)
		return;
	while (count-- > 0)
		if (read_field(&cursor, contents) < 0)
			return;
}
