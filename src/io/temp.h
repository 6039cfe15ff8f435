/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_IO_TEMP_H
#define UP_IO_TEMP_H

/*
 * Temporary files beside those that they are to become.
 *
 * Where the file system can do that, they have no name until the last moment, and
 * are gone with the process, whatever ends it. Those that have one are locked
 * while somebody works with them: what is not locked was left by a process that
 * is dead, and the next one removes it.
 *
 * All of this works in the process of whoever calls the library: without memory
 * it fails with ENOMEM.
 */

#include <stdbool.h>

struct up_temp {
	char *name; /* its path, owned; NULL while it has none */
	int fd; /* -1: not open */
};

#define UP_TEMP_NONE ((struct up_temp){.fd = -1})

/*
 * Makes one in the directory @dir, open for writing. @held says whether it may
 * stay open for long: if not, it gets a name that nobody ever removes, and the
 * caller may close it. Returns 0 or an errno.
 */
int up_temp_create(struct up_temp *temp, const char *dir, bool held);

/* The same, with a name from the beginning. */
int up_temp_create_named(struct up_temp *temp, const char *dir, bool held);

/*
 * Gives one without a name the name @path, or, if that is NULL, one of its own in
 * @dir. Returns 0 or an errno: EEXIST if there is something at @path.
 */
int up_temp_link(struct up_temp *temp, const char *dir, const char *path);

/*
 * A second name in @dir for the file at @path. Returns 0 or an errno, which is
 * common: not all file systems have such names, and not all users may make them.
 */
int up_temp_second_name(struct up_temp *temp, const char *dir,
			const char *path, bool held);

/* Its name is no temporary one any more: it was renamed, or stays for good. */
void up_temp_forget_name(struct up_temp *temp);

/* Gives it, where that is possible, a name in @dir that nobody ever removes. */
void up_temp_keep(struct up_temp *temp, const char *dir);

/* Removes its name and closes it. */
void up_temp_remove(struct up_temp *temp);

/* Removes what processes that are dead have left in @dir. */
void up_temp_sweep(const char *dir);

#endif
