/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_BINDGEN_TYPES_DOCS_H
#define UP_BINDGEN_TYPES_DOCS_H

/* The comments of a crate, as JavaScript and TypeScript have them. */

#include "bindgen/types/ts.h"
#include "glue/template.h"

/*
 * The lines of a comment, without what makes it one: as a template has them, in
 * the list "docs" of an item. Owned by the arena they are added with.
 */
struct up_docs {
	const char **lines;
	size_t count;
};

/* Adds what a crate wrote, each text being one line or more. */
void up_docs_add(struct up_docs *docs, struct up_arena *arena,
		 const struct up_raw_name *texts, size_t count);

/* Adds a line of one piece or two: the second behind the first and a dash. */
void up_docs_add_tag(struct up_docs *docs, struct up_arena *arena,
		     const char *tag, const char *dash,
		     struct up_raw_name description);

/*
 * Adds the comment of an adapter that JavaScript calls, and what is said of its
 * parameters and result: with their types, as JSDoc, or without.
 */
void up_docs_add_export(struct up_docs *docs, struct up_arena *arena,
			const struct up_adapter *adapter,
			const struct up_ts_signature *signature, bool typed);

/* Makes the list "docs" of @item; it is there even if it is empty. */
void up_docs_fill(const struct up_docs *docs, struct up_dict *item);

/* Appends the comment, or nothing if there is no line. */
void up_docs_print(const struct up_docs *docs, const char *indent,
		   struct up_buf *out);

#endif
