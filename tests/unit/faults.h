/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef UP_TESTS_FAULTS_H
#define UP_TESTS_FAULTS_H

/*
 * Calls of the system and of the allocator that fail when they are told to, or
 * in the middle of which the process is killed. The linker puts them in the place
 * of the real ones (--wrap, see `fault_calls` in meson.build), in all of the
 * library.
 */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum call {
	CALL_OPEN,
	CALL_OPENAT,
	CALL_CLOSE,
	CALL_FCHMOD,
	CALL_FCHOWN,
	CALL_FSTAT,
	CALL_LSTAT,
	CALL_STAT,
	CALL_FSTATAT,
	CALL_FACCESSAT,
	CALL_ACCESS,
	CALL_READ,
	CALL_WRITE,
	CALL_SYNC,
	CALL_RENAME,
	CALL_LINK,
	CALL_LINKAT,
	CALL_FLOCK,
	CALL_MKDIR,
	CALL_READLINK,
	CALL_OPENDIR,
	CALL_READDIR,
	CALL_FCNTL,
	/* What takes away: if it fails, something is left. */
	CALL_UNLINK,
	CALL_UNLINKAT,
	CALL_RMDIR,
	/* The allocator. */
	CALL_MALLOC,
	CALL_CALLOC,
	CALL_REALLOC,
	CALL_STRDUP,
	CALL_STRNDUP,
	CALLS,
};

/* A call that is to fail, and how. */
struct fault {
	int countdown; /* the call that fails, from 1; 0: none */
	bool for_good; /* and all behind it */
	int error;
};

static struct {
	struct fault calls[CALLS]; /* of one kind */
	struct fault system; /* whichever call of the system it is */
	struct fault memory; /* whichever call of the allocator */
	int kill_at; /* the process is killed before this call, from 1 */
	int signal_in_write; /* is raised in each write() */
	void (*in_read)(void); /* is called in each read() */
	bool no_tmpfile; /* the file system has no files without names */
	bool no_links; /* nor several for one */
	bool no_locks;
	enum call hit; /* the last call that failed */
} faults;

static inline bool fault_is_due(struct fault *fault)
{
	if (fault->countdown == 0)
		return false;
	if (fault->countdown > 1) {
		fault->countdown--;
		return false;
	}
	if (!fault->for_good)
		fault->countdown = 0;
	errno = fault->error;
	return true;
}

static inline bool call_fails(enum call call)
{
	struct fault *any =
		call < CALL_MALLOC ? &faults.system : &faults.memory;

	if (call < CALL_MALLOC && faults.kill_at > 0 && --faults.kill_at == 0)
		kill(getpid(), SIGKILL);
	if (!fault_is_due(&faults.calls[call]) && !fault_is_due(any))
		return false;
	faults.hit = call;
	return true;
}

/* WRAP(kind, type, value on failure, name, parameters, arguments) */
#define WRAP(call, type, failure, name, parameters, arguments) \
	type __real_##name parameters; \
	type __wrap_##name parameters; \
	type __wrap_##name parameters \
	{ \
		return call_fails(call) ? (failure) : __real_##name arguments; \
	}

WRAP(CALL_FCHMOD, int, -1, fchmod, (int fd, mode_t mode), (fd, mode))
WRAP(CALL_FCHOWN, int, -1, fchown, (int fd, uid_t user, gid_t group),
     (fd, user, group))
WRAP(CALL_FSTAT, int, -1, fstat64, (int fd, struct stat *info), (fd, info))
WRAP(CALL_LSTAT, int, -1, lstat64, (const char *path, struct stat *info),
     (path, info))
WRAP(CALL_STAT, int, -1, stat64, (const char *path, struct stat *info),
     (path, info))
WRAP(CALL_FSTATAT, int, -1, fstatat64,
     (int fd, const char *path, struct stat *info, int flags),
     (fd, path, info, flags))
WRAP(CALL_FACCESSAT, int, -1, faccessat,
     (int fd, const char *path, int mode, int flags), (fd, path, mode, flags))
WRAP(CALL_ACCESS, int, -1, access, (const char *path, int mode), (path, mode))
WRAP(CALL_RENAME, int, -1, rename, (const char *from, const char *to),
     (from, to))
WRAP(CALL_MKDIR, int, -1, mkdir, (const char *path, mode_t mode), (path, mode))
WRAP(CALL_READLINK, ssize_t, -1, readlink,
     (const char *path, char *text, size_t size), (path, text, size))
WRAP(CALL_OPENDIR, DIR *, NULL, opendir, (const char *path), (path))
WRAP(CALL_READDIR, struct dirent *, NULL, readdir64, (DIR *dir), (dir))
WRAP(CALL_UNLINK, int, -1, unlink, (const char *path), (path))
WRAP(CALL_UNLINKAT, int, -1, unlinkat, (int fd, const char *path, int flags),
     (fd, path, flags))
