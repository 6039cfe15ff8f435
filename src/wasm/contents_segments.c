/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* Constant expressions, and the segments that are made of them. */

#include "util/mem.h"
#include "wasm/contents_parts.h"
#include "wasm/entity.h"

/* Bits of what an element segment begins with. */
enum element_flag {
	ELEMENT_NOT_ACTIVE = 1 << 0,
	ELEMENT_DECLARATIVE = 1 << 1, /* of those that are not active */
	ELEMENT_HAS_TABLE = 1 << 1, /* of the active ones */
	ELEMENT_EXPRESSIONS = 1 << 2, /* and no indices of functions */
	ELEMENT_KNOWN = (1 << 3) - 1,
};

enum data_flag {
	DATA_ACTIVE,
	DATA_PASSIVE,
	DATA_HAS_MEMORY, /* active */
};

/* ---- constant expressions ---- */

static void add_const_function(uint32_t function, void *data)
{
	struct up_contents *contents = data;

	contents->const_functions = up_grow(
		contents->const_functions, &contents->const_function_count,
		sizeof(contents->const_functions[0]));
	contents->const_functions[contents->const_function_count - 1] =
		function;
}

int up_contents_const(struct up_cursor *cursor, struct up_contents *contents,
		      struct up_raw_valtype type, struct up_const_expr *ret)
{
	size_t offset = (size_t)up_cursor_offset(cursor);

	if (up_cursor_const_expr(cursor, contents->function_count,
				 add_const_function, contents, ret) < 0)
		return -1;
	contents->features |= ret->features;
	contents->consts = up_grow(contents->consts, &contents->const_count,
				   sizeof(contents->consts[0]));
	contents->consts[contents->const_count - 1] =
		(struct up_raw_const){offset, type, contents->global_count};
	return 0;
}

static int read_offset(struct up_cursor *cursor, struct up_contents *contents,
		       bool *ret_has_offset, uint32_t *ret_offset)
{
	struct up_const_expr expr;

	if (up_contents_const(cursor, contents,
			      (struct up_raw_valtype){.code = UP_VT_I32},
			      &expr) < 0)
		return -1;
	*ret_has_offset = expr.kind == UP_CONST_I32;
	*ret_offset = *ret_has_offset ? expr.value : 0;
	return 0;
}

/* ---- elements ---- */

static int read_element_where(struct up_cursor *cursor,
			      struct up_contents *contents, uint32_t flags,
			      struct up_raw_element *ret)
{
	uint64_t offset = up_cursor_offset(cursor);

	if ((flags & ELEMENT_NOT_ACTIVE) != 0) {
		ret->mode = (flags & ELEMENT_DECLARATIVE) != 0
				    ? UP_SEGMENT_DECLARATIVE
				    : UP_SEGMENT_PASSIVE;
		return 0;
	}
	ret->mode = UP_SEGMENT_ACTIVE;
	if ((flags & ELEMENT_HAS_TABLE) != 0) {
		if (up_cursor_index(cursor, "the table of an element segment",
				    contents->table_count, &ret->table) < 0)
			return -1;
	} else if (contents->table_count == 0) {
		return up_cursor_error(cursor, offset,
				       "an element segment is for table 0, but "
				       "there is none");
	}
	return read_offset(cursor, contents, &ret->has_offset, &ret->offset);
}

/* What the entries are, which only the oldest forms do not say. */
static int read_element_type(struct up_cursor *cursor,
			     const struct up_contents *contents, uint32_t flags,
			     struct up_raw_valtype *ret)
{
	uint64_t offset = up_cursor_offset(cursor);
	uint8_t kind;

	*ret = (struct up_raw_valtype){.code = UP_VT_FUNCREF};
	if ((flags & (ELEMENT_NOT_ACTIVE | ELEMENT_HAS_TABLE)) == 0)
		return 0;
	if ((flags & ELEMENT_EXPRESSIONS) != 0)
		return up_cursor_valtype(cursor,
					 "the type of an element segment",
					 contents->type_count, ret);
	if (up_cursor_byte(cursor, "the kind of an element segment", &kind) < 0)
		return -1;
	if (kind != 0)
		return up_cursor_unknown(cursor, offset,
					 "an element segment is of the unknown "
					 "kind 0x%02x",
					 kind);
	return 0;
}

