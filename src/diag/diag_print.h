/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_DIAG_DIAG_PRINT_H
#define UP_DIAG_DIAG_PRINT_H

#include <stdio.h>

#include "unpoison/diag.h"
#include "util/buf.h"

/*
 * Prints one line: `unpoison: INPUT: offset 0x…: what, and what to do`. The
 * offset is left out where there is none; @input is left out when it is NULL
 * and for errors that are not its fault. Warnings and notes say so before the
 * message. Names are printed escaped.
 */
void up_diag_print(FILE *stream, const char *input, const struct up_diag *diag);

/* Appends the string @text as up_escape_put() does. */
void up_diag_escape(struct up_buf *buf, const char *text);

#endif
