/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_BINDGEN_AHEAD_H
#define UP_BINDGEN_AHEAD_H

/*
 * What the bytes of a crate's module tell by themselves: its programs, and the
 * types that its exports describe. Found out in a thread of its own, while
 * Binaryen reads the module. Nothing is reported from there: what is not found out
 * is found out again by who needs it, and reported then.
 */

#include "bindgen/print/reserved.h"
#include "bindgen/schema.h"
#include "bindgen/type.h"
#include "util/arena.h"
#include "wasm/contents.h"

/* What a function describes, and what it took to run it. */
struct up_described {
	const struct up_bindgen_type *type; /* NULL: nobody knows */
	uint32_t steps, words;
};

/* What has come of it; all belongs to who has taken it. */
struct up_found {
	struct up_arena arena; /* has all of this, but for the rest */
	struct up_bindgen_programs programs; /* without a schema: not read */
	struct up_described *described; /* by function; or NULL */
	struct up_reserved reserved; /* as up_reserved_init() leaves it */
};

struct up_ahead;

/* @contents has to live until it is destroyed, and its bodies are well-formed. */
struct up_ahead *up_ahead_start(const struct up_contents *contents);

/* Waits for it, and moves what has come of it to *@ret. Only once. */
void up_ahead_take(struct up_ahead *ahead, struct up_found *ret);

void up_found_finish(struct up_found *found);

/* Waits for it, if nobody has; takes NULL, too. */
void up_ahead_destroy(struct up_ahead *ahead);

#endif
