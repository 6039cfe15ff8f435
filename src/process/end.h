/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_PROCESS_END_H
#define UP_PROCESS_END_H

#include "unpoison/diag.h"

/*
 * Reports how a child ended that did not say that it was done: by its @status,
 * as waitpid() has it (-1: unknown), and what it wrote to its standard error, in
 * the file @errors (-1: none). @advice says what to do.
 */
void up_end_report(int status, int errors, const char *advice,
		   struct up_report *report);

#endif
