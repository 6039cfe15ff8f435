/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_CARRY_NAMES_H
#define UP_CARRY_NAMES_H

#include <stdint.h>

#include "util/buf.h"
#include "wasm/contents.h"

struct up_carried_names {
	const struct up_raw_module *input;
	/* By function of the input: where its body is, UP_NO_INDEX: not carried. */
	const uint32_t *carried;
	uint32_t carried_size;
	const struct up_raw_module *written; /* has a section `name` */
	/* By function of what was written: itself, UP_NO_INDEX: a carried one. */
	const uint32_t *kept;
	uint32_t kept_size;
};

/* Appends the contents of the section `name`. */
void up_carry_names(const struct up_carried_names *names, struct up_buf *out);

#endif
