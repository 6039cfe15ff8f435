/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_UTIL_WIDTH_H
#define UP_UTIL_WIDTH_H

#include <stddef.h>
#include <stdint.h>

#include "util/buf.h"

/* How many columns a terminal gives to a code point: 0, 1 or 2. */
unsigned up_width_point(uint32_t point);

/* The same for UTF-8 text; bytes that are malformed count as one each. */
size_t up_width(const char *text, size_t size);

/*
 * Appends @text, cut in the middle with an ellipsis if it takes more than @room
 * columns; of less than one column nothing is left.
 */
void up_width_put_cut(struct up_buf *buf, const char *text, size_t size,
		      size_t room);

#endif
