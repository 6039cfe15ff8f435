/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_WASM_CURSOR_H
#define UP_WASM_CURSOR_H

#include <stddef.h>
#include <stdint.h>

#include "wasm/module.h"

/*
 * A place in a module, up to the end of the section (or entry) being read.
 *
 * Every reader takes @what for its messages, returns 0, or -1 after reporting.
 * The cursor advances and the result is set only on success.
 */
struct up_cursor {
	const uint8_t *next;
	const uint8_t *end;
	const uint8_t *start; /* of the module: offsets count from here */
	struct up_report *report; /* borrowed */
};

/* Over what is in @section of @module. */
struct up_cursor up_cursor_over(const struct up_raw_module *module,
				const struct up_raw_section *section,
				struct up_report *report);

static inline uint64_t up_cursor_offset(const struct up_cursor *cursor)
{
	return (uint64_t)(cursor->next - cursor->start);
}

static inline size_t up_cursor_left(const struct up_cursor *cursor)
{
	return (size_t)(cursor->end - cursor->next);
}

/* Reports that something is wrong with the module at @offset; returns -1. */
int up_cursor_error(const struct up_cursor *cursor, uint64_t offset,
		    const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Likewise, for what a newer WebAssembly than ours may give a meaning to. */
int up_cursor_unknown(const struct up_cursor *cursor, uint64_t offset,
		      const char *format, ...)
	__attribute__((format(printf, 3, 4)));

int up_cursor_byte(struct up_cursor *cursor, const char *what,
		   uint8_t *ret_byte);
int up_cursor_u32(struct up_cursor *cursor, const char *what,
		  uint32_t *ret_value);
int up_cursor_u64(struct up_cursor *cursor, const char *what,
		  uint64_t *ret_value);
int up_cursor_s32(struct up_cursor *cursor, const char *what,
		  int32_t *ret_value);
int up_cursor_s33(struct up_cursor *cursor, const char *what,
		  int64_t *ret_value);
int up_cursor_s64(struct up_cursor *cursor, const char *what,
		  int64_t *ret_value);

/*
 * The length of a vector. One that cannot fit into the bytes left, at one byte
 * an entry, is an error: nobody needs to fear a claimed count.
 */
int up_cursor_count(struct up_cursor *cursor, const char *what,
		    uint32_t *ret_count);

/* A length and that many bytes of UTF-8. */
int up_cursor_name(struct up_cursor *cursor, const char *what,
		   struct up_raw_name *ret_name);

int up_cursor_skip(struct up_cursor *cursor, const char *what, uint64_t size);

/*
 * A length and that many bytes, which become the cursor *@ret_part. @cursor is
 * then behind them.
 */
int up_cursor_part(struct up_cursor *cursor, const char *what,
		   struct up_cursor *ret_part);

/* That nothing is left of the section called @name. */
int up_cursor_section_end(const struct up_cursor *cursor, const char *name);

/* An index below @limit. */
int up_cursor_index(struct up_cursor *cursor, const char *what, uint64_t limit,
		    uint32_t *ret_index);

/* A constant expression with its `end`; see const_expr.def. */
int up_cursor_skip_const_expr(struct up_cursor *cursor);

enum up_const_kind {
	UP_CONST_OTHER, /* also: more than one instruction */
	UP_CONST_I32, /* i32.const */
	UP_CONST_FUNC, /* ref.func */
	UP_CONST_NULL, /* ref.null */
};

struct up_const_expr {
	enum up_const_kind kind;
	uint32_t value; /* the number, or the index of the function */
	uint64_t features; /* bits of enum up_code_feature */
};

/* Is called with the function of every ref.func. */
typedef void up_const_visitor(uint32_t function, void *data);

/* Likewise, and says what it is. Functions have indices below @functions. */
int up_cursor_const_expr(struct up_cursor *cursor, uint64_t functions,
			 up_const_visitor *visit, void *data,
			 struct up_const_expr *ret);

#endif
