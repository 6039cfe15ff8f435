/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_BINDGEN_SCHEMA_TABLE_H
#define UP_BINDGEN_SCHEMA_TABLE_H

/*
 * The words in which the files schema_*.c are written. Each names the struct
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
 */

#include "bindgen/schema.h"

#define UP_AT(T, member) offsetof(struct up_bindgen_##T, member)
#define UP_SIZE(T, member) sizeof(((struct up_bindgen_##T *)0)->member)
#define UP_PLAIN(T, member, what, often) \
	{.shape = (what), .times = (often), .name = #member, \
	 .offset = UP_AT(T, member)}
#define UP_LIST(T, member, length, what, often, of) \
	{.shape = (what), .times = (often), .name = #member, \
	 .offset = UP_AT(T, member), .extra = UP_AT(T, length), \
	 .size = sizeof(*((struct up_bindgen_##T *)0)->member), .record = (of)}

#define BOOL(T, member) UP_PLAIN(T, member, UP_SHAPE_BOOL, UP_ONCE)
#define YES(T, member) UP_PLAIN(T, member, UP_SHAPE_YES, UP_ONCE)
#define U32(T, member) UP_PLAIN(T, member, UP_SHAPE_U32, UP_ONCE)
#define TEXT(T, member) UP_PLAIN(T, member, UP_SHAPE_TEXT, UP_ONCE)
#define MAYBE_TEXT(T, member) UP_PLAIN(T, member, UP_SHAPE_TEXT, UP_MAYBE)
#define TEXTS(T, member, length) \
	UP_LIST(T, member, length, UP_SHAPE_TEXT, UP_MANY, NULL)
#define DATA(T, member) UP_PLAIN(T, member, UP_SHAPE_DATA, UP_ONCE)
#define DATAS(T, member, length) \
	UP_LIST(T, member, length, UP_SHAPE_DATA, UP_MANY, NULL)
#define MAYBE_TEXTS(T, member, length) \
	UP_LIST(T, member, length, UP_SHAPE_TEXT, UP_MAYBE_MANY, NULL)
#define RECORDS(T, member, length, of) \
	UP_LIST(T, member, length, UP_SHAPE_RECORD, UP_MANY, of)
#define RECORD(T, member, of) \
	{.shape = UP_SHAPE_RECORD, .name = #member, \
	 .offset = UP_AT(T, member), .record = (of)}
#define CHOICE(T, member, of) \
	{.shape = UP_SHAPE_CHOICE, .name = #member, \
	 .offset = UP_AT(T, member), .choice = (of)}
#define MAYBE_CHOICE(T, member, of) \
	{.shape = UP_SHAPE_CHOICE, .times = UP_MAYBE, .name = #member, \
	 .offset = UP_AT(T, member), .choice = (of)}
#define END {.shape = UP_SHAPE_END}

/* The enum is @member of struct @T; behind it, one of the above. */
#define ALTERNATIVE(T, member, number, ...) \
	{.name = #number, .tag = UP_AT(T, member), .value = (number), \
	 .payload = __VA_ARGS__}
/* Likewise, where the enum stands alone. */
#define BARE(number) {.name = #number, .value = (number), .payload = END}
#define NO_MORE {.last = true}

#endif
