/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* Numbers, and indices of memories, tables, globals, types and segments. */

#include <inttypes.h>

#include "wasm/code_scan.h"

/* Bits of what a memory access begins with; those below are the alignment. */
enum memarg_flag {
	MEMARG_ORDER = 1 << 4, /* of shared-everything: a byte follows */
	/* In the place of a memory, an array: its type follows, no offset. */
	MEMARG_ARRAY = 1 << 5,
	MEMARG_MEMORY = 1 << 6, /* of multi-memory: an index follows */
	MEMARG_KNOWN = (1 << 7) - 1,
};

/* ---- numbers ---- */

int up_code_read_u32(struct up_scan *scan)
{
	uint32_t value;

	return up_scan_u32(scan, &value);
}

int up_code_read_i32(struct up_scan *scan)
{
	struct up_cursor *cursor = &scan->cursor;
	int32_t value;

	if (cursor->next < cursor->end && *cursor->next < 0x80)
		value = (*cursor->next++ ^ 0x40) - 0x40; /* a sign, six bits */
	else if (up_cursor_s32(cursor, scan->opcode->name, &value) < 0)
		return -1;
	UP_SCAN_REPORT(scan, UP_CODE_I32_CONST, .value = value);
	return 0;
}

int up_code_read_i64(struct up_scan *scan)
{
	int64_t value;

	return up_cursor_s64(&scan->cursor, scan->opcode->name, &value);
}

static int skip(struct up_scan *scan, uint64_t size)
{
	return up_cursor_skip(&scan->cursor, scan->opcode->name, size);
}

int up_code_read_byte(struct up_scan *scan)
{
	return skip(scan, 1);
}

int up_code_read_bytes_4(struct up_scan *scan)
{
	return skip(scan, 4);
}

int up_code_read_bytes_8(struct up_scan *scan)
{
	return skip(scan, 8);
}

int up_code_read_bytes_16(struct up_scan *scan)
{
	return skip(scan, 16);
}

/* ---- memories ---- */

static void note_memory(struct up_scan *scan, uint32_t memory)
{
	if (memory > 0)
		up_scan_need(scan, UP_FEATURE_MULTIMEMORY);
	if (scan->contents->memories[memory].limits.is_64)
		up_scan_need(scan, UP_FEATURE_MEMORY64);
}

static int read_memory(struct up_scan *scan, uint32_t *ret)
{
	if (up_scan_index(scan, "the memory of an instruction",
			  scan->contents->memory_count, ret) < 0)
		return -1;
	note_memory(scan, *ret);
	return 0;
}

/* What stands between the flags and the offset. */
static int read_memarg_flags(struct up_scan *scan, uint32_t flags)
{
	uint32_t memory;

	if (flags > MEMARG_KNOWN)
		return up_cursor_unknown(&scan->cursor,
					 (uint64_t)(scan->at -
						    scan->cursor.start),
					 "a memory access has the unknown "
					 "flags 0x%" PRIx32,
					 flags);
	if ((flags & MEMARG_MEMORY) != 0) {
		if (read_memory(scan, &memory) < 0)
			return -1;
	} else if (scan->contents->memory_count == 0) {
		return up_scan_error(scan, "memory 0 is accessed, but there is "
					   "none");
	} else {
		note_memory(scan, 0);
	}
	if ((flags & MEMARG_ORDER) == 0)
		return 0;
	if (scan->opcode->feature != UP_FEATURE_ATOMICS)
		return up_scan_error(scan, "a memory access that is not atomic "
					   "has a memory order");
	up_scan_need(scan, UP_FEATURE_SHARED_EVERYTHING);
	return skip(scan, 1);
}

int up_code_read_memarg(struct up_scan *scan)
{
	struct up_cursor *cursor = &scan->cursor;
	uint64_t offset;
	uint32_t flags;

	if (up_scan_u32(scan, &flags) < 0)
		return -1;
	if ((flags & MEMARG_ARRAY) != 0 && flags <= MEMARG_KNOWN) {
		up_scan_need(scan, UP_FEATURE_GC);
		return up_code_read_type(scan);
	}
	if (read_memarg_flags(scan, flags) < 0)
		return -1;
	if (cursor->next < cursor->end && *cursor->next < 0x80) {
		cursor->next++;
		return 0;
	}
	return up_cursor_u64(cursor, scan->opcode->name, &offset);
}

int up_code_read_memarg_byte(struct up_scan *scan)
{
	return up_code_read_memarg(scan) < 0 ? -1 : skip(scan, 1);
}

int up_code_read_memory(struct up_scan *scan)
{
	uint32_t memory;

	return read_memory(scan, &memory);
}

int up_code_read_memory_memory(struct up_scan *scan)
{
	return up_code_read_memory(scan) < 0 ? -1 : up_code_read_memory(scan);
}

int up_code_read_memory_grow(struct up_scan *scan)
{
	uint32_t memory;

	if (read_memory(scan, &memory) < 0)
		return -1;
	UP_SCAN_REPORT(scan, UP_CODE_MEMORY_GROW, .index = memory);
	return 0;
}

/* ---- segments ---- */

static int read_data(struct up_scan *scan, uint32_t *ret)
{
	return up_scan_index(scan, "the data segment of an instruction",
			     scan->contents->data_count, ret);
}

