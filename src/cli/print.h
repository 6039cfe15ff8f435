/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_CLI_PRINT_H
#define UP_CLI_PRINT_H

#include <stddef.h>

#include "unpoison/diag.h"

/*
 * Prints to stdout. What cannot be written there is an error like any other:
 * returns 0, or -1 after reporting.
 */
int up_print(const char *bytes, size_t size, struct up_report *report);

#endif