static int read_element_entry(struct up_cursor *cursor,
			      struct up_contents *contents,
			      const struct up_raw_valtype *expression,
			      uint32_t *ret)
{
	struct up_const_expr expr;

	if (expression == NULL)
		return up_cursor_index(cursor,
				       "a function of an element segment",
				       contents->function_count, ret);
	if (up_contents_const(cursor, contents, *expression, &expr) < 0)
		return -1;
	*ret = expr.kind == UP_CONST_FUNC ? expr.value : UP_NO_INDEX;
	return 0;
}

static int read_element_entries(struct up_cursor *cursor,
				struct up_contents *contents, bool expressions,
				struct up_raw_element *ret)
{
	uint32_t *functions;

	if (up_cursor_count(cursor, "the length of an element segment",
			    &ret->count) < 0)
		return -1;
	functions = up_contents_alloc(contents,
				      ret->count * sizeof(*functions));
	ret->functions = functions;
	for (uint32_t i = 0; i < ret->count; i++)
		if (read_element_entry(cursor, contents,
				       expressions ? &ret->type : NULL,
				       &functions[i]) < 0)
			return -1;
	return 0;
}

static int read_element(struct up_cursor *cursor, struct up_contents *contents)
{
	uint64_t offset = up_cursor_offset(cursor);
	struct up_raw_element element = {.offset_in_module = (size_t)offset};
	size_t count = contents->element_count;
	uint32_t flags;

	if (up_cursor_u32(cursor, "the flags of an element segment", &flags) <
	    0)
		return -1;
	if ((flags & ~(uint32_t)ELEMENT_KNOWN) != 0)
		return up_cursor_unknown(cursor, offset,
					 "an element segment has the unknown "
					 "flags 0x%lx",
					 (unsigned long)flags);
	if (read_element_where(cursor, contents, flags, &element) < 0 ||
	    read_element_type(cursor, contents, flags, &element.type) < 0 ||
	    read_element_entries(cursor, contents,
				 (flags & ELEMENT_EXPRESSIONS) != 0,
				 &element) < 0)
		return -1;
	contents->elements = up_grow(contents->elements, &count,
				     sizeof(contents->elements[0]));
	contents->elements[contents->element_count++] = element;
	return 0;
}

int up_contents_element(struct up_cursor *cursor, struct up_contents *contents)
{
	uint32_t count;

	if (up_cursor_count(cursor, "the number of element segments", &count) <
	    0)
		return -1;
	while (count-- > 0)
		if (read_element(cursor, contents) < 0)
			return -1;
	return 0;
}

/* ---- data ---- */

static int read_data_where(struct up_cursor *cursor,
			   struct up_contents *contents, uint32_t flags,
			   struct up_raw_data *ret)
{
	uint64_t offset = up_cursor_offset(cursor);

	if (flags == DATA_PASSIVE) {
		ret->mode = UP_SEGMENT_PASSIVE;
		return 0;
	}
	ret->mode = UP_SEGMENT_ACTIVE;
	if (flags == DATA_HAS_MEMORY) {
		if (up_cursor_index(cursor, "the memory of a data segment",
				    contents->memory_count, &ret->memory) < 0)
			return -1;
	} else if (contents->memory_count == 0) {
		return up_cursor_error(cursor, offset,
				       "a data segment is for memory 0, but "
				       "there is none");
	}
	return read_offset(cursor, contents, &ret->has_offset, &ret->offset);
}

static int read_data(struct up_cursor *cursor, struct up_contents *contents)
{
	uint64_t offset = up_cursor_offset(cursor);
	struct up_raw_data data = {0};
	size_t count = contents->data_count;
	struct up_cursor bytes;
	uint32_t flags;

	if (up_cursor_u32(cursor, "the flags of a data segment", &flags) < 0)
		return -1;
	if (flags > DATA_HAS_MEMORY)
		return up_cursor_unknown(cursor, offset,
					 "a data segment has the unknown flags "
					 "0x%lx",
					 (unsigned long)flags);
	if (read_data_where(cursor, contents, flags, &data) < 0 ||
	    up_cursor_part(cursor, "a data segment", &bytes) < 0)
		return -1;
	data.bytes = bytes.next;
	data.size = up_cursor_left(&bytes);
	contents->data = up_grow(contents->data, &count,
				 sizeof(contents->data[0]));
	contents->data[contents->data_count++] = data;
	return 0;
}

int up_contents_data(struct up_cursor *cursor, struct up_contents *contents)
{
	uint32_t count;

	if (up_cursor_count(cursor, "the number of data segments", &count) < 0)
		return -1;
	while (count-- > 0)
		if (read_data(cursor, contents) < 0)
			return -1;
	return 0;
}
