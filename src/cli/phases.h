/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_CLI_PHASES_H
#define UP_CLI_PHASES_H

#include <stddef.h>

#include "unpoison/progress.h"

/* More than there are phases of anything. */
enum { UP_PHASES_MAX = 24 };

/* What -v says of time and bytes. Zeroed, it is empty. */
struct up_phases {
	struct up_progress rows[UP_PHASES_MAX]; /* as they ended */
	size_t count;
};

/* To be told of all progress. */
void up_phases_note(struct up_phases *phases,
		    const struct up_progress *progress);

/* Prints a table, on standard error. */
void up_phases_print(const struct up_phases *phases);

#endif
