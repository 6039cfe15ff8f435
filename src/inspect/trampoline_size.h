/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_INSPECT_TRAMPOLINE_SIZE_H
#define UP_INSPECT_TRAMPOLINE_SIZE_H

/*
 * The bytes of an export's trampoline, without building it: what
 * passes/trampoline.c, host_ways.c, standalone_ways.c and initializers.c build is
 * written down here once more, as sizes. tests/node/dump-cost.test.mjs compares
 * the two.
 */

#include "analysis/policy.h"
#include "wasm/contents.h"

/* What trampolines of a module depend on. */
struct up_shape {
	struct up_eh_policy eh;
	bool glue; /* and not the module alone */
	/* How many bytes indices take; 0: there is no such thing. */
	uint32_t function, running, stack, panic_tag, unwind_tag, thrown;
};

/*
 * Of the body of one for a function of @type, but for the number of the export.
 * Sets *@ret_catches to what it catches, enum up_catches of model.h.
 */
uint32_t up_trampoline_size(const struct up_shape *shape,
			    const struct up_raw_type *type, bool aborts,
			    uint32_t *ret_catches);

/* How much more it is for what gives back, and @positive: only sometimes. */
uint32_t up_trampoline_release_size(const struct up_shape *shape,
				    const struct up_raw_type *type,
				    bool positive);

/* How much more it is for an initializer. */
uint32_t up_trampoline_note_size(const struct up_shape *shape,
				 bool keeps_tables);

/* Of an index, or of any number as LEB128; of one that is signed, not negative. */
uint32_t up_leb_size(uint32_t value);
uint32_t up_signed_leb_size(uint32_t value);

#endif
