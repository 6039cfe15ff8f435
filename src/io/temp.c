/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "io/temp.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/path.h"

enum {
	NEW_FILE_MODE = 0666, /* less the umask */
	ATTEMPTS = 100,
	DIGITS = 16,
	NAME_SIZE = 64,
};

/* Before the digits. The first is for what is locked, the other for the rest. */
static const char swept[] = ".unpoison-";
static const char kept[] = ".unpoison-keep-";

/* A path in @dir that nobody can foresee; NULL without memory. */
static char *make_name(const char *dir, const char *prefix)
{
	uint64_t number = 0;
	char base[NAME_SIZE];

	/* Without randomness the name is merely foreseeable: see O_EXCL. */
	if (getrandom(&number, sizeof(number), 0) != sizeof(number))
		number += (uint64_t)getpid() << 32 | (uint64_t)(uintptr_t)&base;
	snprintf(base, sizeof(base), "%s%0*" PRIx64, prefix, DIGITS, number);
	return up_path_join(dir, base);
}

/*
 * Tries @attempt on names in @dir until one is free, and leaves that in @temp.
 * @attempt returns 0 or an errno.
 */
static int find_name(struct up_temp *temp, const char *dir, const char *prefix,
		     int (*attempt)(struct up_temp *temp, const char *name,
				    const void *data),
		     const void *data)
{
	int error = EEXIST;

	for (int i = 0; i < ATTEMPTS && error == EEXIST; i++) {
		char *name = make_name(dir, prefix);

		if (name == NULL)
			return ENOMEM;
		error = attempt(temp, name, data);
		if (error == 0)
			temp->name = name;
		else
			free(name);
	}
	return error;
}

/* ---- making one ---- */

/* Closes @temp, which keeps the errno. */
static int give_up(struct up_temp *temp, int error)
{
	close(temp->fd);
	temp->fd = -1;
	return error;
}

static bool is_taken_away(int fd)
{
	struct stat info;

	return fstat(fd, &info) == 0 && info.st_nlink == 0;
}

static int try_open(struct up_temp *temp, const char *name, const void *data)
{
	const bool *held = data;

	temp->fd = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC,
			NEW_FILE_MODE);
	if (temp->fd < 0)
		return errno;
	if (!*held)
		return 0;
	/* Somebody who sweeps may have come between; then another one. */
	if (flock(temp->fd, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK) {
		unlink(name);
		return give_up(temp, EEXIST);
	}
	return is_taken_away(temp->fd) ? give_up(temp, EEXIST) : 0;
}

int up_temp_create_named(struct up_temp *temp, const char *dir, bool held)
{
	return find_name(temp, dir, held ? swept : kept, try_open, &held);
}

/* By which a file without a name can be told to the kernel. */
static void handle_of(int fd, char path[static NAME_SIZE])
{
	snprintf(path, NAME_SIZE, "/proc/self/fd/%d", fd);
}

int up_temp_create(struct up_temp *temp, const char *dir, bool held)
{
	char handle[NAME_SIZE];

	if (!held)
		return up_temp_create_named(temp, dir, held);
	temp->fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, NEW_FILE_MODE);
	if (temp->fd < 0)
		return up_temp_create_named(temp, dir, held);
	handle_of(temp->fd, handle);
	if (access(handle, F_OK) < 0) {
		give_up(temp, 0);
		return up_temp_create_named(temp, dir, held);
	}
	/* Before it has a name: nobody can be quicker. */
	flock(temp->fd, LOCK_EX | LOCK_NB);
	return 0;
}

static int try_link(struct up_temp *temp, const char *name, const void *data)
{
	char handle[NAME_SIZE];

	(void)data;
	handle_of(temp->fd, handle);
	return linkat(AT_FDCWD, handle, AT_FDCWD, name, AT_SYMLINK_FOLLOW) < 0
		       ? errno
		       : 0;
}

int up_temp_link(struct up_temp *temp, const char *dir, const char *path)
{
	return path != NULL ? try_link(temp, path, NULL)
			    : find_name(temp, dir, swept, try_link, NULL);
}

static int try_second(struct up_temp *temp, const char *name, const void *data)
{
	(void)temp;
	return link(data, name) < 0 ? errno : 0;
}

int up_temp_second_name(struct up_temp *temp, const char *dir,
			const char *path, bool held)
{
	int error;

	/* Whoever cannot lock it must not let it look as if nobody needed it. */
	if (held)
		temp->fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK |
					      O_CLOEXEC);
	held = temp->fd >= 0 && flock(temp->fd, LOCK_EX | LOCK_NB) == 0;
	/* What was locked, even if there is another file at @path by now. */
	error = held ? find_name(temp, dir, swept, try_link, NULL)
		     : find_name(temp, dir, kept, try_second, path);
	if (temp->fd >= 0 && (error != 0 || !held))
		give_up(temp, 0);
	return error;
}

/* ---- what becomes of it ---- */

void up_temp_forget_name(struct up_temp *temp)
{
	free(temp->name);
	temp->name = NULL;
}

void up_temp_keep(struct up_temp *temp, const char *dir)
{
	char *name = make_name(dir, kept);

	if (name == NULL || rename(temp->name, name) < 0) {
		free(name);
		return;
	}
	free(temp->name);
	temp->name = name;
}

void up_temp_remove(struct up_temp *temp)
{
	if (temp->name != NULL)
		unlink(temp->name);
	up_temp_forget_name(temp);
	if (temp->fd >= 0)
		close(temp->fd);
	temp->fd = -1;
}

/* ---- what the dead have left ---- */

static bool is_swept(const char *name)
{
	size_t length = strlen(swept);

	return strncmp(name, swept, length) == 0 &&
	       strlen(name) == length + DIGITS &&
	       strspn(name + length, "0123456789abcdef") == DIGITS;
}

/* Whether @name is still the file @fd, ours, and nobody works with it. */
static bool is_stale(int dir, const char *name, int fd)
{
	struct stat opened, named;

	return fstat(fd, &opened) == 0 && S_ISREG(opened.st_mode) &&
	       opened.st_uid == geteuid() &&
	       flock(fd, LOCK_EX | LOCK_NB) == 0 &&
	       fstatat(dir, name, &named, AT_SYMLINK_NOFOLLOW) == 0 &&
	       named.st_ino == opened.st_ino && named.st_dev == opened.st_dev;
}

static void sweep_one(int dir, const char *name)
{
	int fd = openat(dir, name,
			O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0)
		return;
	if (is_stale(dir, name, fd))
		unlinkat(dir, name, 0);
	close(fd);
}

void up_temp_sweep(const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *entry;

	if (dir == NULL)
		return;
	while ((entry = readdir(dir)) != NULL)
		if (is_swept(entry->d_name))
			sweep_one(dirfd(dir), entry->d_name);
	closedir(dir);
}
