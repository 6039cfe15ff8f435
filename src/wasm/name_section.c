/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* Source: WebAssembly core specification, appendix, "Name Section". */

#include "wasm/name_section.h"

#include <string.h>

#include "wasm/cursor.h"
#include "wasm/leb128.h"
#include "wasm/raw_name.h"

#define MODULE 0
#define LOCALS 2 /* the last of the standard */
#define LABELS 3
#define FIELDS 10 /* or OLD_TAGS */
#define OLD_TAGS 10
#define TAGS 11

/* Copies one subsection, unless it is not wanted. */
static void put_subsection(struct up_buf *out, enum up_names names, uint8_t id,
			   const uint8_t *bytes, uint32_t size)
{
	if (names == UP_NAMES_NONE || (names == UP_NAMES_AGREED && id > LOCALS))
		return;
	if (id == OLD_TAGS)
		id = TAGS;
	up_buf_append(out, &id, 1);
	up_leb128_put_u32(out, size);
	up_buf_append(out, bytes, size);
}

static void put_names(struct up_buf *out, enum up_names names,
		      const uint8_t *payload, size_t payload_size)
{
	struct up_report quiet = {0};
	struct up_cursor cursor = {payload, payload + payload_size, payload,
				   &quiet};

	while (up_cursor_left(&cursor) > 0) {
		uint8_t id;
		uint32_t size;
		const uint8_t *bytes;
		if (up_cursor_byte(&cursor, "a subsection", &id) < 0 ||
		    up_cursor_u32(&cursor, "its size", &size) < 0)
			return;
		bytes = cursor.next;
		if (up_cursor_skip(&cursor, "its names", size) < 0)
			return;
		put_subsection(out, names, id, bytes, size);
	}
}

void up_name_section_mend(const struct up_raw_module *raw, enum up_names names,
			  struct up_buf *ret_bytes)
{
	static const char title[] = "\4name";
	const struct up_raw_section *section = up_raw_module_custom(raw, "name");
	size_t end = section->payload_offset + section->payload_size;
	struct up_buf mended = {0};

	put_names(&mended, names, raw->bytes + section->payload_offset,
		  section->payload_size);
	up_buf_append(ret_bytes, raw->bytes, section->offset);
	if (mended.size > 0) {
		up_buf_append(ret_bytes, "\0", 1);
		up_leb128_put_u32(ret_bytes, (uint32_t)(sizeof(title) - 1 +
							mended.size));
		up_buf_append(ret_bytes, title, sizeof(title) - 1);
		up_buf_append(ret_bytes, mended.bytes, mended.size);
	}
	up_buf_append(ret_bytes, raw->bytes + end, raw->size - end);
	up_buf_finish(&mended);
}

/* ---- NULs ---- */

/* @bytes: gets a copy of the module once there is one; or NULL, to look only. */
static int clear_name(struct up_cursor *cursor, const struct up_raw_module *raw,
		      struct up_buf *bytes)
{
	struct up_cursor part;
	const uint8_t *nul;

	if (up_cursor_part(cursor, "a name", &part) < 0)
		return -1;
	while (bytes && up_cursor_left(&part) > 0 &&
	       (nul = memchr(part.next, '\0', up_cursor_left(&part)))) {
		if (bytes->size == 0)
			up_buf_append(bytes, raw->bytes, raw->size);
		bytes->bytes[nul - raw->bytes] = '_';
		part.next = nul + 1;
	}
	return 0;
}

/* A list of names, each behind an index; of lists of them, if @depth is 2. */
static int clear_names(struct up_cursor *cursor, unsigned depth,
		       const struct up_raw_module *raw, struct up_buf *bytes)
{
	uint32_t count, index;

	if (depth == 0)
		return clear_name(cursor, raw, bytes);
	if (up_cursor_count(cursor, "the number of names", &count) < 0)
		return -1;
	for (uint32_t i = 0; i < count; i++)
		if (up_cursor_u32(cursor, "an index", &index) < 0 ||
		    clear_names(cursor, depth - 1, raw, bytes) < 0)
			return -1;
	return 0;
}

static unsigned depth_of(uint8_t id, struct up_cursor names)
{
	switch (id) {
	case MODULE:
		return 0;
	case LOCALS:
	case LABELS:
		return 2;
	case FIELDS: /* unless they are tags */
		return clear_names(&names, 2, NULL, NULL) == 0 &&
				       up_cursor_left(&names) == 0
			       ? 2
			       : 1;
	default:
		return 1;
	}
}

/* As far as it can be read: nobody reads further. */
static void clear_section(struct up_cursor cursor,
			  const struct up_raw_module *raw,
			  struct up_buf *bytes)
{
	struct up_cursor part;
	uint8_t id;

	while (up_cursor_left(&cursor) > 0) {
		if (up_cursor_byte(&cursor, "a subsection", &id) < 0 ||
		    up_cursor_part(&cursor, "its names", &part) < 0)
			return;
		clear_names(&part, depth_of(id, part), raw, bytes);
	}
}

bool up_name_section_clear(const struct up_raw_module *raw,
			   struct up_buf *ret_bytes)
{
	struct up_report quiet = {0};
	struct up_buf bytes = {0};

	for (size_t i = 0; i < raw->section_count; i++) {
		const struct up_raw_section *section = &raw->sections[i];

		if (section->id == 0 && up_raw_name_is(section->name, "name"))
			clear_section(up_cursor_over(raw, section, &quiet),
				      raw, &bytes);
	}
	if (bytes.size == 0)
		return false;
	*ret_bytes = bytes;
	return true;
}
