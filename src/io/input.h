/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_IO_INPUT_H
#define UP_IO_INPUT_H

#include "unpoison/diag.h"
#include "util/buf.h"

/*
 * Reads all of the file at @path, or of standard input if it is "-". Returns 0
 * with the bytes in @ret_bytes (which the caller finishes), or -1 after
 * reporting why not; an empty file is an error too.
 */
int up_input_read(const char *path, struct up_buf *ret_bytes,
		  struct up_report *report);

#endif
