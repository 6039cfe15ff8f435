/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_IO_OUTPUT_H
#define UP_IO_OUTPUT_H

#include "unpoison/unpoison.h"
#include "util/buf.h"

/*
 * Adds a file to the set and takes over the bytes: @contents is empty
 * afterwards. @name is copied. It may have folders (`snippets/a.js`), always
 * below the directory that the set is written to: see up_path_fault(), which is
 * to be asked before where a module has a say in the name. How a set is written,
 * with up_files_write(), see unpoison/unpoison.h. Without memory it ends the
 * process: it is for what makes the files.
 */
void up_files_add(struct up_files *files, const char *name,
		  struct up_buf *contents);

/*
 * Adds a file that is empty as yet, and takes over its @name, which can be freed.
 * Returns 0, or -1 without memory. Not for sets that up_files_add() has added to:
 * the two grow differently.
 */
int up_files_append(struct up_files *files, char *name);

#endif
