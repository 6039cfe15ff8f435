/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_DUMP_DUMP_H
#define UP_DUMP_DUMP_H

#include "unpoison/dump.h"

/* up_dump() in this very process and on this stack. */
int up_dump_here(const uint8_t *bytes, size_t size,
		 const struct up_dump_options *options,
		 const struct up_options *rewrite, struct up_report *report);

#endif
