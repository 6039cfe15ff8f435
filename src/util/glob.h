/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_UTIL_GLOB_H
#define UP_UTIL_GLOB_H

#include <stdbool.h>

/*
 * Whether @pattern matches the whole of @text. `*` is any run of characters
 * (the empty one too), `?` one character, `[a-z_]` one of a set and `[!a-z]`
 * one that is not of it; a backslash takes the meaning from what follows. A `[`
 * that nothing closes is an ordinary character. Characters are code points.
 *
 * However many stars a pattern has, it takes polynomial time.
 */
bool up_glob_match(const char *pattern, const char *text);

#endif
