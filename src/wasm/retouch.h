/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_WASM_RETOUCH_H
#define UP_WASM_RETOUCH_H

#include <stdbool.h>

#include "util/buf.h"

/* What is done to a finished module, where nobody needs its names any more. */
struct up_retouch {
	bool drop_names; /* the section `name` */
	bool drop_producers; /* the section `producers` */
	/*
	 * Functions get the names that they have in a Rust source. Of those that
	 * then have the same name, all but the first get a number: name[1].
	 */
	bool demangle;
};

/* Changes the encoded module in @bytes. What cannot be read stays as it is. */
void up_retouch(struct up_buf *bytes, const struct up_retouch *how);

#endif
