/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_PASSES_STANDALONE_H
#define UP_PASSES_STANDALONE_H

/* What the passes of a module without JavaScript of ours know of one another. */

#include "passes/pass.h"

/*
 * Whether what an import of this activation has thrown last may leave the module
 * as an unwind. Only with facts->eh.notes.
 */
#define UP_THROWN UP_NAME_PREFIX "thrown"

/*
 * Of an initializer: when it has returned for the first time, counted from 1
 * over all of them; 0: not yet. The name itself is that of the count.
 */
#define UP_INITIALIZED UP_NAME_PREFIX "initialized"

/* () -> (): what has to run when a state was made fresh. */
#define UP_BEGIN_AGAIN UP_NAME_PREFIX "begin_again"

/* () -> (): see kept_tables.c. Only with facts->kept_table_count. */
#define UP_KEEP_TABLES UP_NAME_PREFIX "keep_tables"
#define UP_RESTORE_TABLES UP_NAME_PREFIX "restore_tables"

/* With a number behind it: what stands for calls by a table (indirect_calls.c). */
#define UP_INDIRECT UP_NAME_PREFIX "indirect."

/* How often in a row the state was to be made fresh, in vain. */
#define UP_ATTEMPTS UP_NAME_PREFIX "attempts"

/*
 * Notes that an initializer has returned; NULL if the export is none that has to
 * be called again. @index is that of the fact.
 */
BinaryenExpressionRef
up_note_initialized(const struct up_pass_context *context, size_t index);

#endif
