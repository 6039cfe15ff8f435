/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_BINDGEN_SCRATCH_H
#define UP_BINDGEN_SCRATCH_H

/*
 * The memory of an interpreted module: as its data segments leave it, and with
 * what was written since, in the few pages that were touched.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wasm/contents.h"

struct up_scratch {
	const struct up_contents *contents; /* not owned */
	struct up_scratch_page *pages; /* owned */
	size_t page_count;
};

void up_scratch_init(struct up_scratch *scratch,
		     const struct up_contents *contents);
void up_scratch_finish(struct up_scratch *scratch);

/* Forgets what was written. */
void up_scratch_clear(struct up_scratch *scratch);

/*
 * @size bytes (at most 16), low first. False if that is no place in a 32-bit
 * memory, or if too many pages were touched.
 */
bool up_scratch_load(struct up_scratch *scratch, uint64_t address, void *bytes,
		     size_t size);
bool up_scratch_store(struct up_scratch *scratch, uint64_t address,
		      const void *bytes, size_t size);

#endif
