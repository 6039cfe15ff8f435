/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_WASM_CODE_SCAN_H
#define UP_WASM_CODE_SCAN_H

/* What code.c is made of. */

#include "wasm/code.h"
#include "wasm/cursor.h"
#include "wasm/entity.h"
#include "wasm/type_check.h"

enum {
	UP_FEATURE_NONE = UP_FEATURE_COUNT,
	UP_SCAN_SHALLOW = 64, /* a depth that most bodies stay below */
};

/* What an `end` or a label may belong to. */
enum up_scan_frame {
	UP_FRAME_FUNCTION,
	UP_FRAME_BLOCK, /* also loop and try_table: nothing asks which */
	UP_FRAME_IF, /* ahead of its else */
	UP_FRAME_TRY, /* of the older dialect, ahead of its handlers */
	UP_FRAME_CATCH, /* in a handler */
	UP_FRAME_CATCH_ALL,
};

/* And what control does there, beside it. */
enum {
	UP_FRAME_KIND = 0x0f,
	UP_FRAME_LOOP = 0x10, /* a block whose label is its beginning */
	UP_FRAME_DEAD = 0x20, /* nothing gets to where it begins */
	UP_FRAME_JOINED = 0x40, /* something gets behind it other than by
				   reaching its end: a branch, an arm of it */
};

struct up_scan;

/*
 * Reads what follows an opcode, checks it, and reports it to the visitor.
 * Returns 0, or -1 after reporting what is malformed.
 */
typedef int up_code_reader(struct up_scan *scan);

struct up_opcode {
	const char *name; /* NULL: there is no such instruction */
	up_code_reader *read; /* NULL: nothing follows */
	const char *takes; /* see type_check.h */
	uint8_t take_count;
	char gives; /* or 0 */
	uint8_t feature; /* enum up_code_feature, or UP_FEATURE_NONE */
};

struct up_scan {
	struct up_cursor cursor; /* up to the end of the body */
	const struct up_contents *contents;
	const struct up_opcode *opcode; /* the one that is being read */
	const uint8_t *at; /* where it is */
	uint64_t features;

	struct up_types *types; /* NULL: they are not looked at */
	uint32_t kinds;
	up_code_visitor *visit;
	void *data;

	bool dead; /* nothing gets to the instruction: a branch is before it */
	uint8_t *frames; /* enum up_scan_frame and so on; @shallow, or owned */
	size_t depth; /* how many; 0 behind the last `end` */
	size_t capacity;
	size_t handlers; /* how many of them are handlers */
	uint8_t shallow[UP_SCAN_SHALLOW];
};

/* Reports that something is wrong with the instruction; returns -1. */
int up_scan_error(const struct up_scan *scan, const char *what);

void up_scan_push(struct up_scan *scan, enum up_scan_frame frame);

/*
 * Likewise up_code_scan(), with the types of operands as far as they are known;
 * see type_check.h. @body may be a constant expression up to what is behind it,
 * for which up_types_begin() says so.
 */
int up_code_scan_typed(const struct up_contents *contents,
		       const struct up_raw_body *body, struct up_types *types,
		       struct up_report *report);

/* The readers of opcode_*.def; none reads nothing. */
#define up_code_read_none NULL
/* code_blocks.c */
up_code_reader up_code_read_block, up_code_read_if, up_code_read_else,
	up_code_read_end, up_code_read_label, up_code_read_br,
	up_code_read_br_if, up_code_read_br_table, up_code_read_return,
	up_code_read_cast_label, up_code_read_try, up_code_read_catch,
	up_code_read_catch_all, up_code_read_delegate, up_code_read_rethrow,
	up_code_read_try_table, up_code_read_throw, up_code_read_throw_ref,
	up_code_read_unreachable, up_code_read_tag, up_code_read_type_tag,
	up_code_read_resume, up_code_read_resume_throw;
/* code_calls.c */
up_code_reader up_code_read_call, up_code_read_return_call,
	up_code_read_call_indirect, up_code_read_return_call_indirect,
	up_code_read_call_ref, up_code_read_return_call_ref,
	up_code_read_ref_func;
