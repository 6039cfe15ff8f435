/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_PASSES_RESET_H
#define UP_PASSES_RESET_H

/* What the passes of the reset in place know of one another. */

#include "ir/state.h"
#include "passes/pass.h"
#include "util/buf.h"

/* () -> (): what is exported as UP_ABI_RESET. */
#define UP_RESET UP_NAME_PREFIX "reset_state"

/* () -> (): applies all segments; what instantiation does after zeroing. */
#define UP_APPLY UP_NAME_PREFIX "apply_segments"

/*
 * Pages or entries that are there, but that the module has not asked for since
 * the last reset; and the whole size when that was noted. The memory or table
 * is of another size than noted if JavaScript has grown it: then nothing is
 * hidden any more, since nobody knows whose the end is.
 */
#define UP_HIDDEN UP_NAME_PREFIX "hidden."
#define UP_NOTED UP_NAME_PREFIX "noted."

/* The functions that say and grow the logical size. */
#define UP_SIZE UP_NAME_PREFIX "size."
#define UP_GROW UP_NAME_PREFIX "grow."

/* Pages of an imported memory, entries of an imported table, at the start. */
#define UP_INITIAL UP_NAME_PREFIX "initial."

/* Whether a segment was dropped by the module. */
#define UP_DROPPED UP_NAME_PREFIX "dropped."

/* The value of an imported global at the start. */
#define UP_SAVED UP_NAME_PREFIX "saved."

/* @prefix and @name in one; the caller frees it. */
char *up_name(const char *prefix, const char *name);

/* The same for a memory or a table, which may be called alike. */
char *up_sized_name(const char *prefix, bool is_memory, const char *name);

/* Whether sizes of this memory or table are logical: what was added says. */
bool up_has_hidden(BinaryenModuleRef m, bool is_memory, const char *name);

#endif
