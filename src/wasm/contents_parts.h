/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_WASM_CONTENTS_PARTS_H
#define UP_WASM_CONTENTS_PARTS_H

/*
 * What contents.c is made of. Each reads one section, all of which is at
 * @cursor, into the contents, where the sections before it have left theirs.
 * Returns 0, or -1 after reporting; what is then in the contents is theirs.
 */

#include "util/arena.h"
#include "wasm/code.h"
#include "wasm/contents.h"
#include "wasm/cursor.h"

typedef int up_contents_reader(struct up_cursor *cursor,
			       struct up_contents *contents);

/* contents_types.c has types; contents_segments.c elements and data. */
#define UP_SECTION(id, name, reader) up_contents_reader up_contents_##reader;
#include "wasm/section.def"
#undef UP_SECTION

/* contents_custom.c; what is broken is no error. */
void up_contents_names(struct up_contents *contents);
void up_contents_producers(struct up_contents *contents);

/* contents_features.c: sets what is seen in the finished contents. */
void up_contents_features(struct up_contents *contents);

/* Notes that the contents need a feature. */
static inline void up_contents_need(struct up_contents *contents,
				    enum up_code_feature feature)
{
	contents->features |= 1ull << feature;
}

static inline void *up_contents_alloc(struct up_contents *contents, size_t size)
{
	return up_arena_alloc(contents->arena, size);
}

/*
 * A constant expression that has to have @type; it, the functions in it and its
 * features are added to the contents.
 */
int up_contents_const(struct up_cursor *cursor, struct up_contents *contents,
		      struct up_raw_valtype type, struct up_const_expr *ret);

#endif
