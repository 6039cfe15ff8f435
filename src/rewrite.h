/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_REWRITE_H
#define UP_REWRITE_H

#include "unpoison/unpoison.h"

/*
 * up_rewrite() in this very process and on this stack: what Binaryen does when it
 * meets what it did not expect, which may be to end the process, happens here.
 */
int up_rewrite_here(const uint8_t *bytes, size_t size,
		    const struct up_options *options, struct up_report *report,
		    struct up_files *files);

#endif
