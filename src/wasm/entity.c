/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "wasm/entity.h"

#include "wasm/code.h"

enum limits_flag {
	LIMITS_MAX = 1 << 0,
	LIMITS_SHARED = 1 << 1,
	LIMITS_64 = 1 << 2,
	LIMITS_PAGE_SIZE = 1 << 3,
	LIMITS_KNOWN = (1 << 4) - 1,
};

enum {
	TABLE_WITH_INIT = 0x40,
	EXACT_FUNC = 0x20, /* no function of a subtype can be imported */
	/* Of abstract heap types; what is not in between is none. */
	FIRST_HEAP = 0x67,
	LAST_HEAP = 0x75,
	DEFAULT_PAGE_SIZE = 16,
	MAX_PAGE_SIZE = 63,
	UP_VT_NULLEXNREF = 0x74,
	UP_VT_CONTREF = 0x68,
	UP_VT_NULLCONTREF = 0x75,
};

/* ---- value types ---- */

static bool is_abstract_heap(uint8_t code)
{
	return code >= FIRST_HEAP && code <= LAST_HEAP;
}

static int read_heap_index(struct up_cursor *cursor, const char *what,
			   uint64_t type_limit, int64_t *ret)
{
	uint32_t index;

	if (up_cursor_index(cursor, what, type_limit, &index) < 0)
		return -1;
	*ret = index;
	return 0;
}

int up_cursor_heap_type(struct up_cursor *cursor, const char *what,
			uint64_t type_limit, int64_t *ret)
{
	struct up_cursor ahead = *cursor;
	uint64_t offset = up_cursor_offset(cursor);
	int64_t heap;

	if (up_cursor_s33(&ahead, what, &heap) < 0)
		return -1;
	if (heap >= 0)
		return read_heap_index(cursor, what, type_limit, ret);
	if (heap == UP_HEAP_EXACT) {
		if (read_heap_index(&ahead, what, type_limit, &heap) < 0)
			return -1;
	} else if (heap == UP_HEAP_SHARED &&
		   up_cursor_s33(&ahead, what, &heap) < 0) {
		return -1;
	}
	if (heap < 0 && !(heap >= -0x40 && is_abstract_heap(heap & 0x7f)))
		return up_cursor_unknown(cursor, offset,
					 "%s has the unknown heap type %lld",
					 what, (long long)heap);
	*cursor = ahead;
	*ret = heap;
	return 0;
}

static bool is_number(uint8_t code)
{
	return code >= UP_VT_V128 && code <= UP_VT_I32;
}

int up_cursor_valtype(struct up_cursor *cursor, const char *what,
		      uint64_t type_limit, struct up_raw_valtype *ret)
{
	struct up_cursor ahead = *cursor;
	uint64_t offset = up_cursor_offset(cursor);
	struct up_raw_valtype type = {0};

	if (up_cursor_byte(&ahead, what, &type.code) < 0)
		return -1;
	if (type.code == UP_VT_REF_NULL || type.code == UP_VT_REF) {
		if (up_cursor_heap_type(&ahead, what, type_limit,
					&type.heap) < 0)
			return -1;
	} else if (type.code == (UP_HEAP_SHARED & 0x7f)) {
		/* The short form of a shared abstract reference. */
		type.shared = true;
		if (up_cursor_byte(&ahead, what, &type.code) < 0)
			return -1;
	}
	if (type.code != UP_VT_REF_NULL && type.code != UP_VT_REF &&
	    !is_number(type.code) && !is_abstract_heap(type.code))
		return up_cursor_unknown(cursor, offset,
					 "%s is of the unknown type 0x%02x",
					 what, type.code);
	*cursor = ahead;
	*ret = type;
	return 0;
}

int up_cursor_storage_type(struct up_cursor *cursor, const char *what,
			   uint64_t type_limit, struct up_raw_valtype *ret)
{
	uint8_t code = up_cursor_left(cursor) > 0 ? *cursor->next : 0;

	if (code != UP_VT_I8 && code != UP_VT_I16 && code != UP_VT_WAIT_QUEUE)
		return up_cursor_valtype(cursor, what, type_limit, ret);
	cursor->next++;
	*ret = (struct up_raw_valtype){.code = code};
	return 0;
}

