/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_IO_PATH_H
#define UP_IO_PATH_H

#include <stddef.h>

/* A list of paths that grows. A zeroed struct is an empty one. */
struct up_paths {
	char **paths; /* owned, and each of them */
	size_t count;
};

/* @path is copied. Returns 0, or -1 with errno set and nothing changed. */
int up_paths_add(struct up_paths *paths, const char *path);

void up_paths_finish(struct up_paths *paths);

/*
 * What keeps the @size bytes at @name from being the name of a file inside a
 * directory, as words behind "it"; NULL if nothing does. Such a name is
 * relative, may have folders, and leads nowhere else on any system: no empty,
 * `.` or `..` part, no backslash, no NUL, nothing over-long.
 */
const char *up_path_fault(const char *name, size_t size);

/*
 * Paths are made in the process of whoever calls the library: where there is no
 * memory, what follows returns NULL with errno set.
 */

/* "@dir/@name"; caller frees. */
char *up_path_join(const char *dir, const char *name);

/* What is before the last slash of @path, "." if there is none; caller frees. */
char *up_path_parent(const char *path);

/* What is behind the last slash; borrowed from @path. */
const char *up_path_base(const char *path);

/* Makes @dir and adds it to @made. Returns 0, or -1 with errno set. */
int up_path_make_dir(const char *dir, struct up_paths *made);

/*
 * Makes the directory @dir, and those above it, where they are missing, and
 * adds each that it made to @made, outermost first. Returns 0, or -1 with errno
 * set; @made then holds what was made until then.
 */
int up_path_make_dirs(const char *dir, struct up_paths *made);

/*
 * Follows the symbolic links that @path itself may be, also one that points to
 * nothing yet. Returns the path of what is no link, which the caller frees, or
 * NULL with errno set.
 */
char *up_path_resolve(const char *path);

#endif
