/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_DUMP_TYPES_H
#define UP_DUMP_TYPES_H

/* Types, as the text format of WebAssembly writes them. */

#include "util/buf.h"
#include "wasm/contents.h"

/* Each appends one. */

void up_type_put_value(struct up_buf *buf, const struct up_raw_valtype *type);

/* "(param i32 i32) (result i32)"; nothing, if there are neither. */
void up_type_put_func(struct up_buf *buf, const struct up_raw_type *type);

/* "1 16 shared", "i64 1" */
void up_type_put_limits(struct up_buf *buf, const struct up_raw_limits *limits);

/* The type of what is number @index among those of its kind. */
void up_type_put(struct up_buf *buf, const struct up_contents *contents,
		 enum up_raw_kind kind, uint32_t index);

/* "func", "memory". Static. */
const char *up_kind_name(enum up_raw_kind kind);

/* "code", "data count"; of a custom section NULL. Static. */
const char *up_section_name(uint8_t id);

/* Where a section's contents are: behind its id and its size. */
void up_section_extent(const struct up_raw_module *raw,
		       const struct up_raw_section *section, size_t *ret_offset,
		       size_t *ret_size);

#endif
