/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_CLI_REHEARSE_H
#define UP_CLI_REHEARSE_H

#include "unpoison/unpoison.h"

/*
 * Whether Binaryen can update the debug information of a module: for some it
 * ends the process (its release 131 does for modules with `try`). So a child
 * goes first and tells by its death. Returns 0, or -1 after reporting.
 */
int up_rehearse(const uint8_t *bytes, size_t size,
		const struct up_options *options, struct up_report *report);

#endif
