/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_WASM_LEB128_H
#define UP_WASM_LEB128_H

#include <stdint.h>

#include "util/buf.h"

/*
 * Integers as a module writes them. Each reads one at @*next, before @end.
 * @*next advances and the result is set only on success.
 */
enum up_leb128 {
	UP_LEB128_OK = 0,
	UP_LEB128_TRUNCATED, /* the bytes end before the number does */
	UP_LEB128_TOO_LONG, /* more bytes than the type may take */
	UP_LEB128_TOO_LARGE, /* the last byte has bits that the type has not */
};

enum up_leb128 up_leb128_u32(const uint8_t **next, const uint8_t *end,
			     uint32_t *ret_value);
enum up_leb128 up_leb128_u64(const uint8_t **next, const uint8_t *end,
			     uint64_t *ret_value);
enum up_leb128 up_leb128_s32(const uint8_t **next, const uint8_t *end,
			     int32_t *ret_value);
/* 33 bits: a block type or heap type, an index or a negative code. */
enum up_leb128 up_leb128_s33(const uint8_t **next, const uint8_t *end,
			     int64_t *ret_value);
enum up_leb128 up_leb128_s64(const uint8_t **next, const uint8_t *end,
			     int64_t *ret_value);

/* Appends @value in as few bytes as it takes. */
void up_leb128_put_u32(struct up_buf *buf, uint32_t value);
void up_leb128_put_s32(struct up_buf *buf, int32_t value);

/* How many bytes that are. */
unsigned up_leb128_size(uint32_t value);

/*
 * Appends what the format has everywhere: a section or a part of one (its number, its
 * size, its bytes), and a text behind its size. @bytes may be NULL if @size is 0.
 */
void up_leb128_put_part(struct up_buf *buf, uint8_t id, const void *bytes,
			size_t size);
void up_leb128_put_text(struct up_buf *buf, const char *text, size_t size);

#endif
