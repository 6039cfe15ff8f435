/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_UTIL_UTF8_H
#define UP_UTIL_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Reads the code point that @bytes begin with. Returns how many bytes it takes
 * (1 to 4), or 0 if there is none or it is malformed: cut off, longer than need
 * be, a surrogate, or above U+10FFFF. @ret_point is then untouched.
 */
size_t up_utf8_decode(const void *bytes, size_t size, uint32_t *ret_point);

/* Whether all of @bytes is well-formed. NUL is a code point like any other. */
bool up_utf8_valid(const void *bytes, size_t size);

#endif