/* code_memory.c; memarg_8 is of an access to 8 bytes, lane_8 one of 8 lanes */
up_code_reader up_code_read_memarg_1, up_code_read_memarg_2,
	up_code_read_memarg_4, up_code_read_memarg_8, up_code_read_memarg_16,
	up_code_read_memarg_lane_1, up_code_read_memarg_lane_2,
	up_code_read_memarg_lane_4, up_code_read_memarg_lane_8,
	up_code_read_lane_16, up_code_read_lane_8, up_code_read_lane_4,
	up_code_read_lane_2, up_code_read_shuffle, up_code_read_fence,
	up_code_read_memory, up_code_read_memory_memory,
	up_code_read_memory_grow, up_code_read_data, up_code_read_data_memory;
/* code_operands.c */
up_code_reader up_code_read_u32, up_code_read_i32, up_code_read_i64,
	up_code_read_bytes_4, up_code_read_bytes_8,
	up_code_read_bytes_16, up_code_read_drop, up_code_read_select_plain,
	up_code_read_local_get, up_code_read_local_set, up_code_read_local_tee,
	up_code_read_element, up_code_read_table, up_code_read_table_write,
	up_code_read_table_get, up_code_read_table_set, up_code_read_table_fill,
	up_code_read_table_grow, up_code_read_table_init,
	up_code_read_table_copy, up_code_read_global_get,
	up_code_read_global_set, up_code_read_select, up_code_read_heap,
	up_code_read_ref_null, up_code_read_ref_is_null,
	up_code_read_type, up_code_read_type_type, up_code_read_type_u32,
	up_code_read_type_data, up_code_read_type_element,
	up_code_read_ordered_global_get, up_code_read_ordered_global_set,
	up_code_read_ordered_table, up_code_read_ordered_table_write,
	up_code_read_ordered_type, up_code_read_ordered_type_u32;

/* ---- for the readers ---- */

static inline void up_scan_need(struct up_scan *scan,
				enum up_code_feature feature)
{
	scan->features |= 1ull << feature;
}

/* Most numbers are of one byte. */
static inline int up_scan_u32(struct up_scan *scan, uint32_t *ret)
{
	struct up_cursor *cursor = &scan->cursor;

	if (cursor->next < cursor->end && *cursor->next < 0x80) {
		*ret = *cursor->next++;
		return 0;
	}
	return up_cursor_u32(cursor, scan->opcode->name, ret);
}

static inline int up_scan_index(struct up_scan *scan, const char *what,
				uint64_t limit, uint32_t *ret)
{
	struct up_cursor *cursor = &scan->cursor;

	if (cursor->next < cursor->end && *cursor->next < 0x80 &&
	    *cursor->next < limit) {
		*ret = *cursor->next++;
		return 0;
	}
	return up_cursor_index(cursor, what, limit, ret);
}

static inline int up_scan_type(struct up_scan *scan, uint32_t *ret)
{
	return up_scan_index(scan, "the type of an instruction",
			     scan->contents->type_count, ret);
}

static inline int up_scan_skip(struct up_scan *scan, uint64_t size)
{
	return up_cursor_skip(&scan->cursor, scan->opcode->name, size);
}

static inline bool up_scan_wants(const struct up_scan *scan,
				 enum up_code_kind kind)
{
	return (scan->kinds & 1u << kind) != 0;
}

/* Fills in what all events have. */
static inline void up_scan_report(const struct up_scan *scan,
				  struct up_code_event event)
{
	event.handler = scan->handlers > 0;
	event.offset = (size_t)(scan->at - scan->cursor.start);
	scan->visit(&event, scan->data);
}

#define UP_SCAN_REPORT(scan, what, ...)                                      \
	do {                                                                 \
		if (up_scan_wants(scan, what))                               \
			up_scan_report(scan, (struct up_code_event){         \
						     .kind = (what),         \
						     __VA_ARGS__});          \
	} while (0)

#endif
