/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_TESTS_JS_CHECK_H
#define UP_TESTS_JS_CHECK_H

/*
 * Whether names of a module have stayed where they were put in JavaScript or
 * TypeScript. A reader of tokens, no more: node --check is for the kept corpus.
 */

#include <stddef.h>

/* What names begin and end with when they are to be known again. */
#define JS_MARK "zq7"

/*
 * Literals, comments and brackets end where they should, nothing in them ends a
 * line or a <script>, and all outside is words and punctuation of ASCII, or
 * letters. Words with JS_MARK in them are one of @names as a whole, or end in one:
 * else a name has got out of its quotes. With NULL for @names they have no marks.
 * @path is for the message.
 */
void js_check(const char *path, const char *text, size_t size,
	      const char *const *names, size_t name_count);

#endif