/* Some kinds of references came before GC. */
uint64_t up_heap_features(int64_t heap)
{
	if (heap >= 0)
		return 1ull << UP_FEATURE_FUNCTION_REFERENCES;
	switch (heap & 0x7f) {
	case UP_VT_FUNCREF:
	case UP_VT_EXTERNREF:
		return 1ull << UP_FEATURE_REFERENCE_TYPES;
	case UP_VT_EXNREF:
	case UP_VT_NULLEXNREF:
		return 1ull << UP_FEATURE_EXCEPTION_HANDLING;
	case UP_VT_CONTREF:
	case UP_VT_NULLCONTREF:
		return 1ull << UP_FEATURE_STACK_SWITCHING;
	default:
		return 1ull << UP_FEATURE_GC;
	}
}

uint64_t up_valtype_features(struct up_raw_valtype type)
{
	if (type.shared)
		return 1ull << UP_FEATURE_SHARED_EVERYTHING |
		       up_heap_features((int64_t)type.code - 0x80);
	if (type.code == UP_VT_V128)
		return 1ull << UP_FEATURE_SIMD128;
	if (is_number(type.code))
		return 0;
	if (type.code == UP_VT_REF || type.code == UP_VT_REF_NULL)
		return 1ull << UP_FEATURE_FUNCTION_REFERENCES |
		       up_heap_features(type.heap);
	return up_heap_features((int64_t)type.code - 0x80);
}

/* ---- limits ---- */

static int read_limit(struct up_cursor *cursor, const char *what, bool is_64,
		      uint64_t *ret)
{
	uint32_t u32;

	if (is_64)
		return up_cursor_u64(cursor, what, ret);
	if (up_cursor_u32(cursor, what, &u32) < 0)
		return -1;
	*ret = u32;
	return 0;
}

static int read_page_size(struct up_cursor *cursor, uint32_t *ret)
{
	uint64_t offset = up_cursor_offset(cursor);

	if (up_cursor_u32(cursor, "the page size of a memory", ret) < 0)
		return -1;
	if (*ret > MAX_PAGE_SIZE)
		return up_cursor_error(cursor, offset,
				       "the page size of a memory is 2 to the "
				       "power of %lu",
				       (unsigned long)*ret);
	return 0;
}

static int read_limits(struct up_cursor *cursor, const char *what,
		       struct up_raw_limits *ret)
{
	uint64_t offset = up_cursor_offset(cursor);
	uint8_t flags;

	if (up_cursor_byte(cursor, what, &flags) < 0)
		return -1;
	if ((flags & ~LIMITS_KNOWN) != 0)
		return up_cursor_unknown(cursor, offset,
					 "%s has the unknown flags 0x%02x",
					 what, flags);
	*ret = (struct up_raw_limits){
		.offset = (size_t)offset,
		.has_max = (flags & LIMITS_MAX) != 0,
		.shared = (flags & LIMITS_SHARED) != 0,
		.is_64 = (flags & LIMITS_64) != 0,
		.has_page_size = (flags & LIMITS_PAGE_SIZE) != 0,
		.page_size = DEFAULT_PAGE_SIZE,
	};
	if (read_limit(cursor, what, ret->is_64, &ret->initial) < 0)
		return -1;
	if (ret->has_max &&
	    read_limit(cursor, what, ret->is_64, &ret->max) < 0)
		return -1;
	return ret->has_page_size ? read_page_size(cursor, &ret->page_size) : 0;
}

/* ---- what can be imported ---- */

static int read_table(struct up_cursor *cursor, uint64_t type_limit,
		      struct up_entity *ret)
{
	if (up_cursor_valtype(cursor, "the type of a table", type_limit,
			      &ret->table.type) < 0)
		return -1;
	ret->limits_offset = up_cursor_offset(cursor);
	return read_limits(cursor, "a limit of a table", &ret->table.limits);
}

static int read_memory(struct up_cursor *cursor, struct up_entity *ret)
{
	ret->limits_offset = up_cursor_offset(cursor);
	return read_limits(cursor, "a limit of a memory", &ret->memory.limits);
}

/* Bits: 1 it can be set, 2 threads share it. */
static int read_global(struct up_cursor *cursor, uint64_t type_limit,
		       struct up_entity *ret)
{
	const char *what = "the mutability of a global";
	uint64_t offset;
	uint8_t flags;

