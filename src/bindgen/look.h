/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_BINDGEN_LOOK_H
#define UP_BINDGEN_LOOK_H

/*
 * A first look at what throws.cc is going to look at: at which calls a function may
 * be with nothing done so far that others see. It knows less than that, so that
 * there are more of them: it takes stores for none.
 */

#include <stdbool.h>
#include <stdint.h>

#include "wasm/contents.h"

struct up_look {
	const struct up_contents *contents; /* not owned */
	const bool *throwing; /* not owned; by function: it gets to a throw */
	uint8_t *known; /* owned, by function: what was found out */
	uint32_t first_global; /* of mutable i32s: the linker's is first */
	uint32_t depth; /* of calls */
};

void up_look_init(struct up_look *look, const struct up_contents *contents,
		  const bool *throwing);
void up_look_finish(struct up_look *look);

/* Looks at a function that is not imported, and at those that it calls. */
void up_look_at(struct up_look *look, uint32_t function);

/* The same, for one that is called with nothing done. */
void up_look_at_call(struct up_look *look, uint32_t function);

/* Whether a function was looked at. */
bool up_look_seen(const struct up_look *look, uint32_t function);

#endif
