/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_BINDGEN_PRINT_RESERVED_H
#define UP_BINDGEN_PRINT_RESERVED_H

/* Identifiers of the glue's own JavaScript, whatever it is going to be used for. */

#include "bindgen/print/words.h"

struct up_reserved {
	struct up_names taken; /* all of them */
	struct up_names own; /* what hides globals of the same name */
	struct up_names inside; /* what functions use inside */
};

void up_reserved_init(struct up_reserved *ret);

/* Takes a zeroed struct too. */
void up_reserved_finish(struct up_reserved *reserved);

#endif
