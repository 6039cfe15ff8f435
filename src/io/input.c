/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "io/input.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "diag/diag.h"
#include "util/mem.h"

enum {
	CHUNK = 1 << 20,
};

static const char magic[] = "\0asm";

static int report_open(struct up_report *report)
{
	switch (errno) {
	case ENOENT:
		return up_input_error(report,
				      "there is no such file; check the path");
	case EACCES:
		return up_input_error(
			report, "no permission to read it; change its mode, or "
				"run as a user who may");
	default:
		return up_input_error(report,
				      "cannot be opened (%s); check the path",
				      strerror(errno));
	}
}

static int report_directory(struct up_report *report)
{
	return up_input_error(report, "is a directory; pass the .wasm file in "
				      "it");
}

/* Room for one more byte at least; false without memory. */
static bool reserve(struct up_buf *bytes)
{
	size_t capacity = bytes->capacity;
	char *grown = NULL;

	if (bytes->size + 1 < capacity)
		return true;
	if (capacity <= SIZE_MAX / 2)
		capacity = capacity < CHUNK ? CHUNK : capacity * 2;
	if (capacity > bytes->capacity)
		grown = realloc(bytes->bytes, capacity);
	if (grown == NULL)
		return false;
	bytes->bytes = grown;
	bytes->capacity = capacity;
	return true;
}

/* As read(), but it waits, also where @fd does not. */
static ssize_t read_some(int fd, void *bytes, size_t size)
{
	struct pollfd more = {.fd = fd, .events = POLLIN};
	ssize_t got;

	do {
		got = read(fd, bytes, size);
		if (got < 0 && errno == EAGAIN)
			poll(&more, 1, -1);
	} while (got < 0 && (errno == EINTR || errno == EAGAIN));
	return got;
}

/* What begins otherwise is no module, however much of it there is (/dev/zero). */
static bool may_be_module(const struct up_buf *bytes)
{
	return bytes->size < sizeof(magic) - 1 ||
	       memcmp(bytes->bytes, magic, sizeof(magic) - 1) == 0;
}

static int read_all(int fd, struct up_report *report, struct up_buf *bytes)
{
	ssize_t got;

	do {
		if (!reserve(bytes))
			return up_input_error(report, UP_NO_MEMORY_ADVICE);
		got = read_some(fd, bytes->bytes + bytes->size,
				bytes->capacity - bytes->size - 1);
		if (got > 0)
			bytes->size += (size_t)got;
		bytes->bytes[bytes->size] = '\0';
	} while (got > 0 && may_be_module(bytes));
	if (got >= 0)
		return 0;
	if (errno == EISDIR)
		return report_directory(report);
	return up_input_error(report,
			      "cannot be read (%s); try again, or copy "
			      "it to another place first",
			      strerror(errno));
}

/* Whether somebody wrote to @fd since it was as in @before. */
static bool has_changed(int fd, const struct stat *before)
{
	struct stat now;

	return S_ISREG(before->st_mode) && fstat(fd, &now) == 0 &&
	       (now.st_size != before->st_size ||
		now.st_mtim.tv_sec != before->st_mtim.tv_sec ||
		now.st_mtim.tv_nsec != before->st_mtim.tv_nsec);
}

static int read_file(int fd, struct up_report *report, struct up_buf *bytes)
{
	struct stat before = {0};

	if (fstat(fd, &before) < 0)
		before.st_mode = 0;
	if (read_all(fd, report, bytes) < 0)
		return -1;
	if (has_changed(fd, &before))
		return up_input_error(report, "was changed while it was read; "
					      "wait until what writes it is "
					      "done, and run it again");
	if (bytes->size == 0)
		return up_input_error(report, "is empty; was the build that "
					      "makes it complete?");
	return 0;
}

int up_input_read(const char *path, struct up_buf *ret_bytes,
		  struct up_report *report)
{
	bool is_stdin = strcmp(path, "-") == 0;
	struct up_buf bytes = {0};
	int fd = STDIN_FILENO;
	int ret;

	if (!is_stdin)
		fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return report_open(report);
	ret = read_file(fd, report, &bytes);
	if (!is_stdin)
		close(fd);
	if (ret < 0) {
		up_buf_finish(&bytes);
		return -1;
	}
	*ret_bytes = bytes;
	return 0;
}
