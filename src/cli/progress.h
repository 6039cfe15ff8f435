/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_CLI_PROGRESS_H
#define UP_CLI_PROGRESS_H

#include <stdbool.h>

#include "unpoison/progress.h"

/*
 * A line on the terminal that says how far the work is, for a person who has been
 * waiting for a second. There is one standard error, and so one such line.
 */

/* From now on, if standard error is a terminal that can erase: whether it is. */
bool up_cli_progress_start(void);

/* Draws the line anew, if it is time to. */
void up_cli_progress_show(const struct up_progress *progress);

/* Takes the line away: to be called before anything else is printed, and last. */
void up_cli_progress_erase(void);

#endif