	if (up_cursor_valtype(cursor, "the type of a global", type_limit,
			      &ret->global.type) < 0)
		return -1;
	offset = up_cursor_offset(cursor);
	if (up_cursor_byte(cursor, what, &flags) < 0)
		return -1;
	if (flags > 3)
		return up_cursor_unknown(cursor, offset,
					 "%s is unknown, 0x%02x", what, flags);
	ret->global.mutable_ = (flags & 1) != 0;
	ret->global.type.shared |= (flags & 2) != 0;
	return 0;
}

static int read_tag(struct up_cursor *cursor, uint64_t type_limit,
		    struct up_entity *ret)
{
	uint64_t offset = up_cursor_offset(cursor);
	uint8_t attribute;

	if (up_cursor_byte(cursor, "the attribute of a tag", &attribute) < 0)
		return -1;
	if (attribute != 0)
		return up_cursor_unknown(cursor, offset,
					 "a tag has the unknown attribute "
					 "0x%02x",
					 attribute);
	return up_cursor_index(cursor, "the type index of a tag", type_limit,
			       &ret->type);
}

int up_cursor_entity(struct up_cursor *cursor, uint64_t type_limit,
		     enum up_raw_kind kind, struct up_entity *ret)
{
	*ret = (struct up_entity){.kind = kind};
	switch (kind) {
	case UP_RAW_FUNC:
		return up_cursor_index(cursor, "the type index of an import",
				       type_limit, &ret->type);
	case UP_RAW_TABLE:
		return read_table(cursor, type_limit, ret);
	case UP_RAW_MEMORY:
		return read_memory(cursor, ret);
	case UP_RAW_GLOBAL:
		return read_global(cursor, type_limit, ret);
	case UP_RAW_TAG:
	default:
		return read_tag(cursor, type_limit, ret);
	}
}

int up_cursor_import(struct up_cursor *cursor, uint64_t type_limit,
		     struct up_raw_import *ret, struct up_entity *ret_entity)
{
	uint64_t offset;
	uint8_t kind;

	if (up_cursor_name(cursor, "the module name of an import",
			   &ret->module) < 0 ||
	    up_cursor_name(cursor, "the name of an import", &ret->name) < 0)
		return -1;
	offset = up_cursor_offset(cursor);
	if (up_cursor_byte(cursor, "the kind of an import", &kind) < 0)
		return -1;
	if (kind == EXACT_FUNC)
		kind = UP_RAW_FUNC;
	if (kind > UP_RAW_TAG)
		return up_cursor_unknown(cursor, offset,
					 "an import is of the unknown kind "
					 "0x%02x",
					 kind);
	ret->kind = (enum up_raw_kind)kind;
	return up_cursor_entity(cursor, type_limit, ret->kind, ret_entity);
}

int up_cursor_table_prefix(struct up_cursor *cursor, bool *ret_has_init)
{
	*ret_has_init = up_cursor_left(cursor) > 0 &&
			*cursor->next == TABLE_WITH_INIT;
	/* 0x40 0x00, then the type and what every entry begins as. */
	return *ret_has_init ? up_cursor_skip(cursor, "a table", 2) : 0;
}

int up_cursor_export(struct up_cursor *cursor, const uint64_t totals[],
		     struct up_raw_export *ret)
{
	static const char *const whats[] = {
		[UP_RAW_FUNC] = "the index of an exported function",
		[UP_RAW_TABLE] = "the index of an exported table",
		[UP_RAW_MEMORY] = "the index of an exported memory",
		[UP_RAW_GLOBAL] = "the index of an exported global",
		[UP_RAW_TAG] = "the index of an exported tag",
	};
	uint64_t offset;
	uint8_t kind;

	if (up_cursor_name(cursor, "the name of an export", &ret->name) < 0)
		return -1;
	offset = up_cursor_offset(cursor);
	if (up_cursor_byte(cursor, "the kind of an export", &kind) < 0)
		return -1;
	if (kind > UP_RAW_TAG)
		return up_cursor_unknown(cursor, offset,
					 "an export is of the unknown kind "
					 "0x%02x",
					 kind);
	ret->kind = (enum up_raw_kind)kind;
	return up_cursor_index(cursor, whats[kind], totals[kind], &ret->index);
}
