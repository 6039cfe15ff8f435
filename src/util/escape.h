/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_UTIL_ESCAPE_H
#define UP_UTIL_ESCAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/buf.h"

/*
 * Whether a terminal acts upon the code point, or it hides what is printed:
 * control characters, marks that change the direction of writing, and such.
 */
bool up_escape_needed(uint32_t point);

/*
 * Appends @text (any bytes) so that it is safe to show: such code points, and
 * bytes that are not UTF-8, are written as \n, \u{85}, \xff.
 */
void up_escape_put(struct up_buf *buf, const char *text, size_t size);

#endif