int up_code_read_data(struct up_scan *scan)
{
	uint32_t segment;

	return read_data(scan, &segment);
}

int up_code_read_data_memory(struct up_scan *scan)
{
	uint32_t segment, memory;

	if (read_data(scan, &segment) < 0 || read_memory(scan, &memory) < 0)
		return -1;
	UP_SCAN_REPORT(scan, UP_CODE_MEMORY_INIT, .index = segment,
		       .other = memory);
	return 0;
}

int up_code_read_element(struct up_scan *scan)
{
	uint32_t segment;

	return up_scan_index(scan, "the element segment of an instruction",
			     scan->contents->element_count, &segment);
}

/* ---- tables ---- */

static int read_table(struct up_scan *scan, uint32_t *ret)
{
	return up_scan_index(scan, "the table of an instruction",
			     scan->contents->table_count, ret);
}

int up_code_read_table(struct up_scan *scan)
{
	uint32_t table;

	return read_table(scan, &table);
}

int up_code_read_table_write(struct up_scan *scan)
{
	uint32_t table;

	if (read_table(scan, &table) < 0)
		return -1;
	UP_SCAN_REPORT(scan, UP_CODE_TABLE_WRITE, .index = table);
	return 0;
}

int up_code_read_table_grow(struct up_scan *scan)
{
	uint32_t table;

	if (read_table(scan, &table) < 0)
		return -1;
	UP_SCAN_REPORT(scan, UP_CODE_TABLE_GROW, .index = table);
	return 0;
}

int up_code_read_table_init(struct up_scan *scan)
{
	return up_code_read_element(scan) < 0 ? -1
					      : up_code_read_table_write(scan);
}

int up_code_read_table_copy(struct up_scan *scan)
{
	uint32_t to, from;

	if (read_table(scan, &to) < 0 || read_table(scan, &from) < 0)
		return -1;
	UP_SCAN_REPORT(scan, UP_CODE_TABLE_WRITE, .index = to, .other = from);
	return 0;
}

/* ---- globals ---- */

static int read_global(struct up_scan *scan, uint32_t *ret)
{
	return up_scan_index(scan, "the global of an instruction",
			     scan->contents->global_count, ret);
}

int up_code_read_global_get(struct up_scan *scan)
{
	uint32_t global;

	if (read_global(scan, &global) < 0)
		return -1;
	UP_SCAN_REPORT(scan, UP_CODE_GLOBAL_GET, .index = global);
	return 0;
}

int up_code_read_global_set(struct up_scan *scan)
{
	uint32_t global;

	if (read_global(scan, &global) < 0)
		return -1;
	UP_SCAN_REPORT(scan, UP_CODE_GLOBAL_SET, .index = global);
	return 0;
}

/* ---- types ---- */

int up_code_read_select(struct up_scan *scan)
{
	struct up_raw_valtype type;
	uint32_t count;

	if (up_cursor_count(&scan->cursor, "the number of types of a select",
			    &count) < 0)
		return -1;
	while (count-- > 0) {
		if (up_cursor_valtype(&scan->cursor, "the type of a select",
				      scan->contents->type_count, &type) < 0)
			return -1;
		scan->features |= up_valtype_features(type);
	}
	return 0;
}

int up_code_read_heap(struct up_scan *scan)
{
	int64_t heap;

	if (up_cursor_heap_type(&scan->cursor, "the type of an instruction",
				scan->contents->type_count, &heap) < 0)
		return -1;
	scan->features |= up_heap_features(heap);
	return 0;
}

int up_code_read_type(struct up_scan *scan)
{
	uint32_t type;

	return up_scan_type(scan, &type);
}

int up_code_read_type_type(struct up_scan *scan)
{
	return up_code_read_type(scan) < 0 ? -1 : up_code_read_type(scan);
}

int up_code_read_type_u32(struct up_scan *scan)
{
	return up_code_read_type(scan) < 0 ? -1 : up_code_read_u32(scan);
}

int up_code_read_type_data(struct up_scan *scan)
{
	return up_code_read_type(scan) < 0 ? -1 : up_code_read_data(scan);
}

int up_code_read_type_element(struct up_scan *scan)
{
	return up_code_read_type(scan) < 0 ? -1 : up_code_read_element(scan);
}

/* ---- those with a memory order ahead of the rest ---- */

int up_code_read_ordered_global_get(struct up_scan *scan)
{
	return skip(scan, 1) < 0 ? -1 : up_code_read_global_get(scan);
}

int up_code_read_ordered_global_set(struct up_scan *scan)
{
	return skip(scan, 1) < 0 ? -1 : up_code_read_global_set(scan);
}

int up_code_read_ordered_table(struct up_scan *scan)
{
	return skip(scan, 1) < 0 ? -1 : up_code_read_table(scan);
}

int up_code_read_ordered_table_write(struct up_scan *scan)
{
	return skip(scan, 1) < 0 ? -1 : up_code_read_table_write(scan);
}

int up_code_read_ordered_type(struct up_scan *scan)
{
	return skip(scan, 1) < 0 ? -1 : up_code_read_type(scan);
}

int up_code_read_ordered_type_u32(struct up_scan *scan)
{
	return skip(scan, 1) < 0 ? -1 : up_code_read_type_u32(scan);
}
