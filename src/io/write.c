/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "io/write.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

/* What a failing write() sends, besides failing; by default it ends the process. */
static const int write_signals[] = {SIGPIPE, SIGXFSZ};

enum { WRITE_SIGNALS = sizeof(write_signals) / sizeof(write_signals[0]) };

/* What the thread had blocked, and what was pending, before. */
struct guard {
	sigset_t blocked;
	sigset_t pending;
};

static void begin_guard(struct guard *guard)
{
	sigset_t both;

	sigemptyset(&both);
	for (size_t i = 0; i < WRITE_SIGNALS; i++)
		sigaddset(&both, write_signals[i]);
	sigpending(&guard->pending);
	pthread_sigmask(SIG_BLOCK, &both, &guard->blocked);
}

/* These two go to the thread that wrote: what is pending now is ours. */
static void end_guard(const struct guard *guard)
{
	static const struct timespec no_time;
	sigset_t pending;

	sigpending(&pending);
	for (size_t i = 0; i < WRITE_SIGNALS; i++) {
		sigset_t one;

		if (sigismember(&guard->pending, write_signals[i]) == 1 ||
		    sigismember(&pending, write_signals[i]) != 1)
			continue;
		sigemptyset(&one);
		sigaddset(&one, write_signals[i]);
		while (sigtimedwait(&one, NULL, &no_time) < 0 && errno == EINTR)
			;
	}
	pthread_sigmask(SIG_SETMASK, &guard->blocked, NULL);
}

bool up_cancelled(const struct up_cancel *cancel)
{
	return cancel->fn != NULL && cancel->fn(cancel->data);
}

/* After a write that failed: 0 if it is to be tried again, or an errno. */
static int try_again(int fd, int error, const struct up_cancel *cancel)
{
	struct pollfd room = {.fd = fd, .events = POLLOUT};

	if (error != EINTR && error != EAGAIN)
		return error;
	if (up_cancelled(cancel))
		return ECANCELED;
	if (error == EAGAIN && poll(&room, 1, -1) < 0 && errno == EINTR)
		return up_cancelled(cancel) ? ECANCELED : 0;
	return 0;
}

static int write_guarded(int fd, const char *bytes, size_t size,
			 const struct up_cancel *cancel)
{
	while (size > 0) {
		ssize_t written = write(fd, bytes, size);

		if (written < 0) {
			int error = try_again(fd, errno, cancel);

			if (error != 0)
				return error;
		} else {
			bytes += written;
			size -= (size_t)written;
		}
	}
	return 0;
}

/* Some file systems find out about full disks when any name of it is closed. */
static int close_one(int fd)
{
	int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);

	if (copy < 0)
		return errno == EBADF ? EBADF : 0;
	return close(copy) < 0 && errno != EINTR ? errno : 0;
}

int up_write_all(int fd, const void *bytes, size_t size,
		 const struct up_cancel *cancel)
{
	struct guard guard;
	int error;

	begin_guard(&guard);
	error = write_guarded(fd, bytes, size, cancel);
	end_guard(&guard);
	return error != 0 ? error : close_one(fd);
}

void up_write_begin_sync(int fd)
{
#ifdef SYNC_FILE_RANGE_WRITE
	int before = errno;

	/* If that fails, the whole wait is up_write_sync()'s. */
	(void)sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WRITE);
	errno = before;
#else
	(void)fd;
#endif
}

int up_write_sync(int fd)
{
	int ret;

	do {
		ret = fdatasync(fd);
	} while (ret < 0 && errno == EINTR);
	if (ret == 0)
		return 0;
	/* It knows of no such thing. */
	if (errno == EINVAL || errno == ENOSYS || errno == EOPNOTSUPP ||
	    errno == EROFS)
		return 0;
	return errno;
}
