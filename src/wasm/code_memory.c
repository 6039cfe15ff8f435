/* SPDX-License-Identifier: MIT OR Apache-2.0 */

/* Accesses to memories, lanes of what is in them, and segments of data. */

#include <inttypes.h>

#include "wasm/code_scan.h"

/* Bits of what a memory access begins with; those below are the alignment. */
enum memarg_flag {
	MEMARG_ORDER = 1 << 4, /* of shared-everything: a byte follows */
	/* In the place of a memory, an array: its type follows, no offset. */
	MEMARG_ARRAY = 1 << 5,
	MEMARG_MEMORY = 1 << 6, /* of multi-memory: an index follows */
	MEMARG_KNOWN = (1 << 7) - 1,
	MEMARG_ALIGNMENT = MEMARG_ORDER - 1,
};

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
	if (scan->types != NULL)
		up_types_leave(scan);
	return up_scan_skip(scan, 1);
}

/* An access to 1 << @natural bytes. */
static int read_memarg(struct up_scan *scan, uint32_t natural)
{
	struct up_cursor *cursor = &scan->cursor;
	uint64_t offset = 0;
	uint32_t flags;

	if (up_scan_u32(scan, &flags) < 0)
		return -1;
	if ((flags & MEMARG_ARRAY) != 0 && flags <= MEMARG_KNOWN) {
		up_scan_need(scan, UP_FEATURE_GC);
		if (scan->types != NULL)
			up_types_leave(scan);
		return up_code_read_type(scan);
	}
	if (read_memarg_flags(scan, flags) < 0)
		return -1;
	if (cursor->next < cursor->end && *cursor->next < 0x80)
		cursor->next++;
	else if (up_cursor_u64(cursor, scan->opcode->name, &offset) < 0)
		return -1;
	return UP_SCAN_TYPED(scan, up_types_access(scan,
						   flags & MEMARG_ALIGNMENT,
						   natural, offset));
}

int up_code_read_memarg_1(struct up_scan *scan)
{
	return read_memarg(scan, 0);
}

int up_code_read_memarg_2(struct up_scan *scan)
{
	return read_memarg(scan, 1);
}

int up_code_read_memarg_4(struct up_scan *scan)
{
	return read_memarg(scan, 2);
}

int up_code_read_memarg_8(struct up_scan *scan)
{
	return read_memarg(scan, 3);
}

int up_code_read_memarg_16(struct up_scan *scan)
{
	return read_memarg(scan, 4);
}

/* ---- lanes ---- */

static int read_lane(struct up_scan *scan, unsigned lanes)
{
	uint8_t lane;

	if (up_cursor_byte(&scan->cursor, scan->opcode->name, &lane) < 0)
		return -1;
	return UP_SCAN_TYPED(scan, up_types_lane(scan, lane, lanes));
}

int up_code_read_lane_2(struct up_scan *scan)
{
	return read_lane(scan, 2);
}

int up_code_read_lane_4(struct up_scan *scan)
{
	return read_lane(scan, 4);
}

int up_code_read_lane_8(struct up_scan *scan)
{
	return read_lane(scan, 8);
}

int up_code_read_lane_16(struct up_scan *scan)
{
	return read_lane(scan, 16);
}

int up_code_read_memarg_lane_1(struct up_scan *scan)
{
	return read_memarg(scan, 0) < 0 ? -1 : read_lane(scan, 16);
}

int up_code_read_memarg_lane_2(struct up_scan *scan)
{
	return read_memarg(scan, 1) < 0 ? -1 : read_lane(scan, 8);
}

int up_code_read_memarg_lane_4(struct up_scan *scan)
{
	return read_memarg(scan, 2) < 0 ? -1 : read_lane(scan, 4);
}

int up_code_read_memarg_lane_8(struct up_scan *scan)
{
	return read_memarg(scan, 3) < 0 ? -1 : read_lane(scan, 2);
}

/* Each lane of the result is one of both operands. */
int up_code_read_shuffle(struct up_scan *scan)
{
	for (int i = 0; i < 16; i++)
		if (read_lane(scan, 32) < 0)
			return -1;
	return 0;
}

/* ---- memories as a whole ---- */

/* Its memory order: there is one. */
int up_code_read_fence(struct up_scan *scan)
{
	uint8_t order;

	if (up_cursor_byte(&scan->cursor, scan->opcode->name, &order) < 0)
		return -1;
	if (order != 0 && scan->types != NULL)
		up_types_leave(scan);
	return 0;
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

	if (read_data(scan, &segment) < 0)
		return -1;
	return UP_SCAN_TYPED(scan, up_types_data(scan));
}

int up_code_read_data_memory(struct up_scan *scan)
{
	uint32_t segment, memory;

	if (read_data(scan, &segment) < 0 || read_memory(scan, &memory) < 0)
		return -1;
	UP_SCAN_REPORT(scan, UP_CODE_MEMORY_INIT, .index = segment,
		       .other = memory);
	return UP_SCAN_TYPED(scan, up_types_data(scan));
}

