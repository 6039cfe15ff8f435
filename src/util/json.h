/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_UTIL_JSON_H
#define UP_UTIL_JSON_H

/* A reader of JSON (RFC 8259), value by value, and a writer of its strings. */

#include <stdbool.h>
#include <stddef.h>

#include "util/buf.h"

/* A place in a text, in front of a value. */
struct up_json {
	const char *next;
	const char *end;
};

enum up_json_kind {
	UP_JSON_NONE, /* no value */
	UP_JSON_OBJECT,
	UP_JSON_ARRAY,
	UP_JSON_STRING,
	UP_JSON_NUMBER,
	UP_JSON_WORD, /* true, false, null */
};

/* What the value seems to be. */
enum up_json_kind up_json_kind(struct up_json *json);

/*
 * Goes into an object, then from member to member: true with the key of one in
 * *@ret_key (which the caller finishes), whose value has to be read before the
 * next; false at the end of the object, or with *@ret_err -1 where it is broken.
 */
bool up_json_member(struct up_json *json, bool first, struct up_buf *ret_key,
		    int *ret_err);

/* Each reads a value; 0, or -1 if it is not what it seems. */
int up_json_string(struct up_json *json, struct up_buf *ret_text);
int up_json_skip(struct up_json *json);

/* Whether nothing but white space is left. */
bool up_json_ends(struct up_json *json);

/*
 * Appends @text (any bytes) as a string. It is UTF-8 and safe to show in any case:
 * each byte that is malformed becomes U+FFFD, and what up_escape_needed() is
 * escaped.
 */
void up_json_put_bytes(struct up_buf *buf, const char *text, size_t size);
void up_json_put_string(struct up_buf *buf, const char *text);

#endif
