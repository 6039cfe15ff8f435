/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_BINDGEN_SCHEMA_TABLE_H
#define UP_BINDGEN_SCHEMA_TABLE_H

/*
 * The words in which schema_records.c is written. Each names the struct
 * (without up_bindgen_) and the member that takes the value; a list called
 * `things` has its length beside it, in `thing_count`.
 *
 *   BOOL YES U32 TEXT              one value
 *   DATA DATAS                     a text that may have NULs, or a list
 *   MAYBE_TEXT                     one or none
 *   TEXTS MAYBE_TEXTS              a list
 *   RECORD RECORDS                 another record, or a list of them
 *   CHOICE                         one of several, into the member's struct
 *   MAYBE_CHOICE                   likewise, or none: nothing is written
 *
 * Behind these, SINCE(N) and BEFORE(N) say which schemas have it: of 0.2.N and
 * later ones, or earlier ones. An alternative is there where its value is.
 */

#include "bindgen/schema.h"

#define UP_AT(T, member) offsetof(struct up_bindgen_##T, member)
#define UP_SIZE(T, member) sizeof(((struct up_bindgen_##T *)0)->member)
/* The rest of a word's arguments, if only an empty one, is SINCE and BEFORE. */
#define UP_PLAIN(what, often, T, member, ...) \
	{.shape = (what), .times = (often), .name = #member, \
	 .offset = UP_AT(T, member), __VA_ARGS__}
#define UP_LIST(what, often, T, member, length, ...) \
	{.shape = (what), .times = (often), .name = #member, \
	 .offset = UP_AT(T, member), .extra = UP_AT(T, length), \
	 .size = sizeof(*((struct up_bindgen_##T *)0)->member), __VA_ARGS__}
#define UP_LIST_OF(T, member, length, of, ...) \
	UP_LIST(UP_SHAPE_RECORD, UP_MANY, T, member, length, .record = (of), \
		__VA_ARGS__)
#define UP_RECORD(T, member, of, ...) \
	UP_PLAIN(UP_SHAPE_RECORD, UP_ONCE, T, member, .record = (of), \
		 __VA_ARGS__)
#define UP_CHOICE(often, T, member, of, ...) \
	UP_PLAIN(UP_SHAPE_CHOICE, often, T, member, .choice = (of), __VA_ARGS__)

#define BOOL(...) UP_PLAIN(UP_SHAPE_BOOL, UP_ONCE, __VA_ARGS__, )
#define YES(...) UP_PLAIN(UP_SHAPE_YES, UP_ONCE, __VA_ARGS__, )
#define U32(...) UP_PLAIN(UP_SHAPE_U32, UP_ONCE, __VA_ARGS__, )
#define TEXT(...) UP_PLAIN(UP_SHAPE_TEXT, UP_ONCE, __VA_ARGS__, )
#define MAYBE_TEXT(...) UP_PLAIN(UP_SHAPE_TEXT, UP_MAYBE, __VA_ARGS__, )
#define TEXTS(...) UP_LIST(UP_SHAPE_TEXT, UP_MANY, __VA_ARGS__, )
#define DATA(...) UP_PLAIN(UP_SHAPE_DATA, UP_ONCE, __VA_ARGS__, )
#define DATAS(...) UP_LIST(UP_SHAPE_DATA, UP_MANY, __VA_ARGS__, )
#define MAYBE_TEXTS(...) UP_LIST(UP_SHAPE_TEXT, UP_MAYBE_MANY, __VA_ARGS__, )
#define RECORDS(...) UP_LIST_OF(__VA_ARGS__, )
#define RECORD(...) UP_RECORD(__VA_ARGS__, )
#define CHOICE(...) UP_CHOICE(UP_ONCE, __VA_ARGS__, )
#define MAYBE_CHOICE(...) UP_CHOICE(UP_MAYBE, __VA_ARGS__, )
#define END {.shape = UP_SHAPE_END}

#define SINCE(number) .age.since = (number)
#define BEFORE(number) .age.before = (number)

/* The enum is @member of struct @T; behind it, one of the above. */
#define ALTERNATIVE(T, member, number, ...) \
	{.name = #number, .tag = UP_AT(T, member), .value = (number), \
	 .payload = __VA_ARGS__}
/* Likewise, where the enum stands alone. */
#define UP_BARE(number, ...) \
	{.name = #number, .value = (number), \
	 .payload = {.shape = UP_SHAPE_END, __VA_ARGS__}}
#define BARE(...) UP_BARE(__VA_ARGS__, )
#define NO_MORE {.last = true}

/* A type, and the letters of struct up_bindgen_tag. */
#define UP_TAG(number, letters, ...) \
	{.kind = (number), .follows = (letters), __VA_ARGS__}
#define TAG(...) UP_TAG(__VA_ARGS__, )
#define NO_MORE_TAGS {.follows = NULL}

#endif
