/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_CLI_DROPIN_H
#define UP_CLI_DROPIN_H

/*
 * In the place of the wasm-bindgen command line. Build tools find that program
 * by its name, ask for its version, and take it only if the project was built
 * with the same one. A link of that name to this program says what they want to
 * hear, as far as it is true.
 */

#include <stdbool.h>

#include "unpoison/diag.h"
#include "util/buf.h"

/* Which release to answer with; by default the newest that is known. */
#define UP_DROPIN_VARIABLE "UNPOISON_WASM_BINDGEN_VERSION"

/* Whether the program was called @program by the name wasm-bindgen. */
bool up_dropin_called(const char *program);

/*
 * Appends the version line of wasm-bindgen, for the release @wanted, or for the
 * newest known one if that is NULL or empty. Returns 0, or -1 after reporting
 * that its modules cannot be read.
 */
int up_dropin_version(const char *wanted, struct up_buf *buf,
		      struct up_report *report);

#endif
