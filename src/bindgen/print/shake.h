/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_BINDGEN_PRINT_SHAKE_H
#define UP_BINDGEN_PRINT_SHAKE_H

/* Leaves out of the helpers what the bindings do not use. */

#include "util/buf.h"

/*
 * Appends the blocks of @helpers (each ends at a blank line) that @code uses, and
 * those that these use, in their order. A block is used by the names that it
 * declares in its first column.
 */
void up_shake(const struct up_buf *helpers, const struct up_buf *const *code,
	      size_t code_count, struct up_buf *out);

#endif
