/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_DIAG_HELD_H
#define UP_DIAG_HELD_H

/* Findings of work that is done beside other work: kept until they may be told. */

#include <stddef.h>

#include "unpoison/diag.h"

struct up_held {
	struct up_report report; /* to report to */
	struct up_diag *items; /* owned, and their messages */
	size_t count;
};

/* @held stays where it is. */
void up_held_init(struct up_held *held);

/* Hands them over, and forgets them. Takes a zeroed struct, too. */
void up_held_pass(struct up_held *held, struct up_report *report);

#endif
