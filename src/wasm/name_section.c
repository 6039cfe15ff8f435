/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* Source: WebAssembly core specification, appendix, "Name Section". */

#include "wasm/name_section.h"

#include "wasm/cursor.h"
#include "wasm/leb128.h"

#define LOCALS 2 /* the last of the standard */
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