WRAP(CALL_RMDIR, int, -1, rmdir, (const char *path), (path))
WRAP(CALL_MALLOC, void *, NULL, malloc, (size_t size), (size))
WRAP(CALL_CALLOC, void *, NULL, calloc, (size_t count, size_t size),
     (count, size))
WRAP(CALL_REALLOC, void *, NULL, realloc, (void *old, size_t size), (old, size))
WRAP(CALL_STRDUP, char *, NULL, strdup, (const char *text), (text))
WRAP(CALL_STRNDUP, char *, NULL, strndup, (const char *text, size_t size),
     (text, size))

static inline mode_t mode_argument(int flags, va_list args)
{
	return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(args, mode_t) : 0;
}

int __real_open64(const char *path, int flags, ...);
int __wrap_open64(const char *path, int flags, ...);
int __wrap_open64(const char *path, int flags, ...)
{
	va_list args;
	mode_t mode;

	va_start(args, flags);
	mode = mode_argument(flags, args);
	va_end(args);
	if (call_fails(CALL_OPEN))
		return -1;
	if (faults.no_tmpfile && (flags & O_TMPFILE) == O_TMPFILE) {
		errno = EOPNOTSUPP;
		return -1;
	}
	return __real_open64(path, flags, mode);
}

int __real_openat64(int dir, const char *path, int flags, ...);
int __wrap_openat64(int dir, const char *path, int flags, ...);
int __wrap_openat64(int dir, const char *path, int flags, ...)
{
	va_list args;
	mode_t mode;

	va_start(args, flags);
	mode = mode_argument(flags, args);
	va_end(args);
	return call_fails(CALL_OPENAT) ? -1
				       : __real_openat64(dir, path, flags, mode);
}

/* It is closed, whatever it says. */
int __real_close(int fd);
int __wrap_close(int fd);
int __wrap_close(int fd)
{
	bool fails = call_fails(CALL_CLOSE);
	int error = errno;
	int ret = __real_close(fd);

	if (!fails)
		return ret;
	errno = error;
	return -1;
}

int __real_fcntl64(int fd, int command, ...);
int __wrap_fcntl64(int fd, int command, ...);
int __wrap_fcntl64(int fd, int command, ...)
{
	va_list args;
	int argument;

	va_start(args, command);
	argument = va_arg(args, int);
	va_end(args);
	return call_fails(CALL_FCNTL) ? -1
				      : __real_fcntl64(fd, command, argument);
}

/* Nothing is waited for. */
int __wrap_fdatasync(int fd);
int __wrap_fdatasync(int fd)
{
	(void)fd;
	return call_fails(CALL_SYNC) ? -1 : 0;
}

ssize_t __real_read(int fd, void *bytes, size_t size);
ssize_t __wrap_read(int fd, void *bytes, size_t size);
ssize_t __wrap_read(int fd, void *bytes, size_t size)
{
	if (faults.in_read != NULL)
		faults.in_read();
	return call_fails(CALL_READ) ? -1 : __real_read(fd, bytes, size);
}

/* At most three bytes at a time: short writes are the rule here. */
ssize_t __real_write(int fd, const void *bytes, size_t size);
ssize_t __wrap_write(int fd, const void *bytes, size_t size);
ssize_t __wrap_write(int fd, const void *bytes, size_t size)
{
	if (faults.signal_in_write != 0)
		raise(faults.signal_in_write);
	if (call_fails(CALL_WRITE))
		return -1;
	return __real_write(fd, bytes, size > 3 ? 3 : size);
}

int __real_link(const char *from, const char *to);
int __wrap_link(const char *from, const char *to);
int __wrap_link(const char *from, const char *to)
{
	if (call_fails(CALL_LINK))
		return -1;
	if (faults.no_links) {
		errno = EPERM;
		return -1;
	}
	return __real_link(from, to);
}

int __real_linkat(int from_dir, const char *from, int to_dir, const char *to,
		  int flags);
int __wrap_linkat(int from_dir, const char *from, int to_dir, const char *to,
		  int flags);
int __wrap_linkat(int from_dir, const char *from, int to_dir, const char *to,
		  int flags)
{
	if (call_fails(CALL_LINKAT))
		return -1;
	if (faults.no_links) {
		errno = EPERM;
		return -1;
	}
	return __real_linkat(from_dir, from, to_dir, to, flags);
}

int __real_flock(int fd, int operation);
int __wrap_flock(int fd, int operation);
int __wrap_flock(int fd, int operation)
{
	if (call_fails(CALL_FLOCK))
		return -1;
	if (faults.no_locks) {
		errno = ENOLCK;
		return -1;
	}
	return __real_flock(fd, operation);
}

#endif
