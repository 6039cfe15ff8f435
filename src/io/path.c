/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "io/path.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "util/mem.h"

enum {
	LINKS_MAX = 40, /* as the kernel's own limit */
	NAME_SIZE_MAX = 1024, /* leaves room for a directory before it */
};

int up_paths_add(struct up_paths *paths, const char *path)
{
	char *copy = strdup(path);
	char **grown = NULL;

	if (copy != NULL)
		grown = up_try_grow(paths->paths, &paths->count,
				    sizeof(paths->paths[0]));
	if (grown == NULL) {
		free(copy);
		errno = ENOMEM;
		return -1;
	}
	grown[paths->count - 1] = copy;
	paths->paths = grown;
	return 0;
}

void up_paths_finish(struct up_paths *paths)
{
	for (size_t i = 0; i < paths->count; i++)
		free(paths->paths[i]);
	free(paths->paths);
	*paths = (struct up_paths){0};
}

/* The same for a part of a name, what is between two slashes. */
static const char *part_fault(const char *part, size_t size)
{
	if (size == 0)
		return "has an empty part";
	if (size == 1 && part[0] == '.')
		return "has the part '.'";
	if (size == 2 && part[0] == '.' && part[1] == '.')
		return "has the part '..'";
	if (size > NAME_MAX)
		return "has a part that is too long";
	return NULL;
}

const char *up_path_fault(const char *name, size_t size)
{
	const char *end = name + size;
	const char *fault = NULL;

	if (size == 0)
		return "is empty";
	if (name[0] == '/')
		return "is absolute";
	if (size > NAME_SIZE_MAX)
		return "is too long";
	if (memchr(name, '\0', size) != NULL)
		return "has a NUL character";
	/* A separator elsewhere, and in URLs. */
	if (memchr(name, '\\', size) != NULL)
		return "has a backslash";
	while (fault == NULL) {
		const char *slash = memchr(name, '/', (size_t)(end - name));
		const char *part_end = slash != NULL ? slash : end;

		fault = part_fault(name, (size_t)(part_end - name));
		if (slash == NULL)
			break;
		name = slash + 1;
	}
	return fault;
}

char *up_path_join(const char *dir, const char *name)
{
	size_t length = strlen(dir);
	bool slash = length > 0 && dir[length - 1] != '/';
	size_t size = length + slash + strlen(name) + 1;
	char *path = malloc(size);

	if (path != NULL)
		snprintf(path, size, "%s%s%s", dir, slash ? "/" : "", name);
	return path;
}

char *up_path_parent(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return strdup(".");
	/* The parent of "/a" is "/". */
	return strndup(path, slash > path ? (size_t)(slash - path) : 1);
}

const char *up_path_base(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

/* 0 if @dir, links followed, is a directory, else -1 with errno set. */
static int check_dir(const char *dir)
{
	struct stat info;

	if (stat(dir, &info) < 0)
		return -1;
	if (S_ISDIR(info.st_mode))
		return 0;
	errno = ENOTDIR;
	return -1;
}

int up_path_make_dir(const char *dir, struct up_paths *made)
{
	int error;

	if (mkdir(dir, 0777) < 0)
		return -1;
	if (up_paths_add(made, dir) == 0)
		return 0;
	/* Nobody would know of it. */
	error = errno;
	rmdir(dir);
	errno = error;
	return -1;
}

static int make_dir(const char *dir, struct up_paths *made)
{
	if (check_dir(dir) == 0)
		return 0;
	if (errno != ENOENT)
		return -1;
	if (up_path_make_dir(dir, made) == 0)
		return 0;
	/* Somebody else was quicker, or it is a link to nothing. */
	return errno == EEXIST ? check_dir(dir) : -1;
}

int up_path_make_dirs(const char *dir, struct up_paths *made)
{
	char *path = strdup(dir);
	char *slash = path;
	int ret = path != NULL ? 0 : -1;

	while (ret == 0 && (slash = strchr(slash + 1, '/')) != NULL) {
		*slash = '\0';
		ret = make_dir(path, made);
		*slash = '/';
	}
	if (ret == 0)
		ret = make_dir(dir, made);
	free(path);
	return ret;
}

/* Replaces *@path by what the link there points to: 1, or 0 if it is none. */
static int follow_link(char **path)
{
	char target[PATH_MAX];
	ssize_t length = readlink(*path, target, sizeof(target) - 1);
	char *parent;
	char *next = NULL;

	if (length < 0)
		return errno == EINVAL || errno == ENOENT ? 0 : -1;
	target[length] = '\0';
	parent = target[0] == '/' ? strdup("") : up_path_parent(*path);
	if (parent != NULL)
		next = up_path_join(parent, target);
	free(parent);
	if (next == NULL)
		return -1;
	free(*path);
	*path = next;
	return 1;
}

char *up_path_resolve(const char *path)
{
	char *resolved = strdup(path);
	int links = 0;
	int ret = resolved != NULL ? 1 : -1;

	while (ret > 0) {
		ret = follow_link(&resolved);
		if (ret > 0 && ++links > LINKS_MAX) {
			errno = ELOOP;
			ret = -1;
		}
	}
	if (ret == 0)
		return resolved;
	free(resolved);
	return NULL;
}
