/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_IO_WRITE_H
#define UP_IO_WRITE_H

#include <stdbool.h>
#include <stddef.h>

/* Who is asked whether work is to be given up. A zeroed struct: nobody. */
struct up_cancel {
	bool (*fn)(void *data);
	void *data; /* handed to fn */
};

bool up_cancelled(const struct up_cancel *cancel);

/*
 * Writes all of @bytes to @fd, also to one that does not block, and gets to know
 * what a file system tells only when a file is closed; @fd stays open. A reader
 * that has gone or a limit on the size of files is an error like others, and no
 * signal. Returns 0 or an errno, ECANCELED if @cancel said so.
 */
int up_write_all(int fd, const void *bytes, size_t size,
		 const struct up_cancel *cancel);

/*
 * Lets what was written to @fd begin to go to the disk, so that several files go at
 * once and need to be waited for once.
 */
void up_write_begin_sync(int fd);

/*
 * Waits until what was written to @fd is on the disk, as far as its file system
 * can do that. Returns 0 or an errno.
 */
int up_write_sync(int fd);

#endif
